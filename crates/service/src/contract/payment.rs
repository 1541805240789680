//! What `PATCH /boletos/{id}` takes.

use boleto::Cents;
use store::Payment;

use super::fields::Fields;
use crate::error::ApiError;

/// The largest amount that is believed to have been paid: a thousand times the largest boleto.
const LARGEST_AMOUNT: u64 = 9_999_999_999_000;

/// Reads what a client reports about a payment. Each field may be missing; 0 is a value.
///
/// # Errors
/// [`ApiError::Invalid`] with every wrong field.
pub fn read_payment(body: &[u8]) -> Result<Payment, ApiError> {
    let mut fields = Fields::read(body)?;
    let paid_amount = fields.optional_integer("paid_amount", 0, LARGEST_AMOUNT);
    let bank_response_code = fields.optional_text("bank_response_code");
    let faults = fields.finish();
    if faults.is_empty() {
        Ok(Payment {
            paid_amount: paid_amount.and_then(|cents| Cents::new(cents).ok()),
            bank_response_code,
        })
    } else {
        Err(ApiError::Invalid(faults))
    }
}
