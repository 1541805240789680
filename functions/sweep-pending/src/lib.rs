//! The every-minute sweep: wakes what a crash or a failed send left behind, and tells what was not told.

use std::time::Duration;

use aws_sdk_sqs::Client;
use futures::future::join_all;
use serde::Serialize;
use service::{
    aws, database,
    queues::{ClientQueues, RegistrationQueue},
    registration::Teller,
    secrets::{APP_PASSWORD, Secrets},
    settings::{self, Environment, InvalidSetting},
};
use store::StoreError;
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

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// How many boletos were woken.
    pub woken: usize,
    /// How many notifications were tried.
    pub told: usize,
    /// Whether time ran out with more to do, which the next run takes up.
    pub more: bool,
}

/// How many rows are taken at a time.
const PAGE: u16 = 50;
/// How much of an invocation is left unused, for the page at work.
const RESERVE: Duration = Duration::from_secs(15);
/// How long a notification is ours to send.
const LEASE: Duration = Duration::from_secs(60);

/// Sweeps until nothing is left or the time, `remaining` from now, runs out.
///
/// # Errors
/// The database is out of reach: the next run, in a minute, tries again.
pub async fn handle(sweep: &Sweep, remaining: Duration) -> Result<Swept, StoreError> {
    let stop_at = Instant::now() + remaining.saturating_sub(RESERVE);
    let mut swept = Swept {
        woken: 0,
        told: 0,
        more: false,
    };
    loop {
        let overdue = sweep.teller.store().pick_overdue(PAGE).await?;
        join_all(overdue.iter().map(|id| async move {
            if let Err(error) = sweep.registrations.wake(*id, Duration::ZERO).await {
                tracing::warn!(boleto_id = %id, %error, "not woken: a later sweep will");
            }
        }))
        .await;
        let told = sweep.teller.tell_unsent(PAGE, LEASE).await?;
        swept.woken += overdue.len();
        swept.told += told;
        swept.more = overdue.len() == usize::from(PAGE) || told == usize::from(PAGE);
        if !swept.more || Instant::now() >= stop_at {
            break;
        }
    }
    tracing::info!(
        operation = "sweep",
        woken = swept.woken,
        told = swept.told,
        more = swept.more,
        "swept"
    );
    Ok(swept)
}
