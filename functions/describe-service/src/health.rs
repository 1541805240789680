//! How the service is.

use std::time::Duration;

use boleto::Issuer;
use jiff::Timestamp;
use lambda_http::Request;
use serde::Serialize;
use service::{clock::Budget, database, error::ApiError, http};
use store::{Circuit, CircuitState};
use tokio::time::Instant;

use crate::Describe;

/// How long the database is waited for: whoever asks wants to know now.
const PATIENCE: Duration = Duration::from_secs(3);

/// How the service is: to everybody that it answers, to clients what it stands on too.
#[derive(Serialize)]
pub(crate) struct Health {
    status: Status,
    version: &'static str,
    #[serde(flatten)]
    inside: Option<Inside>,
}

/// What only clients are told.
#[derive(Serialize)]
struct Inside {
    database: Database,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    issuers: Vec<IssuerHealth>,
}

/// Whether an issuer is asked, as the last attempts found it.
#[derive(Serialize)]
struct IssuerHealth {
    issuer: &'static str,
    circuit: &'static str,
    failures: u32,
    open_until: Option<String>,
}

impl IssuerHealth {
    fn of(issuer: Issuer, known: &[Circuit]) -> Self {
        // An issuer that nothing is known of answered its last attempt, or was never asked.
        let circuit = known.iter().find(|circuit| circuit.issuer == issuer);
        let state = circuit.map_or(CircuitState::Closed, |circuit| circuit.state);
        Self {
            issuer: issuer.name(),
            circuit: match state {
                CircuitState::Closed => "closed",
                CircuitState::Open(_) => "open",
                CircuitState::HalfOpen => "half_open",
            },
            failures: circuit.map_or(0, |circuit| circuit.failures),
            open_until: match state {
                CircuitState::Open(until) => Some(format!("{until:.3}")),
                CircuitState::Closed | CircuitState::HalfOpen => None,
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Ok,
    Degraded,
}

#[derive(Serialize)]
struct Database {
    status: Reach,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Reach {
    Ok,
    Unreachable,
}

/// Looks how the service is.
pub(crate) async fn of(
    describe: &Describe,
    request: &Request,
    now: Timestamp,
) -> Result<Health, ApiError> {
    let key = request.headers().get("x-api-key");
    let key = key.and_then(|key| key.to_str().ok());
    let inside = if key.is_some_and(|key| describe.clients.know(key)) {
        Some(look_inside(describe, request, now).await?)
    } else {
        None
    };
    Ok(Health {
        status: if inside.as_ref().is_none_or(Inside::is_sound) {
            Status::Ok
        } else {
            Status::Degraded
        },
        version: env!("CARGO_PKG_VERSION"),
        inside,
    })
}

async fn look_inside(
    describe: &Describe,
    request: &Request,
    now: Timestamp,
) -> Result<Inside, ApiError> {
    let store = describe
        .store
        .get_or_try_init(|| database::open(&describe.env))
        .await
        .map_err(|error| ApiError::Internal(Box::new(error)))?;
    let budget = Budget::for_request(http::remaining(request, now));
    let until = budget.answer_by.min(Instant::now() + PATIENCE);
    Ok(match store.until(until).circuits().await {
        Ok(known) => Inside {
            database: Database { status: Reach::Ok },
            issuers: Issuer::ALL
                .into_iter()
                .map(|issuer| IssuerHealth::of(issuer, &known))
                .collect(),
        },
        Err(error) => {
            tracing::warn!(%error, "a client was told that the database is out of reach");
            Inside {
                database: Database {
                    status: Reach::Unreachable,
                },
                issuers: Vec::new(),
            }
        }
    })
}

impl Inside {
    fn is_sound(&self) -> bool {
        matches!(self.database.status, Reach::Ok)
            && self.issuers.iter().all(|issuer| issuer.circuit == "closed")
    }
}
