//! `GET /health` and `GET /openapi.json`: how the service is, and what it understands.
//!
//! It also answers for every method that a path does not serve, which API Gateway alone would call an unknown path.

mod document;
mod health;

use jiff::Timestamp;
use lambda_http::{
    Request,
    http::{Method, StatusCode},
};
use service::{
    error::ApiError,
    http::{self, Reply},
    settings::{self, Environment, InvalidSetting},
};
use store::Store;
use tokio::sync::OnceCell;

pub use document::DOCUMENT;

/// What describing needs.
#[derive(Debug)]
pub struct Describe {
    clients: settings::Clients,
    env: Environment,
    // Opened for the first client that asks: the way to the database is no part of what everybody may ask.
    store: OnceCell<Store>,
}

impl Describe {
    /// Gets ready to describe.
    ///
    /// # Errors
    /// A setting is missing or wrong.
    pub fn new(env: Environment) -> Result<Self, InvalidSetting> {
        Ok(Self {
            clients: settings::Clients::read(&env)?,
            env,
            store: OnceCell::new(),
        })
    }
}

/// Handles a request.
///
/// # Errors
/// The path does not serve the method.
pub async fn handle(
    describe: &Describe,
    request: Request,
    now: Timestamp,
) -> Result<Reply, ApiError> {
    match (request.method(), http::resource(&request)) {
        (&Method::GET, "/health") => {
            let health = health::of(describe, &request, now).await?;
            Reply::json(StatusCode::OK, &health)
        }
        (&Method::GET, "/openapi.json") => Reply::json(StatusCode::OK, &document::raw()?),
        (method, resource) => Err(document::refusal(method, resource)),
    }
}
