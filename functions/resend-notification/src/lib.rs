//! `POST /boletos/{id}/notifications`: tells a client once more what came of a boleto.

use std::time::Duration;

use jiff::Timestamp;
use lambda_http::{Request, http::StatusCode};
use service::{
    clock::Budget,
    contract::NotificationBody,
    error::{ApiError, InvalidField},
    http::{self, Reply},
    registration::Teller,
};
use tokio::time::timeout_at;

/// How long the notification is ours to send.
const LEASE: Duration = Duration::from_secs(30);

/// Handles a request.
///
/// # Errors
/// There is no such boleto, nothing has come of it yet, or the database is out of reach. A queue that does not take the
/// notification is none: it is sent again as any other.
pub async fn handle(teller: &Teller, request: Request, now: Timestamp) -> Result<Reply, ApiError> {
    let id = http::boleto_id(&request)?;
    let request_id = http::request_id(&request);
    let budget = Budget::for_request(http::remaining(&request, now));
    let store = teller.store().until(budget.record_by);

    let again = store
        .claim_last_notification(id, LEASE, &request_id)
        .await?;
    let Some(notification) = again else {
        return Err(match store.get(id).await? {
            Some(_) => ApiError::Conflict(InvalidField {
                message: String::from("The boleto is not settled: there is nothing to tell yet"),
                field: None,
            }),
            None => ApiError::NotFound("Boleto"),
        });
    };
    let telling = teller.tell(&notification);
    if timeout_at(budget.answer_by, telling).await.is_err() {
        tracing::warn!(boleto_id = %id, "no time to tell: the sweep will");
    }
    Reply::json(StatusCode::ACCEPTED, &NotificationBody::of(&notification))
}
