//! A batch of ten retries at a bank that takes a second.

use std::time::{Duration, Instant};

use local::simulator::{Fault, Latency, Rule};
use tests::{World, request};

/// How long `retry-registrations` takes for it, in this process.
pub(crate) async fn of_ten() -> Result<Duration, Box<dyn std::error::Error>> {
    let world = World::with(&[("BRADESCO_TIMEOUT_MS", "10000")]).await;
    world.bank.script(Rule::next(10, Fault::page(503)));
    let mut ids = Vec::new();
    for _ in 0..10 {
        let (_, boleto) = world.post(&request(&world)).await;
        ids.push(boleto["id"].as_str().ok_or("not a boleto")?.to_owned());
    }
    world.pass(Duration::from_secs(3600)).await;
    world.bank.script(Latency {
        ms: 1000,
        jitter_ms: 0,
    });

    let began = Instant::now();
    world
        .retry(&ids.iter().map(String::as_str).collect::<Vec<_>>())
        .await;
    Ok(began.elapsed())
}
