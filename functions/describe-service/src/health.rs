//! How the service is.

use std::time::Duration;

use jiff::Timestamp;
use lambda_http::Request;
use serde::Serialize;
use service::{clock::Budget, database, error::ApiError, http};
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
    let reachable = |inside: &Inside| matches!(inside.database.status, Reach::Ok);
    Ok(Health {
        status: if inside.as_ref().is_none_or(reachable) {
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
    let status = match store.until(until).check().await {
        Ok(()) => Reach::Ok,
        Err(error) => {
            tracing::warn!(%error, "a client was told that the database is out of reach");
            Reach::Unreachable
        }
    };
    Ok(Inside {
        database: Database { status },
    })
}
