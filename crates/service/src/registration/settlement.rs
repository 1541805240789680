//! From a verdict to what is written, and from what was written to the boleto that we hold.

use boleto::{Boleto, EventId, Status};
use jiff::Timestamp;
use store::{Notification, Settlement};

use super::{schedule, verdict::Verdict};
use crate::{alarm, entropy};

/// What is written for a verdict.
pub(super) fn settlement(
    verdict: Verdict,
    boleto: &Boleto,
    attempt: i32,
    now: Timestamp,
) -> Settlement {
    let event_id = EventId::new(now, entropy::bits());
    match verdict {
        Verdict::Registered {
            confirmation,
            reason,
        } => {
            let barcode = confirmation
                .barcode
                .filter(|theirs| *theirs != boleto.barcode);
            let line = confirmation
                .digitable_line
                .filter(|theirs| *theirs != boleto.digitable_line);
            if barcode.is_some() || line.is_some() {
                tracing::warn!(
                    counted = "barcode_differs",
                    boleto_id = %boleto.id,
                    "the bank's barcode or line differs from ours and is kept"
                );
            }
            Settlement::Registered {
                event_id,
                code: confirmation.code,
                barcode,
                digitable_line: line,
                url: confirmation.url,
                reason: reason.to_owned(),
            }
        }
        Verdict::Refused { code, reason, .. } => Settlement::Refused {
            event_id,
            code,
            reason: reason.to_owned(),
        },
        Verdict::Pending {
            code,
            maybe_at_bank,
            unknown,
            next,
            reason,
            alarm: kind,
        } => Settlement::Pending {
            code,
            maybe_at_bank,
            unknown,
            next_attempt_in: schedule::next(next, attempt),
            needs_a_person: kind == Some(alarm::NEEDS_A_PERSON),
            reason,
        },
    }
}

/// What the statement changed, in the boleto that we hold.
pub(super) fn apply(boleto: &mut Boleto, settlement: &Settlement, at: Timestamp) {
    boleto.updated_at = at;
    let code = match settlement {
        Settlement::Registered {
            code,
            barcode,
            digitable_line,
            url,
            ..
        } => {
            boleto.status = Status::Registered;
            boleto.barcode = barcode.unwrap_or(boleto.barcode);
            boleto.digitable_line = digitable_line.unwrap_or(boleto.digitable_line);
            boleto.boleto_url = url.clone().or(boleto.boleto_url.take());
            code
        }
        Settlement::Refused { code, .. } => {
            boleto.status = Status::Refused;
            code
        }
        Settlement::Pending { code, .. } => code,
    };
    let earlier = boleto.issuer_response_code.take();
    boleto.issuer_response_code = match boleto.status {
        // A code of an earlier attempt would say another thing.
        Status::Registered => code.clone(),
        Status::Issued | Status::PendingRegistration | Status::Refused => code.clone().or(earlier),
    };
}

/// What the client is told.
pub(super) fn notification(
    boleto: &Boleto,
    event_id: EventId,
    occurred_at: Timestamp,
    request_id: &str,
) -> Notification {
    Notification {
        event_id,
        boleto_id: boleto.id.to_string(),
        queue_url: boleto.queue_url.clone(),
        status: boleto.status,
        reference_id: boleto.reference_id.clone(),
        issuer_response_code: boleto.issuer_response_code.clone(),
        occurred_at,
        request_id: request_id.to_owned(),
    }
}
