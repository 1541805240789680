//! `GET /boletos/{id}` and `GET /boletos/{id}/history`: shows a boleto, or what happened to it.

use lambda_http::{Request, http::StatusCode};
use service::{
    contract::{BoletoView, HistoryView},
    error::ApiError,
    http::{self, Reply},
};
use store::Store;

/// Handles a request.
///
/// # Errors
/// There is no such boleto, or the database is out of reach.
pub async fn handle(store: &Store, request: Request) -> Result<Reply, ApiError> {
    let id = http::boleto_id(&request)?;
    if request.uri().path().ends_with("/history") {
        let history = store.history(id).await?;
        // Every boleto has at least the line that recorded it.
        if history.is_empty() {
            return Err(ApiError::NotFound("Boleto"));
        }
        let lines: Vec<_> = history.iter().map(HistoryView::of).collect();
        return Reply::json(StatusCode::OK, &lines);
    }
    let boleto = store.get(id).await?.ok_or(ApiError::NotFound("Boleto"))?;
    Reply::json(StatusCode::OK, &BoletoView::of(&boleto))
}
