//! The same POST from many callers at once, with one key; the first is killed in every other round.

use std::{
    fmt,
    time::{Duration, Instant},
};

use futures::future::join_all;
use local::runtime_api::Environment;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::{Moment, process::response};
use crate::{World, api_gateway, request};

/// How a rush is made.
#[derive(Debug, Clone, Copy)]
pub struct Rush {
    /// How many rounds.
    pub rounds: u64,
    /// How many callers at once.
    pub callers: usize,
    /// Where the first caller is killed is drawn from it.
    pub seed: u64,
}

/// What it left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rushed {
    /// How many boletos there are: one a round.
    pub boletos: i64,
    /// How many titles the bank has: one a boleto.
    pub titles: usize,
    /// How many notifications were written: one a boleto.
    pub notifications: i64,
    /// How many answers were 201 with that boleto.
    pub answers: usize,
    /// How many first callers were killed.
    pub killed: usize,
    /// How long it took.
    pub took: Duration,
}

impl fmt::Display for Rushed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "  {} boletos, {} titles, {} notifications, {} answers 201 with that boleto, {} callers killed, {} s",
            self.boletos,
            self.titles,
            self.notifications,
            self.answers,
            self.killed,
            self.took.as_secs()
        )
    }
}

const LIMIT: Duration = Duration::from_secs(29);
/// So many replies of Postgres a create gets, from its look-up to its last mark.
const REPLIES: u64 = 8;

impl Rush {
    /// Lets them rush.
    ///
    /// # Panics
    /// A promise is broken.
    pub async fn run(self) -> Rushed {
        let began = Instant::now();
        let world = World::new().await;
        let wires = world.wires().await;
        let others: Vec<_> = (1..self.callers)
            .map(|_| world.process("create-boleto", &wires))
            .collect();
        join_all(others.iter().map(warm)).await;

        let (mut answers, mut killed) = (0, 0);
        for round in 1..=self.rounds {
            let wires = world.wires().await;
            let first = world.process("create-boleto", &wires);
            warm(&first).await;
            let mut body = request(&world);
            body["reference_id"] = json!(format!("order-{round}"));
            let key = format!("key-{round}");
            let event = api_gateway(
                "POST",
                "/boletos",
                &[("Idempotency-Key", &key)],
                Some(&body.to_string()),
            );
            let others = || join_all(others.iter().map(|other| other.invoke(&event, LIMIT)));
            let (first_answer, other_answers) = if round.is_multiple_of(2) {
                let place = (self.seed + round / 2) % (2 * REPLIES);
                let moment = if place.is_multiple_of(2) {
                    Moment::Withheld
                } else {
                    Moment::Delivered
                };
                let replies = wires.database.replies();
                wires.database.stop_at(replies + 1 + place / 2, moment);
                // The others come while it hangs, just before it dies.
                let dying = async {
                    wires.database.reached().await;
                    let die = async {
                        sleep(Duration::from_millis(self.seed % 20)).await;
                        first.kill();
                    };
                    tokio::join!(others(), die).0
                };
                let (answer, other_answers) =
                    tokio::join!(first.invoke(&event, LIMIT), timeout(LIMIT, dying));
                (answer.ok(), other_answers.expect("it comes to the point"))
            } else {
                let (answer, other_answers) = tokio::join!(first.invoke(&event, LIMIT), others());
                (Some(answer.expect("nobody killed it")), other_answers)
            };
            killed += usize::from(first_answer.is_none());
            let mut heard: Vec<Value> = other_answers
                .into_iter()
                .map(|answer| boleto(&answer.expect("nobody killed it")))
                .collect();
            heard.extend(first_answer.map(|answer| boleto(&answer)));
            for other in &heard {
                assert_eq!(
                    other["id"], heard[0]["id"],
                    "round {round}: two boletos for one key"
                );
            }
            answers += heard.len();
        }
        others.iter().for_each(|other| world.check_log(other));
        drop(others);
        world.recover().await;
        let rushed = Rushed {
            boletos: world.count("select count(*) from boletos").await,
            titles: world.bank.titles().len(),
            notifications: world.count("select count(*) from notifications").await,
            answers,
            killed,
            took: began.elapsed(),
        };
        let rounds = i64::try_from(self.rounds).expect("they are few");
        assert_eq!((rushed.boletos, rushed.notifications), (rounds, rounds));
        assert_eq!(u64::try_from(rushed.titles), Ok(self.rounds));
        rushed
    }
}

/// Has a process started, by a request that is refused.
async fn warm(process: &Environment) {
    let event = api_gateway("POST", "/boletos", &[], Some("{}"));
    let answer = process.invoke(&event, LIMIT).await.expect("it starts");
    assert_eq!(response(&answer).0, 400);
}

fn boleto(answer: &[u8]) -> Value {
    let (status, boleto) = response(answer);
    assert_eq!(status, 201, "{boleto}");
    boleto
}
