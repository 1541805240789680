//! Settles a pending boleto by what a person found at the bank: invoked by IAM only, there is no route.
//!
//! ```json
//! {"boleto_id": "bol_…", "outcome": "refused", "looked_at": "2026-11-21T12:00:00Z", "reason": "ana: not in the portal"}
//! ```

use boleto::InvalidId;
use jiff::Timestamp;
use lambda_runtime::LambdaEvent;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use service::{
    clock::{self, Budget},
    registration::{Finding, Outcome, Registrar, Unresolved},
};
use thiserror::Error;

/// What a person says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    boleto_id: String,
    outcome: SaidOutcome,
    looked_at: String,
    reason: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SaidOutcome {
    Registered,
    Refused,
}

/// What became of it.
#[derive(Debug, Serialize)]
pub struct Resolved {
    /// Which boleto.
    pub boleto_id: String,
    /// Its status now.
    pub status: &'static str,
}

/// Why nothing was settled.
#[derive(Debug, Error)]
pub enum Failure {
    /// It is not the JSON that is expected.
    #[error("expected boleto_id, outcome (registered or refused), looked_at and reason")]
    Unreadable(#[source] serde_json::Error),
    /// The id is none.
    #[error("boleto_id: {0}")]
    Id(#[from] InvalidId),
    /// The moment is none.
    #[error("looked_at: expected a moment such as 2026-11-21T12:00:00Z")]
    Moment,
    /// The finding settles nothing.
    #[error(transparent)]
    Unresolved(#[from] Unresolved),
}

/// Handles a person's finding.
///
/// # Errors
/// Nothing was settled, and why: the person reads it.
pub async fn handle(
    registrar: &Registrar,
    event: LambdaEvent<Value>,
    now: Timestamp,
) -> Result<Resolved, Failure> {
    let said: Said = serde_json::from_value(event.payload).map_err(Failure::Unreadable)?;
    let finding = Finding {
        boleto_id: said.boleto_id.parse()?,
        outcome: match said.outcome {
            SaidOutcome::Registered => Outcome::Registered,
            SaidOutcome::Refused => Outcome::Refused,
        },
        looked_at: said.looked_at.parse().map_err(|_| Failure::Moment)?,
        reason: said.reason,
    };
    let budget = Budget::for_background(clock::remaining(event.context.deadline, now));
    let request_id = &event.context.request_id;
    let boleto = registrar
        .resolve(&finding, &budget, now, request_id)
        .await?;
    Ok(Resolved {
        boleto_id: boleto.id.to_string(),
        status: boleto.status.name(),
    })
}
