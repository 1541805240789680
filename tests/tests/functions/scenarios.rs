//! The twelve ways in which a bank and a process can fail each other, each against the ledger.

use std::time::Duration;

use futures::future::join_all;
use local::simulator::{Answer, Delivery, Fault, Latency, Point, Rule, Spoil};
use serde_json::{Value, json};
use tests::{World, request};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

async fn post(world: &World, issuer: &str) -> Value {
    let mut body = request(world);
    body["issuer"] = json!(issuer);
    if issuer == "boleto-api-caixa" {
        body["issuer_account"] = json!("1103388");
        body["issuer_agency"] = json!("3337");
    }
    let (status, boleto) = world.post(&body).await;
    assert_eq!(status, 201, "{boleto}");
    boleto
}

async fn status(world: &World, boleto: &Value) -> String {
    let id = boleto["id"].as_str().expect("an id");
    let (_, now) = world.get(&format!("/boletos/{id}")).await;
    // Number, amount and day never change (I6).
    for field in ["title_id", "amount", "expiration_date"] {
        assert_eq!(now[field], boleto[field]);
    }
    now["status"].as_str().expect("a status").to_owned()
}

/// An hour later, with the wake-up.
async fn retry(world: &World, boleto: &Value) {
    world.pass(HOUR).await;
    world.retry(&[boleto["id"].as_str().expect("an id")]).await;
}

const ISSUERS: [&str; 3] = [
    "bradesco",
    "boleto-api-bradesco-shopfacil",
    "boleto-api-caixa",
];

#[tokio::test(flavor = "multi_thread")]
async fn s01_applied_and_never_answered() {
    let world = World::new().await;
    for issuer in ISSUERS {
        world
            .bank
            .script(Rule::next(1, Fault::applied_in_silence()));
        let boleto = post(&world, issuer).await;
        assert_eq!(boleto["status"], "pending_registration", "{issuer}");
        retry(&world, &boleto).await;
        assert_eq!(status(&world, &boleto).await, "registered", "{issuer}");
    }
    assert_eq!(world.bank.titles().len(), 3);
    assert_eq!(world.told().await.len(), 3);
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s02_applied_and_answered_with_a_page() {
    let world = World::new().await;
    for issuer in ISSUERS {
        world.bank.script(Rule::next(1, Fault::page(500).applied()));
        let boleto = post(&world, issuer).await;
        retry(&world, &boleto).await;
        assert_eq!(status(&world, &boleto).await, "registered", "{issuer}");
    }
    assert_eq!(world.bank.titles().len(), 3);
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s03_three_resets_then_a_good_day() {
    let world = World::new().await;
    world
        .bank
        .script(Rule::next(3, Fault::reset(Point::BeforeHeaders)));
    let boleto = post(&world, "bradesco").await;
    for _ in 0..3 {
        assert_eq!(status(&world, &boleto).await, "pending_registration");
        retry(&world, &boleto).await;
    }
    assert_eq!(status(&world, &boleto).await, "registered");
    assert_eq!(
        (world.bank.attempts().len(), world.told().await.len()),
        (4, 1)
    );
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s04_out_of_order_on_every_call() {
    let world = World::new().await;
    world.bank.script(Rule::always(Fault::page(503)));
    let mut boletos = Vec::new();
    for issuer in ISSUERS {
        boletos.push(post(&world, issuer).await);
    }
    for boleto in &boletos {
        retry(&world, boleto).await;
        assert_eq!(status(&world, boleto).await, "pending_registration");
    }
    world.bank.recover();
    for boleto in &boletos {
        world.pass(HOUR).await;
        retry(&world, boleto).await;
        assert_eq!(status(&world, boleto).await, "registered");
    }
    assert_eq!(world.bank.titles().len(), 3);
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s05_refused_by_a_gateway_that_is_no_bank() {
    let world = World::new().await;
    for issuer in ISSUERS {
        for code in [401, 403, 404, 429] {
            world.bank.script(Rule::next(1, Fault::page(code)));
            let boleto = post(&world, issuer).await;
            assert_eq!(boleto["status"], "pending_registration", "{issuer} {code}");
            retry(&world, &boleto).await;
            assert_eq!(
                status(&world, &boleto).await,
                "registered",
                "{issuer} {code}"
            );
        }
    }
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s06_words_of_success_that_are_none() {
    let world = World::new().await;
    for issuer in ISSUERS {
        for spoil in [Spoil::Truncated, Spoil::Html, Spoil::Empty] {
            world
                .bank
                .script(Rule::next(1, Fault::spoiled(spoil.clone())));
            let boleto = post(&world, issuer).await;
            assert_eq!(
                boleto["status"], "pending_registration",
                "{issuer} {spoil:?}"
            );
            retry(&world, &boleto).await;
            assert_eq!(
                status(&world, &boleto).await,
                "registered",
                "{issuer} {spoil:?}"
            );
        }
    }
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s07_a_body_that_never_ends_stops_nobody_else() {
    let world = World::new().await;
    world.bank.script(Rule::next(3, Fault::page(503)));
    let (slow, a, b) = (
        post(&world, "bradesco").await,
        post(&world, "bradesco").await,
        post(&world, "bradesco").await,
    );
    let number = slow["title_id"].as_u64().unwrap();
    let drip = Fault::delivered(Delivery::EndlessDripMs(100));
    world.bank.script(Rule::next(1, drip).for_number(number));
    world.pass(HOUR).await;
    let ids = [&slow, &a, &b].map(|boleto| boleto["id"].as_str().unwrap());
    world.retry(&ids).await;
    assert_eq!(status(&world, &slow).await, "pending_registration");
    assert_eq!(status(&world, &a).await, "registered");
    assert_eq!(status(&world, &b).await, "registered");
    retry(&world, &slow).await;
    assert_eq!(status(&world, &slow).await, "registered");
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s08_a_number_that_is_anothers() {
    let world = World::with(&[("BRADESCO_FIND", "on")]).await;
    let mut body = request(&world);
    body["title_id"] = json!(500);
    body["payer_document_number"] = json!("11144477735");
    assert_eq!(world.post(&body).await.1["status"], "registered");
    world.forget_boletos().await;

    // The first answer is lost, so the second finds a title that may be ours, and is not.
    world.bank.script(Rule::next(1, Fault::page(503)));
    body["payer_document_number"] = json!("52998224725");
    let (_, boleto) = world.post(&body).await;
    assert_eq!(boleto["status"], "pending_registration");
    retry(&world, &boleto).await;
    assert_eq!(status(&world, &boleto).await, "refused");
    assert_eq!(world.bank.titles().len(), 1);
    world.check_invariants(&[500]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s09_two_deliveries_at_once() {
    let world = World::new().await;
    world.bank.script(Rule::next(1, Fault::page(503)));
    let boleto = post(&world, "bradesco").await;
    world.bank.script(Latency {
        ms: 500,
        jitter_ms: 0,
    });
    world.pass(HOUR).await;
    let id = [boleto["id"].as_str().unwrap()];
    join_all((0..4).map(|_| world.retry(&id))).await;
    assert_eq!(status(&world, &boleto).await, "registered");
    assert_eq!(
        (world.bank.attempts().len(), world.told().await.len()),
        (2, 1)
    );
    world.check_invariants(&[]).await;
}

// The tenth, a process that is killed, is `killed.rs`.

#[tokio::test(flavor = "multi_thread")]
async fn s11_refused_for_good_then_asked_for_anew() {
    let world = World::new().await;
    for issuer in ISSUERS {
        world.bank.script(Rule::next(1, Fault::invalid_payer()));
        let refused = post(&world, issuer).await;
        assert_eq!(refused["status"], "refused", "{issuer}");
        let anew = post(&world, issuer).await;
        assert_eq!(anew["status"], "registered", "{issuer}");
        assert_ne!(anew["title_id"], refused["title_id"]);
        // Nothing brings the refused one back.
        retry(&world, &refused).await;
        world.register(refused["id"].as_str().unwrap()).await;
        assert_eq!(status(&world, &refused).await, "refused");
    }
    assert_eq!(
        (world.bank.titles().len(), world.told().await.len()),
        (3, 6)
    );
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_in_progress_until_the_due_day_has_passed() {
    let world = World::with(&[("BRADESCO_FIND", "on")]).await;
    world.bank.script(Rule::always(
        Fault::saying(Answer::InProgress).applied_after_ms(700),
    ));
    let boleto = post(&world, "bradesco").await;
    assert_eq!(boleto["status"], "pending_registration");
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(world.bank.titles().len(), 1);

    // The day passes on which it was due.
    world.pass(20 * DAY).await;
    world.retry(&[boleto["id"].as_str().unwrap()]).await;
    let (_, now) = world
        .get(&format!("/boletos/{}", boleto["id"].as_str().unwrap()))
        .await;
    assert_eq!(now["status"], "registered");
    assert_eq!(world.bank.attempts().len(), 1);
}
