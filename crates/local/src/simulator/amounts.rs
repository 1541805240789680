//! Amounts that mean trouble, for trying things by hand.
//!
//! R$ 66,600.01 and on meet their fault at the first attempt to register them, R$ 66,700.01 and on at each.

use super::{Answer, Apply, Delivery, Fault, Operation, Page, Point, Refusal, Spoil, script::Call};

/// Amount of the table's row 0 where the first attempt alone meets the fault, in centavos.
pub const FIRST_ATTEMPT: u64 = 6_660_000;

/// Amount of the table's row 0 where every attempt meets the fault, in centavos.
pub const EVERY_ATTEMPT: u64 = 6_670_000;

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MagicAmount {
    /// What is added to [`FIRST_ATTEMPT`] or [`EVERY_ATTEMPT`].
    pub row: u64,
    /// What happens.
    pub what: &'static str,
    /// What the simulator does.
    pub fault: Fault,
    /// Whether a later attempt can end well: the bank has said nothing final and nothing false.
    pub passes: bool,
}

/// The table.
#[must_use]
pub fn table() -> Vec<MagicAmount> {
    let passes = |what, fault| (what, fault, true);
    let lasts = |what, fault| (what, fault, false);
    let never = |fault| Fault {
        apply: Apply::Never,
        ..fault
    };
    let delivered = Fault::delivered;
    let rows = [
        passes("applied, never answered", Fault::applied_in_silence()),
        passes("not applied, never answered", Fault::silence()),
        passes(
            "applied, 500 with a page of HTML",
            Fault::page(500).applied(),
        ),
        passes("not applied, 503 with a page of HTML", Fault::page(503)),
        passes(
            "applied, reset before the headers",
            delivered(Delivery::Reset(Point::BeforeHeaders)),
        ),
        passes(
            "not applied, reset before the headers",
            Fault::reset(Point::BeforeHeaders),
        ),
        passes(
            "applied, reset in the headers",
            delivered(Delivery::Reset(Point::MidHeaders)),
        ),
        passes(
            "applied, reset in the body",
            delivered(Delivery::Reset(Point::MidBody)),
        ),
        passes(
            "applied, closed in the body",
            delivered(Delivery::Cut(Point::MidBody)),
        ),
        passes(
            "applied, a byte a second for ever",
            delivered(Delivery::EndlessDripMs(1000)),
        ),
        passes(
            "applied, half of the JSON",
            Fault::spoiled(Spoil::Truncated),
        ),
        passes(
            "applied, 2xx with a page of HTML",
            Fault::spoiled(Spoil::Html),
        ),
        passes("applied, 2xx without a body", Fault::spoiled(Spoil::Empty)),
        passes(
            "applied, 10 MB of blanks before the JSON",
            Fault::spoiled(Spoil::Big),
        ),
        passes(
            "not applied, 429 with Retry-After: 2",
            never(Fault::saying(Answer::Status(Page {
                code: 429,
                retry_after_s: Some(2),
            }))),
        ),
        passes(
            "not applied, 401 without a body",
            Fault {
                spoil: Spoil::Empty,
                ..Fault::page(401)
            },
        ),
        passes("not applied, 403 with a page of HTML", Fault::page(403)),
        passes("not applied, 404 with a page of HTML", Fault::page(404)),
        passes(
            "applied, the bank's words for out of order",
            Fault::saying(Answer::Unavailable),
        ),
        passes(
            "not applied, the bank's words for out of order",
            never(Fault::saying(Answer::Unavailable)),
        ),
        passes(
            "not applied, a code that no manual lists",
            never(Fault::saying(Answer::UnknownCode)),
        ),
        passes(
            "applied 2 s later, 504 with a page of HTML",
            Fault::page(504).applied_after_ms(2000),
        ),
        passes(
            "in progress for 2 s",
            Fault::saying(Answer::InProgress).applied_after_ms(2000),
        ),
        lasts(
            "applied, confirmed with another number",
            Fault::saying(Answer::OtherNumber),
        ),
        lasts(
            "applied, confirmed with another amount",
            Fault::saying(Answer::OtherAmount),
        ),
        lasts(
            "refused for good: the payer's document",
            Fault::invalid_payer(),
        ),
        lasts(
            "refused for now: the agreement is blocked",
            Fault::blocked(),
        ),
        lasts(
            "not applied, MP500 of boleto-api",
            never(Fault::saying(Answer::Refuse(Refusal {
                code: "MP500".to_owned(),
                message: None,
            }))),
        ),
    ];
    (1..)
        .zip(rows)
        .map(|(row, (what, fault, passes))| MagicAmount {
            row,
            what,
            fault,
            passes,
        })
        .collect()
}

/// The faults of the table that a bank recovers from.
pub(super) fn passing() -> Vec<Fault> {
    table()
        .into_iter()
        .filter(|row| row.passes)
        .map(|row| row.fault)
        .collect()
}

/// The fault that a registration's amount stands for.
pub(super) fn fault(call: &Call<'_>) -> Option<Fault> {
    let amount = call
        .amount
        .filter(|_| call.operation == Operation::Register)?;
    table().into_iter().find_map(|magic| {
        let first = amount == FIRST_ATTEMPT + magic.row && call.ordinal == 1;
        let every = amount == EVERY_ATTEMPT + magic.row;
        (first || every).then_some(magic.fault)
    })
}
