//! Doing what a verdict says: settle, tell, wake.

use std::time::Duration;

use boleto::{Boleto, Status, Title};
use jiff::Timestamp;
use store::{Claimed, Settled, Settlement, Store};
use tokio::time::{Instant, timeout_at};

use super::{
    ask::Asked,
    settlement::{apply, notification, settlement},
    teller::Teller,
    verdict::{Facts, Verdict, unregistrable},
};
use crate::{
    alarm, aws,
    banking::BankSource,
    clock::{self, Budget},
    database,
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
            store,
            banks,
        })
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
        let verdict = self.ask(&claimed, &budget, now).await;
        let boleto = &mut claimed.boleto;
        log(boleto, &verdict, claimed.attempt, started.elapsed());

        let settlement = settlement(verdict, boleto, claimed.attempt, now);
        self.finish(&mut claimed, &settlement, &budget, request_id)
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
                self.follow_up(boleto, settlement, at, budget).await;
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

    async fn ask(&self, claimed: &Claimed, budget: &Budget, now: Timestamp) -> Verdict {
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
            Err(error) => unregistrable(&error, &facts),
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

    /// Tells the client of a final status, or has the boleto woken when it is due. Either may fail: the sweep follows.
    async fn follow_up(
        &self,
        boleto: &Boleto,
        settlement: &Settlement,
        at: Timestamp,
        budget: &Budget,
    ) {
        let work = async {
            match settlement {
                Settlement::Registered { event_id, .. } | Settlement::Refused { event_id, .. } => {
                    self.teller.tell(&notification(boleto, *event_id, at)).await;
                }
                Settlement::Pending {
                    next_attempt_in: Some(wait),
                    ..
                } => {
                    if let Err(error) = self.registrations.wake(boleto.id, *wait).await {
                        tracing::warn!(boleto_id = %boleto.id, %error, "not woken: the sweep will");
                    }
                }
                Settlement::Pending {
                    next_attempt_in: None,
                    ..
                } => {}
            }
        };
        if timeout_at(budget.answer_by, work).await.is_err() {
            tracing::warn!(boleto_id = %boleto.id, "no time left to tell or wake: the sweep will");
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

/// One line for each attempt.
fn log(boleto: &Boleto, verdict: &Verdict, attempt: i32, took: Duration) {
    let (outcome, reason, alarm) = match verdict {
        Verdict::Registered { reason, .. } => ("registered", *reason, None),
        Verdict::Refused { reason, alarm, .. } => ("refused", *reason, *alarm),
        Verdict::Pending { reason, alarm, .. } => ("pending", reason.as_str(), *alarm),
    };
    let boleto_id = boleto.id.to_string();
    let issuer = boleto.issuer.name();
    let duration_ms = took.as_millis();
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
