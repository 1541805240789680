//! Doing what a verdict says: settle, tell, wake.

use std::time::Duration;

use boleto::{Boleto, BoletoId, Issuer, Status, Title};
use jiff::Timestamp;
use store::{Admission, Claim, Claimed, Purpose, Settled, Settlement, Store, StoreError};
use tokio::time::{Instant, timeout_at};

use super::{
    ask::Asked,
    circuit::{BREAKER, Pulse},
    settlement::{apply, notification, settlement},
    teller::Teller,
    verdict::{Facts, Verdict, unregistrable},
};
use crate::{
    alarm, aws,
    banking::BankSource,
    clock::{self, Budget},
    database, metrics,
    queues::{ClientQueues, RegistrationQueue},
    secrets::{APP_PASSWORD, BOLETO_API, BRADESCO, Secrets},
    settings::{self, Environment, InvalidSetting},
};

/// What attempts need: the truth, the banks, and the queues to tell and to wake.
#[derive(Debug, Clone)]
pub struct Registrar {
    /// The truth.
    pub store: Store,
    /// The banks.
    pub banks: BankSource,
    /// Whom to tell.
    pub teller: Teller,
    /// What wakes the next attempt.
    pub registrations: RegistrationQueue,
    /// How far apart those are asked about that were held back while their issuer was left alone.
    pub pace: Duration,
}

/// An attempt that we hold the claim of.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// The claim.
    pub claimed: Claimed,
    /// The time there is.
    pub budget: Budget,
    /// The moment it begins.
    pub now: Timestamp,
    /// The request that makes it.
    pub request_id: &'a str,
}

impl Registrar {
    /// Gets ready to make attempts.
    ///
    /// # Errors
    /// A setting is missing or wrong. What is out of reach now is none.
    pub async fn open(env: &Environment) -> Result<Self, InvalidSetting> {
        let aws = aws::config(&settings::Aws::read(env)?);
        let names = &[APP_PASSWORD, BRADESCO, BOLETO_API];
        let secrets = Secrets::load(&settings::Secrets::read(env)?, &aws, names).await;
        let banks = BankSource::open(settings::Banks::read(env)?, secrets.clone()).await?;
        let store = database::open_with(env, secrets).await?;
        let sqs = aws_sdk_sqs::Client::new(&aws);
        let queue = settings::RegistrationQueue::read(env)?;
        Ok(Self {
            teller: Teller::new(store.clone(), ClientQueues::new(sqs.clone())),
            registrations: RegistrationQueue::new(sqs, queue),
            pace: settings::Pace::read(env)?.apart,
            store,
            banks,
        })
    }

    /// Claims the next attempt to register a boleto. One that was put off, because its issuer is left alone, is woken
    /// when its turn comes.
    ///
    /// # Errors
    /// The database is out of reach, or the boleto can't be read.
    pub async fn claim(
        &self,
        id: BoletoId,
        purpose: Purpose,
        budget: &Budget,
        request_id: &str,
    ) -> Result<Claim, StoreError> {
        let store = self.store.until(budget.answer_by);
        let claim = store
            .claim(id, purpose, budget.lease, self.pace, request_id)
            .await?;
        if let Claim::PutOff(boleto, wait) = &claim {
            tracing::info!(
                operation = "register",
                boleto_id = %id,
                issuer = boleto.issuer.name(),
                outcome = "put_off",
                wait_ms = clock::milliseconds(*wait),
            );
            self.wake(id, *wait, budget).await;
        }
        Ok(claim)
    }

    /// Asks the bank, settles, tells or wakes, and returns the boleto as far as it is durable.
    ///
    /// It never fails: what could not be kept stays pending and is asked again.
    pub async fn attempt(&self, attempt: Attempt<'_>) -> Boleto {
        let Attempt {
            mut claimed,
            budget,
            now,
            request_id,
        } = attempt;
        claimed.boleto.status = Status::PendingRegistration;
        let started = Instant::now();
        let (verdict, pulse) = self.ask(&claimed, &budget, now).await;
        let boleto = &mut claimed.boleto;
        log(boleto, &verdict, claimed.attempt, started.elapsed());

        let settlement = settlement(verdict, boleto, claimed.attempt, now);
        self.finish(&mut claimed, &settlement, &budget, request_id)
            .await;
        self.note(claimed.boleto.issuer, claimed.circuit, pulse, &budget)
            .await;
        claimed.boleto
    }

    /// Makes what an attempt came to durable, and tells or wakes; whether it is durable.
    pub(super) async fn finish(
        &self,
        claimed: &mut Claimed,
        settlement: &Settlement,
        budget: &Budget,
        request_id: &str,
    ) -> bool {
        let boleto = &mut claimed.boleto;
        match self
            .settle(boleto, claimed.attempt, settlement, budget, request_id)
            .await
        {
            Some(Settled::At(at)) => {
                apply(boleto, settlement, at);
                count(boleto, claimed.attempt);
                let request_id = &claimed.request_id;
                self.follow_up(boleto, settlement, at, request_id, budget)
                    .await;
                true
            }
            Some(Settled::Contradicted) => {
                let boleto_id = boleto.id.to_string();
                tracing::error!(
                    alarm = alarm::CONTRADICTION,
                    boleto_id,
                    "the bank has what is refused"
                );
                self.read_back(boleto, budget).await;
                false
            }
            Some(Settled::Fenced) => {
                self.read_back(boleto, budget).await;
                false
            }
            None => false,
        }
    }

    async fn ask(&self, claimed: &Claimed, budget: &Budget, now: Timestamp) -> (Verdict, Pulse) {
        let banks = self.banks.current().await;
        let boleto = &claimed.boleto;
        let patience = banks.patience(boleto.issuer);
        let facts = Facts {
            maybe_at_bank: claimed.maybe_at_bank,
            since_unknown: claimed.since_unknown,
            settling: patience.settling,
            title_id_chosen: claimed.title_id_chosen,
        };
        let asked = Asked {
            bank: &*banks,
            until: budget.bank_until,
            timeout: patience.timeout,
            can_find: patience.can_find,
        };
        match Title::of(boleto) {
            Ok(title) => {
                asked
                    .verdict(&title, clock::day_in_sao_paulo(now), &facts)
                    .await
            }
            Err(error) => (unregistrable(&error, &facts), Pulse::NotAsked),
        }
    }

    async fn settle(
        &self,
        boleto: &Boleto,
        attempt: i32,
        settlement: &Settlement,
        budget: &Budget,
        request_id: &str,
    ) -> Option<Settled> {
        let store = self.store.until(budget.answer_by);
        let settling = store.settle(boleto.id, attempt, settlement, request_id);
        let error = match timeout_at(budget.answer_by, settling).await {
            Ok(Ok(settled)) => return Some(settled),
            Ok(Err(error)) => Some(error),
            Err(_elapsed) => None,
        };
        // The claim runs out, counts as an attempt with an unknown outcome, and the bank is asked again.
        tracing::error!(
            alarm = alarm::NOT_SETTLED,
            boleto_id = %boleto.id,
            error = error.as_ref().map(tracing::field::display),
            "the outcome of an attempt could not be kept"
        );
        None
    }

    /// Notes what an attempt showed of its bank. A note that is lost is made by the next attempt.
    async fn note(&self, issuer: Issuer, admission: Admission, pulse: Pulse, budget: &Budget) {
        let store = self.store.until(budget.answer_by);
        let noted = match (pulse, admission) {
            (Pulse::Silent, _) => store.note_silence(issuer, admission, &BREAKER).await,
            (Pulse::Answered, Admission::Failing | Admission::Probe) => {
                store.note_answer(issuer).await.map(|()| None)
            }
            (Pulse::Answered, Admission::Sound) | (Pulse::NotAsked, _) => return,
        };
        let issuer = issuer.name();
        match noted {
            Ok(Some(pause)) => {
                let pause_ms = clock::milliseconds(pause);
                tracing::warn!(issuer, pause_ms, "the issuer is left alone");
            }
            Ok(None) if admission == Admission::Probe => {
                tracing::info!(issuer, "the issuer is back")
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(issuer, %error, "what the issuer does is not noted"),
        }
    }

    /// Has a boleto looked at when it is due. It may fail: the sweep follows.
    async fn wake(&self, id: BoletoId, wait: Duration, budget: &Budget) {
        match timeout_at(budget.answer_by, self.registrations.wake(id, wait)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(boleto_id = %id, %error, "not woken: the sweep will"),
            Err(_elapsed) => tracing::warn!(boleto_id = %id, "no time to wake: the sweep will"),
        }
    }

    /// Tells the client of a final status, or has the boleto woken when it is due. Either may fail: the sweep follows.
    async fn follow_up(
        &self,
        boleto: &Boleto,
        settlement: &Settlement,
        at: Timestamp,
        request_id: &str,
        budget: &Budget,
    ) {
        match settlement {
            Settlement::Registered { event_id, .. } | Settlement::Refused { event_id, .. } => {
                let notification = notification(boleto, *event_id, at, request_id);
                let telling = self.teller.tell(&notification);
                if timeout_at(budget.answer_by, telling).await.is_err() {
                    tracing::warn!(boleto_id = %boleto.id, "no time to tell: the sweep will");
                }
            }
            Settlement::Pending {
                next_attempt_in: Some(wait),
                ..
            } => self.wake(boleto.id, *wait, budget).await,
            Settlement::Pending {
                next_attempt_in: None,
                ..
            } => {}
        }
    }

    /// Another attempt settled first: what stands is what it left.
    async fn read_back(&self, boleto: &mut Boleto, budget: &Budget) {
        match self.store.until(budget.answer_by).get(boleto.id).await {
            Ok(Some(standing)) => *boleto = standing,
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(boleto_id = %boleto.id, %error, "a fenced boleto can't be read");
            }
        }
    }
}

/// Counts what was settled for good.
fn count(boleto: &Boleto, attempt: i32) {
    if boleto.status.is_settled() {
        let issuer = boleto.issuer.name();
        metrics::SETTLED.count(&[issuer, boleto.status.name()]);
        metrics::ATTEMPTS.record(u64::try_from(attempt).unwrap_or(0), &[issuer]);
    }
}

/// One line for each attempt.
fn log(boleto: &Boleto, verdict: &Verdict, attempt: i32, took: Duration) {
    let (outcome, reason, alarm) = match verdict {
        Verdict::Registered { reason, .. } => ("registered", *reason, None),
        Verdict::Refused { reason, alarm, .. } => ("refused", *reason, *alarm),
        Verdict::Pending { reason, alarm, .. } => ("pending", reason.as_str(), *alarm),
    };
    let boleto_id = boleto.id.to_string();
    let issuer = boleto.issuer.name();
    let duration_ms = clock::milliseconds(took);
    match alarm {
        Some(alarm) => {
            tracing::error!(
                operation = "register",
                boleto_id,
                issuer,
                attempt,
                outcome,
                reason,
                alarm,
                duration_ms
            );
        }
        None => {
            tracing::info!(
                operation = "register",
                boleto_id,
                issuer,
                attempt,
                outcome,
                reason,
                duration_ms
            );
        }
    }
}
