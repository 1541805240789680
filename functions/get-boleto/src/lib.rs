//! `GET /boletos/{id}` and `GET /boletos/{id}/history`: shows a boleto, or what happened to it.
//!
//! It also answers for every method that a path does not serve, which API Gateway alone would call an unknown path.

use boleto::BoletoId;
use jiff::Timestamp;
use lambda_http::{
    Request, RequestExt as _,
    http::{Method, StatusCode},
};
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
/// The path does not serve the method, there is no such boleto, or the database is out of reach.
pub async fn handle(store: &Store, request: Request, now: Timestamp) -> Result<Reply, ApiError> {
    let store = &store.until(Budget::for_request(http::remaining(&request, now)).answer_by);
    // What stands before, a stage or a custom domain's base path, is API Gateway's business.
    let path = request
        .raw_http_path()
        .trim_end_matches('/')
        .rsplit_once("/boletos");
    let below_id = path.and_then(|(_, rest)| rest.split('/').nth(2));
    match (request.method(), below_id) {
        (&Method::GET, None) => show(store, http::boleto_id(&request)?).await,
        (&Method::GET, Some("history")) => tell(store, http::boleto_id(&request)?).await,
        (method, _) => Err(ApiError::MethodNotAllowed(method.clone())),
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
