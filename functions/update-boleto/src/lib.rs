//! `PATCH /boletos/{id}`: takes what the client reports about a payment.

use boleto::Status;
use jiff::Timestamp;
use lambda_http::{Request, http::StatusCode};
use service::{
    clock::Budget,
    contract::{BoletoView, read_payment},
    error::ApiError,
    http::{self, Reply},
};
use store::Store;

/// Handles a request.
///
/// # Errors
/// A field is wrong, there is no such boleto, or the database is out of reach.
pub async fn handle(store: &Store, request: Request, now: Timestamp) -> Result<Reply, ApiError> {
    let store = &store.until(Budget::for_request(http::remaining(&request, now)).answer_by);
    let id = http::boleto_id(&request)?;
    let payment = read_payment(http::body(&request)?)?;
    let request_id = http::request_id(&request);
    let boleto = store.report_payment(id, &payment, &request_id).await?;
    let boleto = boleto.ok_or(ApiError::NotFound("Boleto"))?;
    let paid = payment.paid_amount.is_some_and(|amount| !amount.is_zero());
    if paid && boleto.status == Status::Refused {
        // The payment is kept; somebody must find out how a title could be paid that the bank refused.
        tracing::error!(alarm = service::alarm::REFUSED_BUT_PAID, boleto_id = %id, "a refused boleto was paid");
    }
    Reply::json(StatusCode::OK, &BoletoView::of(&boleto))
}
