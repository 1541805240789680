//! `GET /boletos/{id}` and `GET /boletos/{id}/history`: shows a boleto, or what happened to it.

use boleto::BoletoId;
use jiff::Timestamp;
use lambda_http::{Request, http::StatusCode};
use service::{
    clock::Budget,
    contract::{BoletoView, HistoryView},
    error::ApiError,
    http::{self, Reply},
};
use store::Store;

/// Handles a request.
///
/// # Errors
/// There is no such boleto, or the database is out of reach.
pub async fn handle(store: &Store, request: Request, now: Timestamp) -> Result<Reply, ApiError> {
    let store = &store.until(Budget::for_request(http::remaining(&request, now)).answer_by);
    let id = http::boleto_id(&request)?;
    if http::resource(&request).ends_with("/history") {
        tell(store, id).await
    } else {
        show(store, id).await
    }
}

async fn show(store: &Store, id: BoletoId) -> Result<Reply, ApiError> {
    let boleto = store.get(id).await?.ok_or(ApiError::NotFound("Boleto"))?;
    Reply::json(StatusCode::OK, &BoletoView::of(&boleto))
}

async fn tell(store: &Store, id: BoletoId) -> Result<Reply, ApiError> {
    let history = store.history(id).await?;
    // Every boleto has at least the line that recorded it.
    if history.is_empty() {
        return Err(ApiError::NotFound("Boleto"));
    }
    let lines: Vec<_> = history.iter().map(HistoryView::of).collect();
    Reply::json(StatusCode::OK, &lines)
}
