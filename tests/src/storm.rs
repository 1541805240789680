//! Many boletos, a bank that fails one request in five, doubled and concurrent messages: the same from the same seed.

use std::{
    fmt,
    time::{Duration, Instant},
};

use create_boleto::Create;
use futures::{StreamExt as _, stream};
use local::simulator::{Chance, Script};
use serde_json::{Value, json};
use sqlx::Row as _;

use crate::{World, request, world::in_days};

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
/// The faults of a thousand requests.
const FAULTS: u16 = 200;
/// Refusals for good, of a thousand titles.
const REFUSALS: u16 = 20;
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
            ("BRADESCO_TIMEOUT_MS", "250"),
            ("BOLETO_API_TIMEOUT_MS", "250"),
            (
                "BRADESCO_FIND",
                if self.seed.is_multiple_of(2) {
                    "on"
                } else {
                    "off"
                },
            ),
        ])
        .await;
        // A seed replays only if numbers do, so requests bring them; the rules for drawn numbers hold all the same.
        world.sql(NUMBERS_COUNT_AS_DRAWN).await;
        let mut faults = Chance::mixed(FAULTS);
        faults.push(Chance::per_title(
            REFUSALS,
            local::simulator::Fault::invalid_payer(),
        ));
        let script = Script {
            seed: Some(self.seed),
            ..Script::from(faults)
        };
        world.bank.script(script);

        let environments = environments(&world).await;
        self.create(&world, &environments).await;
        let (mut deliveries, mut rounds) = (0, 0);
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
        let mut body = request(world);
        body["title_id"] = json!(number);
        body["expiration_date"] = json!(in_days(world, 200));
        match draw(self.seed, u64::from(number), 0) % 3 {
            0 => {}
            1 => body["issuer"] = json!("boleto-api-bradesco-shopfacil"),
            _ => {
                body["issuer"] = json!("boleto-api-caixa");
                body["issuer_account"] = json!("1103388");
                body["issuer_agency"] = json!("3337");
            }
        }
        body
    }

    /// An hour later: every pending boleto has a message, one in five has two, in an order of their own.
    async fn deliver(&self, world: &World, environments: &[Create], round: u32) -> usize {
        world.pass(Duration::from_secs(25 * 3600)).await;
        let mut messages = Vec::new();
        for (number, id) in pending(world).await {
            let drawn = draw(self.seed, number, round);
            let copies = if drawn.is_multiple_of(5) { 2 } else { 1 };
            messages.extend((0..copies).map(|copy| (draw(self.seed, drawn, copy), id.clone())));
        }
        messages.sort();
        let bodies: Vec<_> = messages
            .into_iter()
            .map(|(_, id)| json!({ "boleto_id": id }).to_string())
            .collect();
        let batches = bodies.chunks(10).enumerate();
        stream::iter(batches)
            .for_each_concurrent(ENVIRONMENTS, async |(place, batch)| {
                let registrar = &environments[place % environments.len()].registrar;
                let failed = world.retry_bodies_with(registrar, batch).await;
                assert_eq!(failed, Vec::<usize>::new());
            })
            .await;
        bodies.len()
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

/// A number drawn from a seed and what it is for, by SplitMix64.
pub(crate) fn draw(seed: u64, about: u64, round: u32) -> u64 {
    let mut mixed = seed
        .wrapping_add(about.wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .wrapping_add(u64::from(round).wrapping_mul(0xd1b5_4a32_d192_ed03));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

const NUMBERS_COUNT_AS_DRAWN: &str = "
    create function count_as_drawn() returns trigger language plpgsql as
        'begin new.title_id_chosen := false; return new; end';
    create trigger count_as_drawn before insert on boletos
        for each row execute function count_as_drawn();
";

async fn environments(world: &World) -> Vec<Create> {
    let mut environments = Vec::new();
    for _ in 0..ENVIRONMENTS {
        let create = Create::open(&world.environment()).await;
        environments.push(create.expect("the settings are complete"));
    }
    environments
}

async fn pending(world: &World) -> Vec<(u64, String)> {
    let mut connection = world.connect().await;
    let query =
        "select title_id, id from boletos where status = 'pending_registration' order by title_id";
    let rows = sqlx::query(query)
        .fetch_all(&mut connection)
        .await
        .expect("the query is right");
    rows.iter()
        .map(|row| (row.get::<i64, _>(0).unsigned_abs(), row.get(1)))
        .collect()
}

async fn count(world: &World, status: &str) -> i64 {
    world
        .count(&format!(
            "select count(*) from boletos where status = '{status}'"
        ))
        .await
}
