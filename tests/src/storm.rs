//! Many boletos, a bank that fails one request in five, doubled and concurrent messages: the same from the same seed.

use std::{
    fmt,
    time::{Duration, Instant},
};

use create_boleto::Create;
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use sqlx::Row as _;

use crate::{
    World,
    weather::{self, draw},
};

/// How a storm is made.
#[derive(Debug, Clone, Copy)]
pub struct Storm {
    /// How many boletos.
    pub boletos: u32,
    /// What every fault, doubled message and order is drawn from.
    pub seed: u64,
}

/// What was left after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survived {
    /// How many boletos were registered.
    pub registered: i64,
    /// How many the bank refused.
    pub refused: i64,
    /// How many titles the banks have.
    pub titles: usize,
    /// How often banks were asked to register.
    pub attempts: usize,
    /// How often the consumer was given a message.
    pub deliveries: usize,
    /// After how many rounds of an hour all was settled.
    pub rounds: u32,
    /// How long it took.
    pub took: Duration,
}

impl fmt::Display for Survived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} registered, {} refused, {} titles, {} attempts, {} deliveries, {} rounds, {} s",
            self.registered,
            self.refused,
            self.titles,
            self.attempts,
            self.deliveries,
            self.rounds,
            self.took.as_secs()
        )
    }
}

/// Environments of each function that work side by side.
const ENVIRONMENTS: usize = 4;
/// Requests or batches that are under way at once in an environment.
const CONCURRENCY: usize = 8;
/// Longer than a bank is left alone, and than the pace that follows takes.
const LEFT_ALONE: Duration = Duration::from_secs(3600);
/// The rounds in which the bank still fails.
const STORMY: u32 = 4;
/// After so many rounds nothing may be left.
const LONGEST: u32 = 40;

impl Storm {
    /// Lets it pass, and holds what is left against the ledger.
    ///
    /// # Panics
    /// A promise is broken.
    pub async fn pass(self) -> Survived {
        let began = Instant::now();
        let world = World::with(&[
            ("BRADESCO_FIND", weather::find(self.seed)),
            ("DRAIN_PER_SECOND", "500"),
        ])
        .await;
        // A seed replays only if numbers do, so requests bring them; the rules for drawn numbers hold all the same.
        world.sql(NUMBERS_COUNT_AS_DRAWN).await;
        // Nor does it if a doubled message comes to an attempt or to none, as the back-off happens to be drawn.
        world.sql(NOTHING_IS_DUE_AT_ONCE).await;
        world.bank.script(weather::script(self.seed));

        let environments = environments(&world).await;
        self.create(&world, &environments).await;
        let (mut deliveries, mut rounds) = (0, 0);
        deliveries += self.deliver_held_back(&world, &environments, 0).await;
        while !pending(&world).await.is_empty() {
            rounds += 1;
            assert!(
                rounds <= LONGEST,
                "seed {}: not settled after {LONGEST} rounds",
                self.seed
            );
            if rounds == STORMY {
                world.bank.recover();
            }
            deliveries += self.deliver(&world, &environments, rounds).await;
            deliveries += self.deliver_held_back(&world, &environments, rounds).await;
        }
        for _ in 0..3 {
            world.pass(Duration::from_secs(3600)).await;
            world.sweep().await;
        }
        self.check(&world).await;
        Survived {
            registered: count(&world, "registered").await,
            refused: count(&world, "refused").await,
            titles: world.bank.titles().len(),
            attempts: world.bank.attempts().len(),
            deliveries,
            rounds,
            took: began.elapsed(),
        }
    }

    async fn create(&self, world: &World, environments: &[Create]) {
        let requests = (1..=self.boletos).map(|number| (number, self.request(world, number)));
        stream::iter(requests)
            .for_each_concurrent(ENVIRONMENTS * CONCURRENCY, async |(number, body)| {
                let create = &environments[number as usize % environments.len()];
                let (status, _, boleto) = world.post_to(create, &[], &body.to_string()).await;
                assert_eq!(status, 201, "{boleto}");
            })
            .await;
    }

    fn request(&self, world: &World, number: u32) -> Value {
        let mut body = weather::request(world, self.seed, number);
        body["title_id"] = json!(number);
        body
    }

    /// A day later: every pending boleto has a message, one in five has two, in an order of their own.
    async fn deliver(&self, world: &World, environments: &[Create], round: u32) -> usize {
        world.pass(Duration::from_secs(25 * 3600)).await;
        let mut messages = Vec::new();
        for Pending { number, id, .. } in pending(world).await {
            let drawn = draw(self.seed, number, round);
            let copies = if drawn.is_multiple_of(5) { 2 } else { 1 };
            messages.extend((0..copies).map(|copy| (draw(self.seed, drawn, copy), id.clone())));
        }
        messages.sort();
        let ids: Vec<_> = messages.into_iter().map(|(_, id)| id).collect();
        give(world, environments, &ids).await;
        ids.len()
    }

    /// Whether a bank is left alone for a moment depends on who came first: whoever was held back by that is asked about
    /// before the round ends, so that what happens in a round depends on the seed alone.
    async fn deliver_held_back(&self, world: &World, environments: &[Create], round: u32) -> usize {
        let mut deliveries = 0;
        for _ in 0..LONGEST {
            let held_back = pending(world).await.into_iter();
            let held_back: Vec<_> = held_back
                .filter(|boleto| boleto.rounds <= round)
                .map(|boleto| boleto.id)
                .collect();
            if held_back.is_empty() {
                return deliveries;
            }
            world.pass(LEFT_ALONE).await;
            give(world, environments, &held_back).await;
            deliveries += held_back.len();
        }
        panic!("seed {}: held back for ever in round {round}", self.seed);
    }

    async fn check(&self, world: &World) {
        world.check_invariants(&[]).await;
        let recorded = world.count("select count(*) from boletos").await;
        assert_eq!(
            recorded,
            i64::from(self.boletos),
            "seed {}: boletos were lost",
            self.seed
        );
        let unsent = world
            .count("select count(*) from notifications where sent_at is null")
            .await;
        assert_eq!(unsent, 0, "seed {}: clients were not told", self.seed);
    }
}

const NUMBERS_COUNT_AS_DRAWN: &str = "
    create function count_as_drawn() returns trigger language plpgsql as
        'begin new.title_id_chosen := false; return new; end';
    create trigger count_as_drawn before insert on boletos
        for each row execute function count_as_drawn();
";

const NOTHING_IS_DUE_AT_ONCE: &str = "
    create function not_due_at_once() returns trigger language plpgsql as
        'begin new.next_attempt_at := greatest(new.next_attempt_at, now() + interval ''10 minutes''); return new; end';
    create trigger not_due_at_once before update of claimed_until on boletos
        for each row when (old.claimed_until is not null and new.claimed_until is null and new.next_attempt_at is not null)
        execute function not_due_at_once();
";

async fn environments(world: &World) -> Vec<Create> {
    let mut environments = Vec::new();
    for _ in 0..ENVIRONMENTS {
        let create = Create::open(&world.environment()).await;
        environments.push(create.expect("the settings are complete"));
    }
    environments
}

/// A boleto that is not settled.
struct Pending {
    number: u64,
    id: String,
    /// In how many rounds its bank was asked, that of its POST included.
    rounds: u32,
}

async fn pending(world: &World) -> Vec<Pending> {
    let mut connection = world.connect().await;
    let query = "select title_id, id, attempts from boletos
        where status = 'pending_registration' order by title_id";
    let rows = sqlx::query(query)
        .fetch_all(&mut connection)
        .await
        .expect("the query is right");
    rows.iter()
        .map(|row| Pending {
            number: row.get::<i64, _>(0).unsigned_abs(),
            id: row.get(1),
            rounds: row.get::<i32, _>(2).unsigned_abs(),
        })
        .collect()
}

/// Gives the consumers messages in batches of ten.
async fn give(world: &World, environments: &[Create], ids: &[String]) {
    stream::iter(ids.chunks(10).enumerate())
        .for_each_concurrent(ENVIRONMENTS, async |(place, batch)| {
            let bodies: Vec<_> = batch
                .iter()
                .map(|id| json!({ "boleto_id": id }).to_string())
                .collect();
            let registrar = &environments[place % environments.len()].registrar;
            let failed = world.retry_bodies_with(registrar, &bodies).await;
            assert_eq!(failed, Vec::<usize>::new());
        })
        .await;
}

async fn count(world: &World, status: &str) -> i64 {
    world
        .count(&format!(
            "select count(*) from boletos where status = '{status}'"
        ))
        .await
}
