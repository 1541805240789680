//! Settling by a person, who looked at the bank where nobody else can tell.

use std::time::Duration;

use boleto::{Boleto, BoletoId, EventId, Status};
use jiff::Timestamp;
use store::{Claim, Claimed, Purpose, Settlement, StoreError};
use thiserror::Error;
use tokio::time::Instant;

use super::Registrar;
use crate::{clock::Budget, entropy};

/// What a person found at the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which boleto it is about.
    pub boleto_id: BoletoId,
    /// What the bank has.
    pub outcome: Outcome,
    /// When the person looked.
    pub looked_at: Timestamp,
    /// Who looked and why, for the history: no personal data of the payer.
    pub reason: String,
}

/// What the bank has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The title: number, amount, day and payer.
    Registered,
    /// Not the title.
    Refused,
}

/// Why a finding settled nothing.
#[derive(Debug, Error)]
pub enum Unresolved {
    /// There is no such boleto.
    #[error("there is no such boleto")]
    NotFound,
    /// It waits for no answer.
    #[error("the boleto is {0}, not pending")]
    NotPending(Status),
    /// Somebody is asking the bank at this moment.
    #[error("an attempt is under way; try again when it has ended")]
    Claimed,
    /// The look was before the bank could no longer apply what we stopped waiting for, so the title may have come since.
    #[error("the look was too early: look again in {} s", .0.as_secs())]
    TooEarly(Duration),
    /// The look is in the future.
    #[error("the look is in the future")]
    InTheFuture,
    /// It could not be kept.
    #[error("the finding could not be kept; try again")]
    NotKept,
    /// The database can't be asked.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Registrar {
    /// Settles a pending boleto by what a person found.
    ///
    /// It claims like an attempt, so no other asks the bank meanwhile. *Refused* is believed only of a look after the
    /// settling time of the last attempt that nobody knows the outcome of.
    ///
    /// # Errors
    /// Nothing was settled, and why.
    pub async fn resolve(
        &self,
        finding: &Finding,
        budget: &Budget,
        now: Timestamp,
        request_id: &str,
    ) -> Result<Boleto, Unresolved> {
        let started = Instant::now();
        if finding.looked_at > now {
            return Err(Unresolved::InTheFuture);
        }
        let store = self.store.until(budget.answer_by);
        let boleto = store
            .get(finding.boleto_id)
            .await?
            .ok_or(Unresolved::NotFound)?;
        if boleto.status != Status::PendingRegistration {
            return Err(Unresolved::NotPending(boleto.status));
        }
        let claim = self.claim(finding.boleto_id, Purpose::Finding, budget, request_id);
        let Claim::Held(mut claimed) = claim.await? else {
            return Err(Unresolved::Claimed);
        };
        // As of the claim: what passed until it was held must not be taken for time before the look.
        let looked_ago = now.duration_since(finding.looked_at).unsigned_abs() + started.elapsed();

        if finding.outcome == Outcome::Refused {
            let banks = self.banks.current().await;
            let settling = banks.patience(claimed.boleto.issuer).settling;
            if let Some(wait) = too_early(&claimed, looked_ago, settling) {
                let reason = "a person looked at the bank too early";
                store.release(&claimed, reason, request_id).await?;
                return Err(Unresolved::TooEarly(wait));
            }
        }
        let settlement = settlement(finding, now);
        if self
            .finish(&mut claimed, &settlement, budget, request_id)
            .await
        {
            Ok(claimed.boleto)
        } else {
            Err(Unresolved::NotKept)
        }
    }
}

/// How long before a look can be believed that finds nothing; `None` where this one can.
fn too_early(claimed: &Claimed, looked_ago: Duration, settling: Duration) -> Option<Duration> {
    let since_unknown = claimed.since_unknown?;
    let believed = since_unknown > looked_ago + settling;
    (!believed).then(|| (settling + Duration::from_secs(1)).saturating_sub(since_unknown))
}

fn settlement(finding: &Finding, now: Timestamp) -> Settlement {
    let event_id = EventId::new(now, entropy::bits());
    let reason = format!(
        "a person looked at {}: {}",
        finding.looked_at, finding.reason
    );
    match finding.outcome {
        Outcome::Registered => Settlement::Registered {
            event_id,
            code: None,
            barcode: None,
            digitable_line: None,
            url: None,
            reason,
        },
        Outcome::Refused => Settlement::Refused {
            event_id,
            code: None,
            reason,
        },
    }
}
