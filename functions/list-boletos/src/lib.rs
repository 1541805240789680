//! `GET /boletos`: lists boletos, the newest first.

mod page;

use jiff::Timestamp;
use lambda_http::{Request, RequestExt as _, http::StatusCode};
use service::{
    clock::Budget,
    contract::BoletoView,
    error::ApiError,
    http::{self, Reply},
};
use store::Store;

use crate::page::Page;

/// Handles a request.
///
/// # Errors
/// A parameter is wrong, or the database is out of reach.
pub async fn handle(store: &Store, request: Request, now: Timestamp) -> Result<Reply, ApiError> {
    let store = &store.until(Budget::for_request(http::remaining(&request, now)).answer_by);
    let parameters = request.query_string_parameters_ref();
    let page = Page::read(|name| parameters.and_then(|parameters| parameters.first(name)))?;
    let boletos = match &page {
        Page::Nothing => Vec::new(),
        Page::Of {
            filter,
            limit,
            offset,
        } => store.list(filter, *limit, *offset).await?,
    };
    let views: Vec<_> = boletos.iter().map(BoletoView::of).collect();
    Reply::json(StatusCode::OK, &views)
}
