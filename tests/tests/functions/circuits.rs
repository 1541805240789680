//! A bank that does not answer is left alone, and found again when it is back.

use std::time::{Duration, Instant};

use local::simulator::{Fault, Interface, Rule};
use serde_json::{Value, json};
use store::CircuitState;
use tests::{World, request};

/// Longer than a bank is left alone at most.
const PAUSE: Duration = Duration::from_secs(61);

/// POSTs a boleto for each number, one after the other.
async fn post(world: &World, numbers: impl IntoIterator<Item = u64>) -> Vec<Value> {
    let mut boletos = Vec::new();
    for number in numbers {
        let mut body = request(world);
        body["title_id"] = json!(number);
        let (status, boleto) = world.post(&body).await;
        assert_eq!(status, 201, "{boleto}");
        boletos.push(boleto);
    }
    boletos
}

/// A world whose Bradesco has been silent so often that it is left alone, with the five boletos that found it so.
async fn silent() -> World {
    silent_with(&[]).await
}

/// The same with some settings of its own.
async fn silent_with(settings: &[(&str, &str)]) -> World {
    let settings = [&[("BRADESCO_TIMEOUT_MS", "200")], settings].concat();
    let world = World::with(&settings).await;
    world
        .bank
        .script(Rule::always(Fault::silence()).at(Interface::Bradesco));
    for boleto in post(&world, 1..=5).await {
        assert_eq!(boleto["status"], "pending_registration");
    }
    assert_eq!(asked(&world), 5);
    world
}

fn asked(world: &World) -> usize {
    world.bank.journal().len()
}

async fn state(world: &World) -> Option<CircuitState> {
    let circuits = world
        .store()
        .circuits()
        .await
        .expect("the database is in reach");
    circuits.first().map(|circuit| circuit.state)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_bank_is_left_alone_and_posts_do_not_wait_for_it() {
    let world = silent().await;
    assert!(matches!(state(&world).await, Some(CircuitState::Open(_))));
    let began = Instant::now();
    let boletos = post(&world, 6..=25).await;
    assert!(
        boletos
            .iter()
            .all(|boleto| boleto["status"] == "pending_registration")
    );
    assert!(
        began.elapsed() < Duration::from_secs(4),
        "each would have waited 200 ms"
    );
    assert_eq!(asked(&world), 5);
    // Nothing was sent, so a later refusal can be believed at once.
    let unsent = "select count(*) from boletos where not maybe_at_bank and attempts = 0";
    assert_eq!(world.count(unsent).await, 20);
    // Every one of them has a turn of its own, a twentieth of a second apart.
    let turns = "select count(distinct next_attempt_at) from boletos where attempts = 0";
    assert_eq!(world.count(turns).await, 20);
    assert!(
        world.delayed_wakes().await >= 20,
        "the first five may be due at once"
    );
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_issuer_is_asked_as_usual() {
    let world = silent().await;
    let mut body = request(&world);
    body["issuer"] = json!("boleto-api-bradesco-shopfacil");
    assert_eq!(world.post(&body).await.1["status"], "registered");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_attempt_at_a_time_finds_out_whether_the_bank_is_back() {
    let world = silent().await;
    let boletos = post(&world, 6..=15).await;
    let ids: Vec<_> = boletos
        .iter()
        .filter_map(|boleto| boleto["id"].as_str())
        .collect();
    world.pass(PAUSE).await;
    assert_eq!(state(&world).await, Some(CircuitState::HalfOpen));
    world.retry(&ids).await;
    assert_eq!(asked(&world), 6, "ten were due, and one probed");
    assert!(matches!(state(&world).await, Some(CircuitState::Open(_))));

    world.bank.recover();
    world.pass(PAUSE).await;
    world.retry(&ids).await;
    assert_eq!(asked(&world), 7);
    assert_eq!(state(&world).await, None);
    world.pass(PAUSE).await;
    world.retry(&ids).await;
    let registered = "select count(*) from boletos where status = 'registered'";
    assert_eq!(world.count(registered).await, 10);
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_held_back_keep_to_the_pace_however_late_they_come() {
    let world = silent_with(&[("DRAIN_PER_SECOND", "1")]).await;
    let boletos = post(&world, 6..=15).await;
    let ids: Vec<_> = boletos
        .iter()
        .filter_map(|boleto| boleto["id"].as_str())
        .collect();
    world.bank.recover();
    world.pass(PAUSE).await;
    world.retry(&ids[..1]).await;
    assert_eq!((asked(&world), state(&world).await), (6, None));

    let registered = "select count(*) from boletos where status = 'registered'";
    let mut rounds = 0;
    while world.count(registered).await < 10 {
        let (before, began) = (asked(&world), Instant::now());
        world.retry(&ids).await;
        let allowed = 2 + began.elapsed().as_secs() as usize + 1;
        assert!(asked(&world) - before <= allowed, "a second's share, twice");
        rounds += 1;
        assert!(
            rounds <= 10,
            "those that were put off never have their turn"
        );
        world.pass(PAUSE).await;
    }
    assert!(rounds > 1);
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pace_ends_once_nobody_was_asked_about_for_a_quarter_of_an_hour() {
    let world = silent_with(&[("DRAIN_PER_SECOND", "1")]).await;
    let boletos = post(&world, 6..=15).await;
    let ids: Vec<_> = boletos
        .iter()
        .filter_map(|boleto| boleto["id"].as_str())
        .collect();
    world.bank.recover();
    world.pass(PAUSE).await;
    world.retry(&ids[..1]).await;
    world.pass(Duration::from_secs(16 * 60)).await;
    world.retry(&ids).await;
    assert_eq!(asked(&world), 15);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_boleto_is_not_paced() {
    let world = silent_with(&[("DRAIN_PER_SECOND", "1")]).await;
    let boletos = post(&world, 6..=7).await;
    world.bank.recover();
    world.pass(PAUSE).await;
    world
        .retry(&[boletos[0]["id"].as_str().expect("an id")])
        .await;
    for boleto in post(&world, 16..=25).await {
        assert_eq!(boleto["status"], "registered");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_asks_for_the_bank_is_answered_with_what_stands() {
    let world = silent().await;
    let boletos = post(&world, [6]).await;
    let id = boletos[0]["id"].as_str().expect("an id");
    let due = "select extract(epoch from next_attempt_at)::bigint from boletos where title_id = 6";
    let before = world.count(due).await;
    let (status, boleto) = world.register(id).await;
    assert_eq!(
        (status, &boleto["status"]),
        (200, &json!("pending_registration"))
    );
    assert_eq!(asked(&world), 5);
    assert_eq!(world.count(due).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_settles_whether_or_not_the_bank_answers() {
    let world = silent().await;
    let boletos = post(&world, [6]).await;
    let finding = json!({
        "boleto_id": boletos[0]["id"], "outcome": "refused", "looked_at": world.now().to_string(),
        "reason": "ana: the bank is down and never had it"
    });
    world.resolve(finding).await.expect("it is settled");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_that_was_killed_is_followed_by_another() {
    let world = silent().await;
    let boletos = post(&world, [6]).await;
    let id = boletos[0]["id"].as_str().expect("an id");
    world.pass(PAUSE).await;
    world
        .sql("update issuer_circuits set probe_until = now() + interval '30 seconds'")
        .await;
    world.retry(&[id]).await;
    assert_eq!(asked(&world), 5, "a probe is under way");
    world.bank.recover();
    world.pass(PAUSE).await;
    world.retry(&[id]).await;
    assert_eq!(asked(&world), 6);
    assert_eq!(state(&world).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_an_answer_and_five_of_them_open_nothing() {
    let world = World::new().await;
    world.bank.script(Rule::always(Fault::refuse("930056")));
    for boleto in post(&world, 1..=6).await {
        assert_eq!(boleto["status"], "refused");
    }
    assert_eq!(state(&world).await, None);
    assert_eq!(asked(&world), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_in_between_begins_the_count_anew() {
    let world = World::new().await;
    for start in [1, 11] {
        world.bank.script(Rule::next(4, Fault::page(503)));
        post(&world, start..=start + 4).await;
        assert_eq!(state(&world).await, None);
    }
}
