//! The sweep: what it takes up, what it forgets, what it says is left.

use std::time::Duration;

use local::simulator::{Fault, Rule};
use serde_json::json;
use tests::{World, request};

const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test(flavor = "multi_thread")]
async fn many_overdue_boletos_are_woken_page_by_page() {
    let world = World::new().await;
    let mut body = request(&world);
    body["register"] = json!(false);
    assert_eq!(world.post(&body).await.0, 201);
    // 120 copies that a crash left behind.
    world
        .sql(
            "insert into boletos (id, token, queue_url, status, due_on, amount, issuer, issuer_agency,
                issuer_account, issuer_wallet, title_id, title_id_chosen, number_space, our_number, barcode,
                digitable_line, request_id, next_attempt_at)
            select 'bol_' || lpad(number::text, 26, '0'), token, queue_url, 'pending_registration', due_on, amount,
                issuer, issuer_agency, issuer_account, issuer_wallet, title_id + number, true, number_space,
                lpad((1000 + number)::text, 11, '0'), barcode, digitable_line, request_id, now() - interval '1 hour'
            from boletos, generate_series(1, 120) as number",
        )
        .await;
    let swept = world.sweep().await;
    assert_eq!((swept.woken, swept.pending, swept.more), (120, 120, false));
    assert_eq!(world.woken().await.len(), 120);
    assert_eq!(world.sweep().await.woken, 0, "they were woken a moment ago");
}

#[tokio::test(flavor = "multi_thread")]
async fn idempotency_keys_are_kept_for_thirty_days() {
    let world = World::new().await;
    let body = request(&world).to_string();
    let key = [("idempotency-key", "order-1")];
    let (_, _, first) = world.post_with(&key, &body).await;
    world.pass(29 * DAY).await;
    assert_eq!(world.sweep().await.forgotten, 0);
    let (_, _, again) = world.post_with(&key, &body).await;
    assert_eq!(again["id"], first["id"]);
    world.pass(2 * DAY).await;
    assert_eq!(world.sweep().await.forgotten, 1);
    assert_eq!(world.sweep().await.forgotten, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_a_person_can_tell_is_counted_until_a_person_tells() {
    let world = World::new().await;
    world.bank.script(Rule::next(1, Fault::page(500)));
    world.bank.script(Rule::next(1, Fault::refuse("9300595")));
    let (_, boleto) = world.post(&request(&world)).await;
    let id = boleto["id"].as_str().expect("an id");
    world.pass(DAY / 24).await;
    assert_eq!(world.sweep().await.needing_a_person, 0);
    world.retry(&[id]).await;
    let swept = world.sweep().await;
    assert_eq!((swept.pending, swept.needing_a_person), (1, 1));

    world.pass(DAY / 24).await;
    let finding = json!({
        "boleto_id": id, "outcome": "refused", "looked_at": world.now().to_string(), "reason": "ana: not there"
    });
    world.resolve(finding).await.expect("it is settled");
    let swept = world.sweep().await;
    assert_eq!((swept.pending, swept.needing_a_person), (0, 0));
}
