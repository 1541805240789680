//! The life of one boleto as the log lines that it left, for those who are called at night.

use std::time::Duration;

use local::{
    runtime_api::Environment,
    simulator::{Fault, Rule},
};
use serde_json::{Value, json};

use super::process::response;
use crate::{World, api_gateway, events, request};

const LIMIT: Duration = Duration::from_secs(29);
/// What the request calls itself.
const REQUEST_ID: &str = "checkout-4711";

/// A POST that times out at the bank, two retries and the notification: the log lines of both functions, in order.
///
/// # Panics
/// The boleto does not end as registered.
pub async fn life() -> Vec<Value> {
    let world = World::with(&[("BRADESCO_TIMEOUT_MS", "400")]).await;
    world
        .bank
        .script(Rule::next(1, Fault::applied_in_silence()));
    world.bank.script(Rule::next(1, Fault::page(503)));
    let wires = world.wires().await;
    let create = world.process("create-boleto", &wires);
    let retry = world.process("retry-registrations", &wires);

    let headers = [("x-request-id", REQUEST_ID)];
    let body = request(&world).to_string();
    let event = api_gateway("POST", "/boletos", &headers, Some(&body));
    let answer = create.invoke(&event, LIMIT).await.expect("it answers");
    let (_, boleto) = response(&answer);
    for _ in 0..2 {
        world.age(Duration::from_secs(3600)).await;
        let message = json!({ "boleto_id": boleto["id"] }).to_string();
        let answer = retry.invoke(&events::batch(&[message]), LIMIT).await;
        answer.expect("it answers");
    }
    let registered = "select count(*) from boletos where status = 'registered'";
    assert_eq!(world.count(registered).await, 1);
    [lines(&create), lines(&retry)].concat()
}

/// What a process wrote.
fn lines(process: &Environment) -> Vec<Value> {
    let log = process.log();
    let lines = log.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().expect("every line is JSON")
}
