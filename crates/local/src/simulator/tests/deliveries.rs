use std::time::Duration;

use serde_json::{Value, json};

use super::{
    client::End,
    requests::{GLANCE, ask_bradesco, ask_bradesco_for, bradesco, meet, simulator},
};
use crate::simulator::{Delivery, Fault, Point, Rule, Spoil};

#[tokio::test]
async fn a_held_connection_stays_silent_whether_the_title_is_applied_or_not() {
    for (fault, titles) in [(Fault::applied_in_silence(), 1), (Fault::silence(), 0)] {
        let simulator = simulator().await;
        simulator.script(Rule::next(1, fault));
        let reply = ask_bradesco_for(&simulator, &bradesco(1), GLANCE).await;
        assert_eq!((reply.bytes.len(), reply.end), (0, End::Silence));
        assert_eq!(simulator.titles().len(), titles);
    }
}

#[tokio::test]
async fn a_connection_can_close_after_a_while_without_a_word() {
    let (_, reply) = meet(Fault::delivered(Delivery::CloseAfterMs(50))).await;
    assert_eq!((reply.bytes.len(), reply.end), (0, End::Closed));
}

#[tokio::test]
async fn a_reply_can_come_late() {
    let simulator = simulator().await;
    simulator.script(Rule::next(1, Fault::delivered(Delivery::LateMs(3000))));
    let early = ask_bradesco_for(&simulator, &bradesco(1), GLANCE).await;
    assert_eq!((early.bytes.len(), early.end), (0, End::Silence));
    simulator.script(Rule::next(1, Fault::delivered(Delivery::LateMs(50))));
    assert_eq!(ask_bradesco(&simulator, &bradesco(2)).await.status(), 201);
}

#[tokio::test]
async fn a_reset_leaves_what_came_before_its_point() {
    let fault = |point| Fault::delivered(Delivery::Reset(point));
    let (simulator, reply) = meet(fault(Point::BeforeHeaders)).await;
    assert_eq!((reply.bytes.len(), reply.end), (0, End::Reset));
    assert_eq!(simulator.titles().len(), 1);

    let (_, reply) = meet(fault(Point::MidHeaders)).await;
    assert!(reply.bytes.starts_with(b"HTTP/1.1 201"));
    assert!(!reply.bytes.windows(4).any(|bytes| bytes == b"\r\n\r\n"));
    assert_eq!(reply.end, End::Reset);

    let (_, reply) = meet(fault(Point::MidBody)).await;
    assert!(!reply.body().is_empty() && !reply.is_whole());
    assert_eq!(reply.end, End::Reset);

    let (_, reply) = meet(fault(Point::AfterBody)).await;
    assert!(reply.is_whole());
    assert_eq!(reply.end, End::Reset);

    let (simulator, reply) = meet(Fault::reset(Point::BeforeHeaders)).await;
    assert_eq!(reply.end, End::Reset);
    assert!(simulator.titles().is_empty());
}

#[tokio::test]
async fn a_cut_ends_in_good_order_too_early() {
    let (_, reply) = meet(Fault::delivered(Delivery::Cut(Point::MidBody))).await;
    assert!(!reply.body().is_empty() && !reply.is_whole());
    assert_eq!(reply.end, End::Closed);
}

#[tokio::test]
async fn a_drip_brings_the_headers_at_once_and_the_body_in_time() {
    let (_, reply) = meet(Fault::delivered(Delivery::DripMs(1))).await;
    assert!(reply.is_whole());
    assert_eq!(reply.json()["status"]["codigo"], 0);
}

#[tokio::test]
async fn an_endless_drip_never_keeps_what_its_length_promises() {
    let simulator = simulator().await;
    simulator.script(Rule::next(1, Fault::delivered(Delivery::EndlessDripMs(1))));
    let body = bradesco(1);
    let dripping = ask_bradesco_for(&simulator, &body, GLANCE);
    assert!(
        tokio::time::timeout(Duration::from_secs(1), dripping)
            .await
            .is_err()
    );
    assert_eq!(simulator.titles().len(), 1);
}

#[tokio::test]
async fn a_body_arrives_spoiled() {
    let spoiled = async |spoil| meet(Fault::spoiled(spoil)).await.1;
    assert_eq!(spoiled(Spoil::Empty).await.body(), b"");
    assert!(
        spoiled(Spoil::Html)
            .await
            .body()
            .starts_with(b"<!DOCTYPE html>")
    );
    assert!(
        spoiled(Spoil::ByteOrderMark)
            .await
            .body()
            .starts_with(b"\xEF\xBB\xBF{")
    );
    assert!(std::str::from_utf8(spoiled(Spoil::InvalidUtf8).await.body()).is_err());
    let reply = spoiled(Spoil::ContentType).await;
    assert_eq!(reply.header("Content-Type").as_deref(), Some("text/html"));
    assert_eq!(reply.json()["status"]["codigo"], 0);
    assert_eq!(
        spoiled(Spoil::CodeType).await.json()["status"]["codigo"],
        "0"
    );

    let reply = spoiled(Spoil::Truncated).await;
    assert!(reply.is_whole());
    assert!(serde_json::from_slice::<Value>(reply.body()).is_err());

    let reply = spoiled(Spoil::Big).await;
    assert!(reply.is_whole() && reply.body().len() > 10_000_000);
    assert_eq!(reply.json()["status"]["codigo"], 0);

    let reply = spoiled(Spoil::DuplicateKeys).await;
    let body = String::from_utf8_lossy(reply.body()).into_owned();
    assert_eq!(body.matches("\"status\":").count(), 2);
    assert_eq!(reply.json()["status"], Value::Null);

    let reply = spoiled(Spoil::Null(vec!["/status".to_owned()])).await;
    assert_eq!(reply.json()["status"], Value::Null);
    let reply = spoiled(Spoil::Without(vec!["/status/codigo".to_owned()])).await;
    assert_eq!(
        reply.json()["status"],
        json!({ "mensagem": "REGISTRO EFETUADO COM SUCESSO" })
    );
}
