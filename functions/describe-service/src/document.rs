//! The OpenAPI document: `openapi.yaml`, as its build script put it into JSON.

use std::collections::BTreeMap;

use lambda_http::http::Method;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;
use service::error::ApiError;

/// The OpenAPI 3.1 document, as JSON.
pub const DOCUMENT: &str = include_str!(concat!(env!("OUT_DIR"), "/openapi.json"));

/// The document as it stands, to be put into an answer.
pub(crate) fn raw() -> Result<&'static RawValue, ApiError> {
    serde_json::from_str(DOCUMENT).map_err(internal)
}

/// What a path serves, by its methods in lower case.
#[derive(Deserialize)]
struct Paths {
    paths: BTreeMap<String, BTreeMap<String, IgnoredAny>>,
}

/// Refuses a method that `resource`, as in `/boletos/{id}`, does not serve.
pub(crate) fn refusal(method: &Method, resource: &str) -> ApiError {
    let Paths { paths } = match serde_json::from_str(DOCUMENT) {
        Ok(paths) => paths,
        Err(error) => return internal(error),
    };
    let served = paths.get(resource).into_iter().flat_map(BTreeMap::keys);
    let allowed: Vec<_> = served
        .filter(|key| *key != "parameters")
        .map(|method| method.to_uppercase())
        .collect();
    ApiError::MethodNotAllowed {
        method: method.clone(),
        resource: match resource.split('/').nth(1) {
            Some("boletos") => "boleto",
            Some("configurations") => "configuration",
            Some("health") => "health",
            _ => "document",
        },
        allowed: allowed.join(", "),
    }
}

fn internal(error: serde_json::Error) -> ApiError {
    ApiError::Internal(Box::new(error))
}
