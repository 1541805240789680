//! Environments at work side by side, as Lambda would run them: creators, consumers of the queue, the sweep.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use local::runtime_api::Environment;
use serde_json::{Value, json};
use tokio::{sync::RwLock, time::sleep};

use super::process::response;
use crate::{World, api_gateway, events};

/// How long Lambda lets a create work, and a batch.
const CREATE_LIMIT: Duration = Duration::from_secs(29);
const BATCH_LIMIT: Duration = Duration::from_secs(60);
/// How long a message that was given to a consumer stays hidden.
const HIDDEN_S: i32 = 5;
/// The pause of those who have nothing to do, or were refused.
const PAUSE: Duration = Duration::from_millis(100);

/// What those at work share.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// Held by everybody at work; whoever moves the time has it alone.
    pub(super) at_work: RwLock<()>,
    /// The next boleto's number, from 0.
    pub(super) next: AtomicU32,
    /// Whether everybody may go home.
    pub(super) closed: AtomicBool,
    /// How many batches were given to consumers.
    pub(super) batches: AtomicUsize,
    /// How many POSTs had to be sent again.
    pub(super) repeats: AtomicUsize,
    accepted: Mutex<BTreeMap<u32, String>>,
    slowest: Mutex<Duration>,
    doubled: Mutex<Vec<String>>,
}

impl Desk {
    /// The ids of what was accepted, by number.
    pub(super) fn accepted(&self) -> BTreeMap<u32, String> {
        self.accepted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// How long the slowest POST took, repeats not included.
    pub(super) fn slowest(&self) -> Duration {
        *self.slowest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// POSTs boletos until there are `boletos`, each with a key, and again until it is accepted.
    pub(super) async fn create(
        &self,
        process: &Environment,
        boletos: u32,
        body: impl Fn(u32) -> Value,
    ) {
        loop {
            let number = self.next.fetch_add(1, Ordering::AcqRel);
            if number >= boletos {
                return;
            }
            let key = format!("order-{number}");
            let body = body(number).to_string();
            let event = api_gateway(
                "POST",
                "/boletos",
                &[("Idempotency-Key", &key)],
                Some(&body),
            );
            let id = loop {
                let at_work = self.at_work.read().await;
                let began = Instant::now();
                let answer = process.invoke(&event, CREATE_LIMIT).await;
                drop(at_work);
                let took = began.elapsed();
                if let Ok(answer) = &answer {
                    let (status, boleto) = response(answer);
                    let mut slowest = self.slowest.lock().unwrap_or_else(PoisonError::into_inner);
                    *slowest = took.max(*slowest);
                    drop(slowest);
                    match status {
                        201 => break boleto["id"].as_str().expect("an id").to_owned(),
                        503 => {}
                        other => panic!("{other}: {boleto}"),
                    }
                }
                self.repeats.fetch_add(1, Ordering::AcqRel);
                sleep(PAUSE).await;
            };
            self.accepted
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(number, id);
        }
    }

    /// Gives a consumer what is on the queue until the desk is closed; one message in five comes a second time.
    pub(super) async fn consume(&self, world: &World, process: &Environment) {
        while !self.is_closed() {
            let at_work = self.at_work.read().await;
            let messages = world.receive(HIDDEN_S).await;
            let mut bodies: Vec<String> = messages
                .iter()
                .map(|message| message.body().unwrap_or_default().to_owned())
                .collect();
            self.double(&mut bodies);
            if bodies.is_empty() {
                drop(at_work);
                sleep(PAUSE).await;
                continue;
            }
            self.batches.fetch_add(1, Ordering::AcqRel);
            let answer = process.invoke(&events::batch(&bodies), BATCH_LIMIT).await;
            if let Ok(answer) = answer {
                let answer: Value = serde_json::from_slice(&answer).expect("answers are JSON");
                let failed: Vec<usize> = answer["batchItemFailures"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|failure| failure["itemIdentifier"].as_str()?.parse().ok())
                    .collect();
                for (place, message) in messages.iter().enumerate() {
                    if !failed.contains(&place) {
                        world.delete(message).await;
                    }
                }
            }
        }
    }

    fn double(&self, bodies: &mut Vec<String>) {
        let mut doubled = self.doubled.lock().unwrap_or_else(PoisonError::into_inner);
        let again = std::mem::take(&mut *doubled);
        doubled.extend(bodies.iter().step_by(5).cloned());
        bodies.extend(again);
    }

    /// Runs the sweep every `pause` until the desk is closed.
    pub(super) async fn sweep(&self, process: &Environment, pause: Duration) {
        while !self.is_closed() {
            let at_work = self.at_work.read().await;
            // A run that is killed is made up for by the next.
            let _ = process.invoke(&json!({}), BATCH_LIMIT).await;
            drop(at_work);
            sleep(pause).await;
        }
    }
}
