//! Giving a boleto its number, barcode and line.

use boleto::{Agreement, Boleto, BoletoId, Cents, Field, InvalidSlip, OurNumber, Status, TitleId};
use jiff::Timestamp;
use service::{
    contract::{NewBoleto, largest_amount},
    error::ApiError,
};
use store::Account;

/// A boleto with its number, ready to be recorded.
pub(crate) struct Issued {
    pub(crate) boleto: Boleto,
    pub(crate) agreement: Agreement,
    pub(crate) our_number: OurNumber,
}

/// Numbers what a client asked for: by the number that it chose, else by `drawn`.
pub(crate) fn issue(
    new: &NewBoleto,
    Account { issuer, account }: Account,
    drawn: TitleId,
    id: BoletoId,
    now: Timestamp,
    stage: &str,
) -> Result<Issued, ApiError> {
    let agreement = Agreement::parse(issuer, &account)
        // The request's own account was checked when it was read, so this is a configuration's or the stack's.
        .map_err(|error| ApiError::Internal(Box::new(error)))?;
    let title_id = new.title_id.unwrap_or(drawn);
    let limit = largest_amount(agreement.bank());
    if new.amount > limit {
        return Err(too_large(limit));
    }
    let slip = agreement
        .issue(title_id, new.due_on, new.amount)
        .map_err(|invalid| refusal(invalid, new.title_id.is_some()))?;
    let boleto = Boleto {
        id,
        token: new
            .token
            .clone()
            .unwrap_or_else(|| default_token(stage, id)),
        queue_url: new.queue_url.clone(),
        status: if new.register {
            Status::PendingRegistration
        } else {
            Status::Issued
        },
        due_on: new.due_on,
        amount: new.amount,
        paid_amount: Cents::ZERO,
        interest: new.interest,
        fine: new.fine,
        instructions: new.instructions.clone(),
        issuer,
        issuer_account: account,
        issuer_response_code: None,
        title_id,
        barcode: slip.barcode,
        digitable_line: slip.digitable_line,
        payer: new.payer.clone(),
        company: new.company.clone(),
        external_id: new.external_id.clone(),
        reference_id: new.reference_id.clone(),
        bank_response_code: None,
        rules: new.rules.clone(),
        boleto_url: None,
        created_at: now,
        updated_at: now,
    };
    Ok(Issued {
        boleto,
        agreement,
        our_number: slip.our_number,
    })
}

/// `live_01kx…`: the stack's name and the boleto's own number.
fn default_token(stage: &str, id: BoletoId) -> String {
    let id = id.to_string();
    format!("{stage}_{}", id.strip_prefix("bol_").unwrap_or(&id))
}

/// What the routed bank can't state, which may be another than the request named.
fn refusal(invalid: InvalidSlip, chosen: bool) -> ApiError {
    match invalid {
        InvalidSlip::Amount { limit, .. } => too_large(limit),
        InvalidSlip::Field(invalid) if invalid.field == Field::OurNumber && chosen => {
            ApiError::invalid(format!("\"title_id\" {}", invalid.fault), Some("title_id"))
        }
        InvalidSlip::Field(_) | InvalidSlip::DueDay(_) => ApiError::Internal(Box::new(invalid)),
    }
}

fn too_large(limit: Cents) -> ApiError {
    let message = format!("\"amount\" must be less than or equal to {}", limit.get());
    ApiError::invalid(message, Some("amount"))
}
