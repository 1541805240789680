//! The every-minute sweep: wakes what a crash or a failed send left behind, and tells what was not told.

use std::time::Duration;

use aws_sdk_sqs::Client;
use futures::future::join_all;
use serde::Serialize;
use service::{
    aws, database, metrics,
    queues::{ClientQueues, RegistrationQueue},
    registration::Teller,
    secrets::{APP_PASSWORD, Secrets},
    settings::{self, Environment, InvalidSetting},
};
use store::{Left, StoreError};
use tokio::time::Instant;

/// What sweeping needs.
#[derive(Debug)]
pub struct Sweep {
    /// What wakes attempts.
    pub registrations: RegistrationQueue,
    /// Whom to tell, and what.
    pub teller: Teller,
}

impl Sweep {
    /// Gets ready to sweep.
    ///
    /// # Errors
    /// A setting is missing or wrong. What is out of reach now is none.
    pub async fn open(env: &Environment) -> Result<Self, InvalidSetting> {
        let aws = aws::config(&settings::Aws::read(env)?);
        let secrets = Secrets::load(&settings::Secrets::read(env)?, &aws, &[APP_PASSWORD]).await;
        let store = database::open_with(env, secrets).await?;
        let sqs = Client::new(&aws);
        let queue = settings::RegistrationQueue::read(env)?;
        Ok(Self {
            registrations: RegistrationQueue::new(sqs.clone(), queue),
            teller: Teller::new(store, ClientQueues::new(sqs)),
        })
    }
}

/// What a run did, and what it left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// How many boletos were woken.
    pub woken: usize,
    /// How many notifications were tried.
    pub told: usize,
    /// How many idempotency keys were forgotten.
    pub forgotten: u64,
    /// Whether time ran out with more to do, which the next run takes up.
    pub more: bool,
    /// Boletos that wait for their bank.
    pub pending: u64,
    /// Boletos of which only a person can tell what the bank has.
    pub needing_a_person: u64,
    /// Results that clients are still to hear.
    pub unsent: u64,
    /// Results that are sent only when somebody asks for it.
    pub parked: u64,
}

/// How many rows are taken at a time.
const PAGE: u16 = 50;
/// How many idempotency keys are forgotten in a run: more than are made in a minute.
const KEYS: u16 = 5000;
/// How much of an invocation is left unused, for the page at work.
const RESERVE: Duration = Duration::from_secs(15);
/// How long a notification is ours to send.
const LEASE: Duration = Duration::from_secs(60);

/// Sweeps until nothing is left or the time, `remaining` from now, runs out, then counts what waits.
///
/// # Errors
/// The database is out of reach: the next run, in a minute, tries again.
pub async fn handle(sweep: &Sweep, remaining: Duration) -> Result<Swept, StoreError> {
    let stop_at = Instant::now() + remaining.saturating_sub(RESERVE);
    let store = sweep.teller.store();
    let (mut woken, mut told) = (0, 0);
    let more = loop {
        let overdue = wake_overdue(sweep).await?;
        let tried = sweep.teller.tell_unsent(PAGE, LEASE).await?;
        woken += overdue;
        told += tried;
        let more = overdue == usize::from(PAGE) || tried == usize::from(PAGE);
        if !more || Instant::now() >= stop_at {
            break more;
        }
    };
    let forgotten = store.forget_old_keys(KEYS).await?;
    let left = store.left().await?;
    measure(&left);

    let swept = Swept {
        woken,
        told,
        forgotten,
        more,
        pending: left.pending,
        needing_a_person: left.needing_a_person,
        unsent: left.unsent,
        parked: left.parked,
    };
    tracing::info!(
        operation = "sweep",
        woken,
        told,
        forgotten,
        more,
        left = ?left,
        "swept"
    );
    Ok(swept)
}

async fn wake_overdue(sweep: &Sweep) -> Result<usize, StoreError> {
    let overdue = sweep.teller.store().pick_overdue(PAGE).await?;
    join_all(overdue.iter().map(|id| async move {
        if let Err(error) = sweep.registrations.wake(*id, Duration::ZERO).await {
            tracing::warn!(boleto_id = %id, %error, "not woken: a later sweep will");
        }
    }))
    .await;
    Ok(overdue.len())
}

/// What the alarms and the dashboard look at.
fn measure(left: &Left) {
    metrics::PENDING.record(left.pending, &[]);
    metrics::OLDEST_PENDING.record(left.oldest_pending.as_secs(), &[]);
    metrics::NEEDING_A_PERSON.record(left.needing_a_person, &[]);
    metrics::UNSENT.record(left.unsent, &[]);
    metrics::PARKED.record(left.parked, &[]);
    metrics::OPEN_CIRCUITS.record(left.open_circuits, &[]);
}
