use std::time::Duration;

use serde_json::{Value, json};

use super::{
    client::{End, Exchange},
    requests::{
        ask_boleto_api, ask_bradesco, ask_bradesco_for, bradesco, caixa, search_bradesco,
        shopfacil, simulator,
    },
};
use crate::simulator::{
    Answer, Apply, Delivery, Fault, Page, Point, Refusal, Rule, Simulator, Spoil, TitleStatus,
};

/// Short enough to see silence soon, long enough for anything that is not.
const GLANCE: Duration = Duration::from_millis(300);

async fn meet(fault: Fault) -> (Simulator, Exchange) {
    let simulator = simulator().await;
    simulator.script(Rule::next(1, fault));
    let reply = ask_bradesco_for(&simulator, &bradesco(1), GLANCE).await;
    (simulator, reply)
}

fn refusal(code: &str) -> Refusal {
    Refusal {
        code: code.to_owned(),
        message: None,
    }
}

#[tokio::test]
async fn a_held_connection_stays_silent_whether_the_title_is_applied_or_not() {
    for (fault, titles) in [(Fault::applied_in_silence(), 1), (Fault::silence(), 0)] {
        let (simulator, reply) = meet(fault).await;
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
    simulator.script(Rule::next(1, Fault::delivered(Delivery::LateMs(400))));
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
async fn a_gateways_page_has_any_status_and_says_when_to_return() {
    for status in [400, 401, 403, 404, 408, 409, 422, 500, 502, 503, 504] {
        let (simulator, reply) = meet(Fault::page(status)).await;
        assert_eq!(reply.status(), status);
        assert_eq!(
            reply.header("Content-Type").as_deref(),
            Some("text/html; charset=utf-8")
        );
        assert!(reply.is_whole() && simulator.titles().is_empty());
    }
    let page = Page {
        code: 429,
        retry_after_s: Some(7),
    };
    let (_, reply) = meet(Fault::saying(Answer::Status(page))).await;
    assert_eq!(
        (reply.status(), reply.header("Retry-After").as_deref()),
        (429, Some("7"))
    );
    let (simulator, reply) = meet(
        Fault {
            spoil: Spoil::Empty,
            ..Fault::page(401)
        }
        .applied(),
    )
    .await;
    assert_eq!((reply.status(), reply.body().len()), (401, 0));
    assert_eq!(simulator.titles().len(), 1);
}

#[tokio::test]
async fn a_refusal_has_the_chosen_code_and_leaves_no_title() {
    let (simulator, reply) = meet(Fault::refuse("9300514")).await;
    assert_eq!(
        (reply.status(), &reply.json()["status"]["codigo"]),
        (200, &json!(9_300_514))
    );
    assert!(simulator.titles().is_empty());

    for (body, code, status, said, message) in [
        (shopfacil(1), "-546", 400, "-546", "RECUSADO"),
        (shopfacil(1), "MP500", 500, "MP500", "RECUSADO"),
        (shopfacil(1), "MP504", 504, "MP504", "RECUSADO"),
        (
            shopfacil(1),
            "MPExpireDate",
            400,
            "MPExpireDate",
            "RECUSADO",
        ),
        (caixa(1), "38", 400, "1", "(38) RECUSADO"),
        (caixa(1), "(54)", 400, "1", "(54) RECUSADO"),
    ] {
        simulator.script(Rule::next(1, Fault::refuse(code)));
        let reply = ask_boleto_api(&simulator, &body).await;
        assert_eq!(reply.status(), status, "{code}");
        assert_eq!(
            reply.json(),
            json!({ "errors": [{ "code": said, "message": message }] })
        );
    }
    assert!(simulator.titles().is_empty());
}

#[tokio::test]
async fn the_bank_can_say_what_is_not_so() {
    let codes = [
        (Answer::Duplicate, 9_300_574),
        (Answer::Unavailable, 93_005_116),
        (Answer::UnknownCode, 99_999),
        (Answer::InProgress, 93_005_999),
    ];
    for (answer, code) in codes {
        let (simulator, reply) = meet(Fault::saying(answer)).await;
        assert_eq!(reply.json()["status"]["codigo"], code);
        assert_eq!(simulator.titles().len(), 1);
    }
    let (_, reply) = meet(Fault::saying(Answer::OtherNumber)).await;
    assert_eq!(reply.json()["boleto"]["nosso_numero"], 2);
}

#[tokio::test]
async fn boleto_api_can_confirm_another_number_or_amount() {
    let simulator = simulator().await;
    let honest = ask_boleto_api(&simulator, &caixa(1)).await.json()["barCodeNumber"].clone();
    for answer in [Answer::OtherNumber, Answer::OtherAmount] {
        simulator.script(Rule::next(1, Fault::saying(answer)));
        let reply = ask_boleto_api(&simulator, &caixa(1)).await;
        assert_eq!(reply.status(), 200);
        let other = reply.json()["barCodeNumber"].clone();
        assert!(other.as_str().is_some_and(|barcode| barcode.len() == 44));
        assert_ne!(other, honest);
    }
}

#[tokio::test]
async fn caixa_out_of_order_looks_like_success_without_line_and_barcode() {
    let simulator = simulator().await;
    simulator.script(Rule::next(1, Fault::saying(Answer::Unavailable)));
    let reply = ask_boleto_api(&simulator, &caixa(1)).await;
    assert_eq!(reply.status(), 200);
    let body = reply.json();
    assert_eq!(body["links"][0]["rel"], "html");
    assert_eq!(
        (body.get("digitableLine"), body.get("barCodeNumber")),
        (None, None)
    );
}

#[tokio::test]
async fn the_gateways_checks_answer_a_bare_list() {
    let simulator = simulator().await;
    simulator.script(Rule::next(
        1,
        Fault::saying(Answer::BareErrors(refusal("MP400"))),
    ));
    let reply = ask_boleto_api(&simulator, &shopfacil(1)).await;
    let list = json!([{ "code": "MP400", "message": "RECUSADO" }]);
    assert_eq!((reply.status(), reply.json()), (400, list));
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

#[tokio::test]
async fn a_title_can_be_applied_after_the_reply_was_given_up() {
    let (simulator, reply) = meet(Fault::page(504).applied_after_ms(150)).await;
    assert_eq!(reply.status(), 504);
    assert!(simulator.titles().is_empty());
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(simulator.titles().len(), 1);
    assert!(simulator.attempts()[0].applied);
}

#[tokio::test]
async fn a_registration_in_progress_says_so_until_it_ends() {
    let simulator = simulator().await;
    let fault = Fault {
        apply: Apply::AfterMs(300),
        ..Fault::saying(Answer::InProgress)
    };
    simulator.script(Rule::next(1, fault));
    ask_bradesco(&simulator, &bradesco(1)).await;
    assert_eq!(simulator.titles()[0].status, TitleStatus::InProgress);
    let code =
        async || ask_bradesco(&simulator, &bradesco(1)).await.json()["status"]["codigo"].clone();
    let found = async || search_bradesco(&simulator, 1).await.json()["status"]["codigo"].clone();
    assert_eq!(
        (code().await, found().await),
        (json!(93_005_999), json!(93_005_999))
    );
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!((code().await, found().await), (json!(9_300_574), json!(0)));
    assert_eq!(simulator.titles()[0].status, TitleStatus::Registered);
}

#[tokio::test]
async fn a_query_meets_faults_of_its_own() {
    let simulator = simulator().await;
    ask_bradesco(&simulator, &bradesco(1)).await;
    simulator.script(Rule::next(1, Fault::saying(Answer::OtherAmount)).on_find());
    assert_eq!(
        search_bradesco(&simulator, 1).await.json()["boleto"]["valor_titulo"],
        2001
    );
    simulator.script(Rule::next(1, Fault::page(405)).on_find());
    assert_eq!(search_bradesco(&simulator, 1).await.status(), 405);
    simulator.script(Rule::next(1, Fault::spoiled(Spoil::Null(vec!["/boleto".into()]))).on_find());
    assert_eq!(
        search_bradesco(&simulator, 1).await.json()["boleto"],
        Value::Null
    );
    assert_eq!(
        search_bradesco(&simulator, 1).await.json()["boleto"]["valor_titulo"],
        2000
    );
    assert_eq!(simulator.attempts().len(), 1);
}
