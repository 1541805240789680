//! Telling clients: until their queue takes it, or somebody gives up and asks for it again.

use std::time::Duration;

use serde_json::json;
use tests::{World, request};

const HOUR: Duration = Duration::from_secs(3600);
const NONE: &str = "bol_00000000000000000000000000";

#[tokio::test(flavor = "multi_thread")]
async fn a_notification_that_fails_for_hours_is_parked_and_can_be_sent_again() {
    let world = World::new().await;
    let mut body = request(&world);
    world.delete_queue(&world.client_queue).await;
    body["reference_id"] = json!("order-9");
    let (_, boleto) = world.post(&body).await;
    let id = boleto["id"].as_str().expect("an id");
    let mut tries = 1;
    loop {
        world.pass(HOUR).await;
        let swept = world.sweep().await;
        tries += swept.told;
        if swept.parked > 0 {
            assert_eq!((swept.parked, swept.unsent), (1, 0));
            break;
        }
        assert!(tries < 20, "it is never given up");
    }
    assert_eq!(tries, 12);
    world.pass(24 * HOUR).await;
    assert_eq!(world.sweep().await.told, 0);

    let name = world
        .client_queue
        .rsplit_once('/')
        .expect("a URL has a path")
        .1;
    world.make_queue(name).await;
    let (status, told) = world.resend(id).await;
    assert_eq!(status, 202);
    let messages = world.told().await;
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].body, told);
    assert_eq!(told["boleto_id"], id);
    assert_eq!(told["reference_id"], "order-9");
    assert_eq!(world.sweep().await.parked, 0);
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_is_told_again_as_the_same_event() {
    let world = World::new().await;
    let (_, boleto) = world.post(&request(&world)).await;
    let id = boleto["id"].as_str().expect("an id");
    let first = world.told().await;
    assert_eq!(world.resend(id).await.0, 202);
    assert_eq!(world.told().await, first);
    let (_, history) = world.get(&format!("/boletos/{id}/history")).await;
    let events: Vec<_> = history
        .as_array()
        .expect("an array")
        .iter()
        .map(|line| line["event"].clone())
        .collect();
    assert_eq!(events, ["recorded", "settled", "told_again"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_is_still_gone_is_tried_again_later() {
    let world = World::new().await;
    let (_, boleto) = world.post(&request(&world)).await;
    world.delete_queue(&world.client_queue).await;
    let id = boleto["id"].as_str().expect("an id");
    assert_eq!(world.resend(id).await.0, 202);
    assert_eq!(world.sweep().await.unsent, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_nothing_to_tell_before_a_boleto_is_settled() {
    let world = World::new().await;
    let mut body = request(&world);
    body["register"] = json!(false);
    let (_, boleto) = world.post(&body).await;
    let (status, answer) = world.resend(boleto["id"].as_str().expect("an id")).await;
    assert_eq!(
        (status, &answer["errors"][0]["type"]),
        (409, &json!("conflict"))
    );
    assert_eq!(world.resend(NONE).await.0, 404);
}
