//! `POST /configurations`, `PATCH` and `GET /configurations/{key}`: which issuer and account take a client's boletos.
//!
//! `{key}` is the configuration's id to PATCH and its `external_id` to GET, as clients have always known it.

use boleto::ConfigurationId;
use jiff::Timestamp;
use lambda_http::{
    Request, RequestExt as _,
    http::{Method, StatusCode},
};
use percent_encoding::percent_decode_str;
use service::{
    clock::Budget,
    contract::{ConfigurationView, read_configuration_change, read_new_configuration},
    entropy,
    error::ApiError,
    http::{self, Reply},
};
use store::{Configuration, Store};

const NOT_FOUND: ApiError = ApiError::NotFound("Configuration");

/// Handles a request.
///
/// # Errors
/// A field is wrong, there is no such configuration or one already, or the database is out of reach.
pub async fn handle(store: &Store, request: Request, now: Timestamp) -> Result<Reply, ApiError> {
    let store = &store.until(Budget::for_request(http::remaining(&request, now)).answer_by);
    match (request.method(), key(&request)) {
        (_, None) => add(store, &request, now).await,
        (&Method::GET, Some(key)) => show(store, &key).await,
        (_, Some(key)) => change(store, &request, &key, now).await,
    }
}

/// What the path names, which API Gateway hands on as it was sent.
fn key(request: &Request) -> Option<String> {
    let key = request.path_parameters_ref()?.first("key")?;
    Some(percent_decode_str(key).decode_utf8_lossy().into_owned())
}

async fn add(store: &Store, request: &Request, now: Timestamp) -> Result<Reply, ApiError> {
    let new = read_new_configuration(http::body(request)?)?;
    let configuration = Configuration {
        id: ConfigurationId::new(now, entropy::bits()),
        external_id: new.external_id,
        account: new.account,
        created_at: now,
        updated_at: now,
    };
    store.add_configuration(&configuration).await?;
    Reply::json(StatusCode::CREATED, &ConfigurationView::of(&configuration))
}

async fn show(store: &Store, external_id: &str) -> Result<Reply, ApiError> {
    // No text in the database holds a null character, and Postgres would not even compare with one.
    if external_id.contains('\0') {
        return Err(NOT_FOUND);
    }
    let configuration = store.configuration_of(external_id).await?;
    let configuration = configuration.ok_or(NOT_FOUND)?;
    Reply::json(StatusCode::OK, &ConfigurationView::of(&configuration))
}

async fn change(
    store: &Store,
    request: &Request,
    id: &str,
    now: Timestamp,
) -> Result<Reply, ApiError> {
    let change = read_configuration_change(http::body(request)?)?;
    let id = id.parse().map_err(|_| NOT_FOUND)?;
    loop {
        let before = store.configuration(id).await?.ok_or(NOT_FOUND)?;
        // Whole accounts are checked and written, so that two changes at once leave no mixture that no bank has.
        let account = change.applied_to(&before.account)?;
        if store.move_configuration(&before, &account, now).await? {
            let after = Configuration {
                account,
                updated_at: now,
                ..before
            };
            return Reply::json(StatusCode::OK, &ConfigurationView::of(&after));
        }
    }
}
