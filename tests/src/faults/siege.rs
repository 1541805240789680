//! Everything at once: creators and consumers that are killed, Postgres restarted, SQS cut off, doubled messages, banks
//! that fail one request in five.

use std::{
    collections::BTreeSet,
    fmt,
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use local::{postgres, runtime_api::Environment};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::{Line, Wires, fleet::Desk};
use crate::{
    World,
    weather::{self, draw},
};

/// How a siege is laid.
#[derive(Debug, Clone, Copy)]
pub struct Siege {
    /// How many boletos.
    pub boletos: u32,
    /// How often Postgres is restarted, and SQS cut off.
    pub blows: u32,
    /// What faults, kills and doubled messages are drawn from.
    pub seed: u64,
}

/// What was left after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withstood {
    registered: i64,
    refused: i64,
    titles: usize,
    told: usize,
    repeats: usize,
    batches: usize,
    kills: usize,
    blows: u32,
    rounds: u32,
    took: Duration,
}

impl fmt::Display for Withstood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "  {} registered, {} refused, {} titles, {} told; 0 lost, 0 doubled, 0 wrong, 0 untold",
            self.registered, self.refused, self.titles, self.told
        )?;
        write!(
            f,
            "  {} kills, {} restarts of Postgres, {} cuts of SQS, {} POSTs sent again, {} batches, {} rounds, {} s",
            self.kills,
            self.blows,
            self.blows,
            self.repeats,
            self.batches,
            self.rounds,
            self.took.as_secs()
        )
    }
}

const HOUR: Duration = Duration::from_secs(3600);
/// The rounds of an hour in which processes are still killed and banks fail.
const STORMY: u32 = 3;
/// After so many rounds nothing may be left.
const LONGEST: u32 = 30;
/// How long a round may work until nothing is due.
const ROUND: Duration = Duration::from_secs(300);
impl Siege {
    /// Lays it, and holds what is left against the bank's ledger.
    ///
    /// # Panics
    /// A promise is broken.
    pub async fn run(self) -> Withstood {
        let began = Instant::now();
        let world = World::with(&[
            ("BRADESCO_TIMEOUT_MS", "250"),
            ("BOLETO_API_TIMEOUT_MS", "250"),
            ("BRADESCO_FIND", weather::find(self.seed)),
            ("DRAIN_PER_SECOND", "500"),
        ])
        .await;
        // The tests' server forgets a moment's commits when it is stopped, to be quick; here that is the question.
        world.sql(COMMITS_LAST).await;
        world.bank.script(weather::script(self.seed));

        let wires = world.wires().await;
        let start = |name| world.process(name, &wires);
        let creators = [start("create-boleto"), start("create-boleto")];
        let consumers = [start("retry-registrations"), start("retry-registrations")];
        let sweep = start("sweep-pending");
        let everybody = [
            &creators[0],
            &creators[1],
            &consumers[0],
            &consumers[1],
            &sweep,
        ];
        let desk = Desk::default();

        let controlling = async {
            let mut kills = 0;
            tokio::join!(
                desk.create(&creators[0], self.boletos, |number| self
                    .request(&world, number)),
                desk.create(&creators[1], self.boletos, |number| self
                    .request(&world, number)),
                self.strike(&desk, &wires),
                async {
                    let mut number = 0;
                    while desk.next.load(Ordering::Acquire) < self.boletos {
                        kills += self.kill(&everybody, number).await;
                        number += 1;
                    }
                },
            );
            let mut rounds = 0;
            while world.waiting().await > 0 {
                rounds += 1;
                assert!(rounds <= LONGEST, "seed {}: still waiting", self.seed);
                if rounds > STORMY {
                    world.bank.recover();
                }
                self.let_an_hour_pass(&world, &desk).await;
                let working = Instant::now();
                while due(&world).await > 0 && working.elapsed() < ROUND {
                    if rounds <= STORMY {
                        kills += self
                            .kill(&everybody, u64::from(rounds) << 32 | kills as u64)
                            .await;
                    } else {
                        sleep(Duration::from_millis(200)).await;
                    }
                }
            }
            desk.closed.store(true, Ordering::Release);
            (kills, rounds)
        };
        let ((kills, rounds), ..) = tokio::join!(
            controlling,
            desk.consume(&world, &consumers[0]),
            desk.consume(&world, &consumers[1]),
            desk.sweep(&sweep, Duration::from_secs(1)),
        );
        let told = self.check(&world, &desk).await;
        everybody
            .into_iter()
            .for_each(|process| world.check_log(process));
        let status = |status| format!("select count(*) from boletos where status = '{status}'");
        Withstood {
            registered: world.count(&status("registered")).await,
            refused: world.count(&status("refused")).await,
            titles: world.bank.titles().len(),
            told,
            repeats: desk.repeats.load(Ordering::Acquire),
            batches: desk.batches.load(Ordering::Acquire),
            kills,
            blows: self.blows,
            rounds,
            took: began.elapsed(),
        }
    }

    fn request(&self, world: &World, number: u32) -> Value {
        let mut body = weather::request(world, self.seed, number);
        body["reference_id"] = json!(format!("order-{number}"));
        body
    }

    /// Kills one of them after a while.
    async fn kill(&self, everybody: &[&Environment], number: u64) -> usize {
        let drawn = draw(self.seed, number, 1);
        sleep(Duration::from_millis(100 + drawn % 700)).await;
        everybody[(drawn >> 16) as usize % everybody.len()].kill();
        1
    }

    /// Restarts Postgres and cuts SQS off, spread evenly over the POSTs.
    async fn strike(&self, desk: &Desk, wires: &Wires) {
        let cluster = postgres::shared().await.expect("it runs");
        for blow in 1..=2 * self.blows {
            let at = self.boletos * blow / (2 * self.blows + 1);
            while desk.next.load(Ordering::Acquire) < at {
                sleep(Duration::from_millis(5)).await;
            }
            match blow % 4 {
                0 | 2 => {
                    wires.queues.set(Line::Cut);
                    sleep(Duration::from_millis(700)).await;
                    wires.queues.set(Line::Sound);
                }
                _ => {
                    cluster.stop().expect("it can be stopped");
                    sleep(Duration::from_millis(300)).await;
                    cluster.resume().await.expect("it starts again");
                    // What the restart left of the connections looks alive from one side.
                    wires.database.set(Line::HalfClosed);
                    wires.database.set(Line::Slow(Duration::from_millis(20)));
                    sleep(Duration::from_millis(300)).await;
                    wires.database.set(Line::Sound);
                }
            }
        }
    }

    /// Nobody is at work while the database's time moves: processes know the machine's clock only.
    async fn let_an_hour_pass(&self, world: &World, desk: &Desk) {
        let _alone = desk.at_work.write().await;
        // What the banks still apply in silence is applied within a second.
        sleep(Duration::from_secs(1)).await;
        world.age(HOUR).await;
    }

    /// Every accepted POST is accounted for, and every result was heard; how many results there were.
    async fn check(&self, world: &World, desk: &Desk) -> usize {
        world.check_invariants(&[]).await;
        let accepted = desk.accepted();
        let recorded = world.texts("select id from boletos").await;
        assert_eq!(accepted.len(), self.boletos as usize);
        assert_eq!(
            accepted.into_values().collect::<BTreeSet<_>>(),
            recorded,
            "lost, or doubled"
        );
        let heard: BTreeSet<_> = world
            .told()
            .await
            .into_iter()
            .map(|message| message.event_id)
            .collect();
        let owed = world.texts("select event_id from notifications").await;
        assert_eq!(heard, owed, "untold");
        owed.len()
    }
}

/// How many boletos could be claimed now, and how many results sent.
async fn due(world: &World) -> i64 {
    world
        .count(
            "select (select count(*) from boletos where next_attempt_at < now()
                    and (claimed_until is null or claimed_until < now()))
                + (select count(*) from notifications where sent_at is null
                    and (claimed_until is null or claimed_until < now()))",
        )
        .await
}

const COMMITS_LAST: &str = "do $$ begin
    execute format('alter database %I set synchronous_commit = on', current_database());
end $$";
