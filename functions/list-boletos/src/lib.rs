//! `GET /boletos`: lists boletos, the newest first.

mod cursor;
mod page;

use jiff::Timestamp;
use lambda_http::{
    Request, RequestExt as _,
    http::{StatusCode, header},
};
use service::{
    clock::Budget,
    contract::BoletoView,
    error::ApiError,
    http::{self, Reply},
};
use store::{Store, Window};

use crate::{cursor::Cursor, page::Page};

/// Handles a request.
///
/// # Errors
/// A parameter is wrong, or the database is out of reach.
pub async fn handle(store: &Store, request: Request, now: Timestamp) -> Result<Reply, ApiError> {
    let store = &store.until(Budget::for_request(http::remaining(&request, now)).answer_by);
    let parameters = request.query_string_parameters_ref();
    let parameter = |name: &str| parameters.and_then(|parameters| parameters.first(name));
    let (boletos, more) = match Page::read(parameter)? {
        Page::Nothing => (Vec::new(), false),
        Page::Of { filter, window } => {
            // One more than asked for tells whether there is a next page.
            let one_more = Window {
                limit: window.limit + 1,
                ..window
            };
            let mut boletos = store.list(&filter, one_more).await?;
            let wanted = usize::try_from(window.limit).unwrap_or(usize::MAX);
            let more = boletos.len() > wanted;
            boletos.truncate(wanted);
            (boletos, more)
        }
    };
    let views: Vec<_> = boletos.iter().map(BoletoView::of).collect();
    let reply = Reply::json(StatusCode::OK, &views)?;
    let next = boletos.last().filter(|_| more).and_then(|last| {
        let kept: Vec<_> = page::KEPT
            .iter()
            .filter_map(|name| Some((*name, parameter(name)?)))
            .collect();
        Cursor(last.id).link(&kept)
    });
    Ok(match next {
        Some(link) => reply.with_header(header::LINK, link),
        None => reply,
    })
}
