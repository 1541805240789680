//! `POST /boletos/{id}/register`: asks the bank now, whether or not the next attempt is due.

use jiff::Timestamp;
use lambda_http::{Request, http::StatusCode};
use service::{
    clock::{self, Budget},
    contract::{BoletoView, unregistrable_payer},
    error::ApiError,
    http::{self, Reply},
    registration::{Attempt, Registrar},
};
use store::{Claim, Purpose};

/// Handles a request.
///
/// # Errors
/// There is no such boleto, it lacks what a bank asks for, its day is past, or the database is out of reach.
pub async fn handle(
    registrar: &Registrar,
    request: Request,
    now: Timestamp,
) -> Result<Reply, ApiError> {
    let id = http::boleto_id(&request)?;
    let request_id = http::request_id(&request);
    let budget = Budget::for_request(http::remaining(&request, now));
    let store = registrar.store.until(budget.record_by);

    let boleto = store.get(id).await?.ok_or(ApiError::NotFound("Boleto"))?;
    if boleto.status.is_settled() {
        return Reply::json(StatusCode::OK, &BoletoView::of(&boleto));
    }
    let mut faults = unregistrable_payer(&boleto.payer);
    if boleto.due_on < clock::day_in_sao_paulo(now) {
        faults.push(service::error::InvalidField {
            message: String::from("\"expiration_date\" must not be in the past"),
            field: Some(String::from("expiration_date")),
        });
    }
    if !faults.is_empty() {
        return Err(ApiError::Invalid(faults));
    }

    let claim = registrar.claim(id, Purpose::Request, &budget, &request_id);
    let boleto = match claim.await? {
        Claim::Held(claimed) => {
            let attempt = Attempt {
                claimed,
                budget,
                now,
                request_id: &request_id,
            };
            registrar.attempt(attempt).await
        }
        // Another holds the claim, or the issuer is left alone: what stands is the answer.
        Claim::NotNow(boleto) | Claim::PutOff(boleto, _) => boleto,
        Claim::Unknown => return Err(ApiError::NotFound("Boleto")),
    };
    Reply::json(StatusCode::OK, &BoletoView::of(&boleto))
}
