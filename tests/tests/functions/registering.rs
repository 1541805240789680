//! What becomes of a boleto when its bank answers strangely, or somebody is killed in the middle.

use std::time::Duration;

use local::simulator::{Fault, Point, Rule};
use serde_json::json;
use tests::{World, request};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

async fn status(world: &World, id: &str) -> String {
    let (status, boleto) = world.get(&format!("/boletos/{id}")).await;
    assert_eq!(status, 200);
    boleto["status"].as_str().expect("a status").to_owned()
}

async fn post_pending(world: &World) -> String {
    let (status, boleto) = world.post(&request(world)).await;
    assert_eq!(
        (status, &boleto["status"]),
        (201, &json!("pending_registration")),
        "{boleto}"
    );
    boleto["id"].as_str().expect("an id").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_applies_and_never_answers_is_asked_again_with_the_same_number() {
    let world = World::new().await;
    world
        .bank
        .script(Rule::next(1, Fault::applied_in_silence()));
    let id = post_pending(&world).await;
    assert_eq!(world.told().await, []);
    assert_eq!(world.delayed_wakes().await, 1);

    world.bank.recover();
    world.pass(HOUR).await;
    world.retry(&[&id]).await;
    assert_eq!(status(&world, &id).await, "registered");
    assert_eq!(world.bank.titles().len(), 1);
    assert_eq!(world.bank.attempts().len(), 2);
    let told = world.told().await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].body["status"], "registered");
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_comes_too_early_or_too_often_asks_nobody() {
    let world = World::new().await;
    world.bank.script(Rule::next(1, Fault::page(503)));
    let id = post_pending(&world).await;
    world
        .sql("update boletos set next_attempt_at = now() + interval '1 minute'")
        .await;
    world.retry(&[&id, &id]).await;
    assert_eq!(world.bank.attempts().len(), 1);

    world.pass(HOUR).await;
    world.retry(&[&id, &id, &id]).await;
    world.retry(&[&id]).await;
    assert_eq!(world.bank.attempts().len(), 2);
    assert_eq!(world.told().await.len(), 1);
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_says_nothing_about_the_title_leaves_it_pending() {
    let world = World::new().await;
    for fault in [
        Fault::page(500),
        Fault::page(502),
        Fault::page(429),
        Fault::page(404),
        Fault::page(403),
        Fault::page(200),
        Fault::reset(Point::BeforeHeaders),
        Fault::reset(Point::MidBody),
    ] {
        world.bank.script(Rule::next(1, fault.clone()));
        let id = post_pending(&world).await;
        world.pass(DAY).await;
        world.retry(&[&id]).await;
        assert_eq!(status(&world, &id).await, "registered", "{fault:?}");
    }
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_believed_only_after_the_settling_time() {
    let world = World::new().await;
    // The bank may still be at work on the first attempt when it refuses the second.
    world.bank.script(Rule::next(1, Fault::page(500)));
    world.bank.script(Rule::next(2, Fault::refuse("930056")));
    let id = post_pending(&world).await;
    world
        .sql("update boletos set next_attempt_at = now()")
        .await;
    world.retry(&[&id]).await;
    assert_eq!(status(&world, &id).await, "pending_registration");
    world.pass(Duration::from_secs(70)).await;
    world.retry(&[&id]).await;
    assert_eq!(status(&world, &id).await, "refused");
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_may_be_of_the_day_needs_a_person_where_the_bank_may_have_it() {
    let world = World::new().await;
    world.bank.script(Rule::next(1, Fault::page(500)));
    world.bank.script(Rule::next(1, Fault::refuse("9300595")));
    let id = post_pending(&world).await;
    world.pass(HOUR).await;
    world.retry(&[&id]).await;
    assert_eq!(status(&world, &id).await, "pending_registration");
    let days = "select count(*) from boletos where next_attempt_at > now() + interval '23 hours'";
    assert_eq!(world.count(days).await, 1);
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_another_holds_at_the_bank_is_refused() {
    let world = World::new().await;
    let mut body = request(&world);
    body["title_id"] = json!(500);
    assert_eq!(world.post(&body).await.1["status"], "registered");
    // What we know of it is gone; the bank's title is another's now.
    world.forget_boletos().await;
    body["amount"] = json!(1);
    let (code, boleto) = world.post(&body).await;
    assert_eq!((code, &boleto["status"]), (201, &json!("refused")));
    assert_eq!(world.bank.titles().len(), 1);
    world.check_invariants(&[500]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_fails_by_the_message() {
    let world = World::new().await;
    world.bank.script(Rule::next(3, Fault::page(503)));
    let (a, b, c) = (
        post_pending(&world).await,
        post_pending(&world).await,
        post_pending(&world).await,
    );
    world.pass(HOUR).await;
    world.bank.script(Rule::next(1, Fault::page(503)));
    let wake = |id: &str| json!({ "boleto_id": id }).to_string();
    let bodies = [
        wake(&a),
        wake(&b),
        wake(&c),
        String::from("not json"),
        wake("bol_00000000000000000000000000"),
        String::from("{}"),
    ];
    assert_eq!(world.retry_bodies(&bodies).await, [3, 4, 5]);
    let settled = "select count(*) from boletos where status = 'registered'";
    assert_eq!(world.count(settled).await, 2);
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_due_day_passes_while_pending() {
    let world = World::new().await;
    world.bank.script(Rule::next(1, Fault::page(500)));
    let id = post_pending(&world).await;
    world
        .sql("update boletos set due_on = current_date - 3")
        .await;
    world.pass(HOUR).await;
    world.retry(&[&id]).await;
    // Nobody can be asked what the bank has, so a person must look.
    assert_eq!(world.bank.attempts().len(), 1);
    assert_eq!(status(&world, &id).await, "pending_registration");

    // What was never sent the bank can't have.
    world
        .sql("update boletos set maybe_at_bank = false, last_unknown_at = null")
        .await;
    world.pass(DAY).await;
    world.retry(&[&id]).await;
    assert_eq!(status(&world, &id).await, "refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_queue_that_is_gone_loses_nothing() {
    let world = World::new().await;
    world.delete_queue(&world.client_queue).await;
    let (status, boleto) = world.post(&request(&world)).await;
    assert_eq!((status, &boleto["status"]), (201, &json!("registered")));
    assert_eq!(
        world
            .count("select count(*) from notifications where sent_at is null")
            .await,
        1
    );
    assert_eq!(world.sweep().await.told, 0);
    world.pass(HOUR).await;
    assert_eq!(world.sweep().await.told, 1);
    assert_eq!(
        world
            .count("select failures::bigint from notifications")
            .await,
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_settles_what_nobody_else_can_tell() {
    let world = World::new().await;
    world.bank.script(Rule::always(Fault::page(500)));
    let id = post_pending(&world).await;
    let found = |outcome: &str, looked_at: &str| json!({ "boleto_id": id, "outcome": outcome, "looked_at": looked_at, "reason": "ana" });
    let now = || world.now().to_string();

    world
        .resolve(found("refused", "2999-01-01T00:00:00Z"))
        .await
        .expect_err("not yet");
    let before = "select extract(epoch from next_attempt_at)::bigint from boletos";
    let due = world.count(before).await;
    let early = world
        .resolve(found("refused", &now()))
        .await
        .expect_err("too early");
    assert!(early.to_string().contains("too early"), "{early}");
    // What its claim changed is put back.
    assert!((world.count(before).await - due).abs() <= 1);
    assert_eq!(
        world
            .count("select count(*) from boletos where claimed_until is null")
            .await,
        1
    );

    world.pass(Duration::from_secs(61)).await;
    world
        .resolve(found("refused", &now()))
        .await
        .expect("late enough");
    assert_eq!(status(&world, &id).await, "refused");
    let (_, history) = world.get(&format!("/boletos/{id}/history")).await;
    let reason = history.as_array().unwrap().last().unwrap()["reason"]
        .as_str()
        .unwrap();
    assert!(reason.ends_with(": ana"), "{reason}");
    assert_eq!(world.told().await.len(), 1);
    world
        .resolve(found("registered", &now()))
        .await
        .expect_err("settled already");
    world.check_invariants(&[]).await;
}
