//! The client's `Idempotency-Key`.

use lambda_http::Request;
use service::{contract::NewBoleto, error::ApiError, settings::Clients};
use store::IdempotencyKey;

/// The longest key, in characters.
const LONGEST: usize = 255;

/// Reads the key of a request, if it has one. It belongs to the client, not to the API key, since keys are rotated.
pub(crate) fn key(
    request: &Request,
    new: &NewBoleto,
    clients: &Clients,
) -> Result<Option<IdempotencyKey>, ApiError> {
    let Some(key) = request.headers().get("idempotency-key") else {
        return Ok(None);
    };
    let key = key
        .to_str()
        .ok()
        .filter(|key| (1..=LONGEST).contains(&key.len()) && !key.contains('\t'));
    let Some(key) = key else {
        let message = "\"Idempotency-Key\" must be 1 to 255 printable ASCII characters";
        return Err(ApiError::invalid(message, Some("Idempotency-Key")));
    };
    let api_key = request
        .headers()
        .get("x-api-key")
        .and_then(|value| value.to_str().ok());
    Ok(Some(IdempotencyKey {
        client: clients.client(api_key.unwrap_or_default()),
        key: key.to_owned(),
        request_hash: new.hash(),
    }))
}
