//! Settling an attempt: the one statement that makes its outcome durable.

use std::time::Duration;

use boleto::{Barcode, BoletoId, DigitableLine, EventId};
use jiff::Timestamp;

use crate::{
    connection::{Store, run},
    error::StoreError,
    record::seconds,
};

/// What an attempt came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// The bank has the title.
    Registered {
        /// The notification that tells it.
        event_id: EventId,
        /// The bank's code.
        code: Option<String>,
        /// The bank's barcode, where it differs from ours.
        barcode: Option<Barcode>,
        /// The bank's line, where it differs from ours.
        digitable_line: Option<DigitableLine>,
        /// Where the bank shows the boleto.
        url: Option<String>,
        /// Why, for the history.
        reason: String,
    },
    /// The bank does not have the title.
    Refused {
        /// The notification that tells it.
        event_id: EventId,
        /// The bank's code, or ours where the bank gave none.
        code: Option<String>,
        /// Why, for the history.
        reason: String,
    },
    /// Nobody can tell yet.
    Pending {
        /// The bank's code.
        code: Option<String>,
        /// Whether the bank may have the title.
        maybe_at_bank: bool,
        /// Whether the outcome of this attempt is unknown, which starts the settling time anew.
        unknown: bool,
        /// When to ask again, from now; `None` only where nothing is owed.
        next_attempt_in: Option<Duration>,
        /// Whether nobody but a person can tell.
        needs_a_person: bool,
        /// Why, for the history.
        reason: String,
    },
}

/// Whether a settlement took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It did, at this moment.
    At(Timestamp),
    /// It did not: the boleto is settled already, or another attempt holds it.
    Fenced,
    /// It did not, and the bank has what is called refused. The history says so.
    Contradicted,
}

impl Store {
    /// Makes the outcome of `attempt` durable and ends its claim: status, codes, history, the notification and the next
    /// schedule in one statement.
    ///
    /// Any attempt may find that a pending boleto is registered; everything else only the attempt that holds the claim.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn settle(
        &self,
        id: BoletoId,
        attempt: i32,
        settlement: &Settlement,
        request_id: &str,
    ) -> Result<Settled, StoreError> {
        let columns = &Columns::of(settlement);
        let id = &id.to_string();
        let row = run!(self, connection =>
                sqlx::query!(
                    r#"with before as (
                        select id, status, attempts, claimed_until, updated_at from boletos where id = $1 for update
                    ),
                    settled as (
                        update boletos
                        set status = $3,
                            issuer_response_code =
                                case $3 when 'registered' then $4 else coalesce($4, issuer_response_code) end,
                            barcode = coalesce($5, barcode), digitable_line = coalesce($6, digitable_line),
                            boleto_url = coalesce($7, boleto_url), maybe_at_bank = $8,
                            last_unknown_at = case when $9 then clock_timestamp() else last_unknown_at end,
                            next_attempt_at = clock_timestamp() + make_interval(secs => $10::bigint),
                            needs_a_person = $14, claimed_until = null, updated_at = clock_timestamp()
                        from before
                        where boletos.id = before.id and before.status = 'pending_registration' and (
                            $3 = 'registered' or (before.attempts = $2 and before.claimed_until is not null))
                        returning boletos.id, boletos.status, boletos.issuer_response_code, boletos.updated_at
                    ),
                    history as (
                        insert into boleto_history (boleto_id, event, status, attempt, code, reason, request_id)
                        select id, 'settled', status, $2, $4, $11, $12 from settled
                        union all
                        select id, 'contradicted', status, $2, $4, $11, $12
                        from before where status = 'refused' and $3 = 'registered'
                    ),
                    told as (
                        insert into notifications (
                            event_id, boleto_id, status, issuer_response_code, occurred_at, claimed_until)
                        select $13, id, status, issuer_response_code, updated_at,
                            clock_timestamp() + interval '30 seconds'
                        from settled where $13::text is not null
                    )
                    select coalesce((select updated_at from settled), before.updated_at)
                            as "at!: jiff_sqlx::Timestamp",
                        -- By this run, or by an earlier one whose reply was lost.
                        exists (select from settled)
                            or exists (select from notifications where event_id = $13)
                            or (before.status = 'pending_registration' and $3 = 'pending_registration'
                                and before.attempts = $2 and before.claimed_until is null) as "ours!",
                        before.status = 'refused' and $3 = 'registered' as "contradicted!"
                    from before"#,
                    id,
                    attempt,
                    columns.status,
                    columns.code,
                    columns.barcode,
                    columns.digitable_line,
                    columns.url,
                    columns.maybe_at_bank,
                    columns.unknown,
                    columns.next_attempt_in,
                    columns.reason,
                    request_id,
                    columns.event_id,
                    columns.needs_a_person,
                )
                .fetch_optional(connection))?;
        Ok(match row {
            Some(row) if row.ours => Settled::At(row.at.to_jiff()),
            Some(row) if row.contradicted => Settled::Contradicted,
            Some(_) | None => Settled::Fenced,
        })
    }
}

/// A settlement as the statement takes it.
struct Columns<'a> {
    status: &'static str,
    code: Option<&'a str>,
    barcode: Option<String>,
    digitable_line: Option<String>,
    url: Option<&'a str>,
    maybe_at_bank: bool,
    unknown: bool,
    next_attempt_in: Option<i64>,
    needs_a_person: bool,
    reason: &'a str,
    event_id: Option<String>,
}

impl<'a> Columns<'a> {
    fn of(settlement: &'a Settlement) -> Self {
        match settlement {
            Settlement::Registered {
                event_id,
                code,
                barcode,
                digitable_line,
                url,
                reason,
            } => Self {
                status: "registered",
                code: code.as_deref(),
                barcode: barcode.as_ref().map(ToString::to_string),
                digitable_line: digitable_line.as_ref().map(ToString::to_string),
                url: url.as_deref(),
                maybe_at_bank: true,
                unknown: false,
                next_attempt_in: None,
                needs_a_person: false,
                reason,
                event_id: Some(event_id.to_string()),
            },
            Settlement::Refused {
                event_id,
                code,
                reason,
            } => Self {
                status: "refused",
                code: code.as_deref(),
                barcode: None,
                digitable_line: None,
                url: None,
                maybe_at_bank: false,
                unknown: false,
                next_attempt_in: None,
                needs_a_person: false,
                reason,
                event_id: Some(event_id.to_string()),
            },
            Settlement::Pending {
                code,
                maybe_at_bank,
                unknown,
                next_attempt_in,
                needs_a_person,
                reason,
            } => Self {
                status: "pending_registration",
                code: code.as_deref(),
                barcode: None,
                digitable_line: None,
                url: None,
                maybe_at_bank: *maybe_at_bank,
                unknown: *unknown,
                next_attempt_in: next_attempt_in.map(seconds),
                needs_a_person: *needs_a_person,
                reason,
                event_id: None,
            },
        }
    }
}
