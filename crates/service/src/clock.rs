//! The clock, read in one place: what depends on the day is told the day.

use std::time::Duration;

use jiff::{
    Timestamp,
    civil::Date,
    tz::{self, TimeZone},
};
use tokio::time::Instant;

/// The banks' time zone: a boleto's day begins and ends in São Paulo.
static SAO_PAULO: TimeZone = tz::get!("America/Sao_Paulo");

/// How long a claim outlasts the invocation that holds it, so that a live holder never loses it.
const CLAIM_MARGIN: Duration = Duration::from_secs(5);

/// The moment that it is.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the clock"
)]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// The day that it is in São Paulo at a moment.
#[must_use]
pub fn day_in_sao_paulo(at: Timestamp) -> Date {
    at.to_zoned(SAO_PAULO.clone()).date()
}

/// A length of time in milliseconds, as the log and the metrics tell it.
#[must_use]
pub fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// How much time an invocation has for what.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// How long an attempt is claimed for.
    pub lease: Duration,
    /// When a boleto that is not recorded is given up.
    pub record_by: Instant,
    /// When a bank that has not answered is no longer waited for.
    pub bank_until: Instant,
    /// When the caller is answered, whatever is known.
    pub answer_by: Instant,
}

impl Budget {
    /// The gateway is answered within 25 s, whatever the bank does, of which a start from nothing may have used two. API
    /// Gateway cuts at 29 s.
    const ANSWER: Duration = Duration::from_secs(23);
    /// How long recording may take, so that time is left to ask the bank.
    const RECORD: Duration = Duration::from_secs(8);
    /// What settling, telling and answering may take after the bank's answer.
    const AFTER_THE_BANK: Duration = Duration::from_secs(4);
    /// What the runtime needs to hand over the answer.
    const HANDOVER: Duration = Duration::from_secs(1);

    /// The budget of an invocation that ends in `remaining`, for a caller who waits.
    #[must_use]
    pub fn for_request(remaining: Duration) -> Self {
        Self::within(remaining, Self::ANSWER)
    }

    /// The budget of an invocation that ends in `remaining`, for work that nobody waits for.
    #[must_use]
    pub fn for_background(remaining: Duration) -> Self {
        Self::within(remaining, Duration::MAX)
    }

    fn within(remaining: Duration, patience: Duration) -> Self {
        let started = Instant::now();
        let answer_by = started + remaining.saturating_sub(Self::HANDOVER).min(patience);
        Self {
            lease: remaining + CLAIM_MARGIN,
            record_by: answer_by.min(started + Self::RECORD),
            bank_until: answer_by
                .checked_sub(Self::AFTER_THE_BANK)
                .unwrap_or(started),
            answer_by,
        }
    }
}

/// How long an invocation has that Lambda ends at `deadline_ms`, milliseconds since 1970.
#[must_use]
pub fn remaining(deadline_ms: u64, now: Timestamp) -> Duration {
    let now_ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
    Duration::from_millis(deadline_ms.saturating_sub(now_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_ends_at_midnight_in_sao_paulo() {
        let before: Timestamp = "2026-11-22T02:59:59Z".parse().unwrap();
        let after: Timestamp = "2026-11-22T03:00:00Z".parse().unwrap();
        assert_eq!(day_in_sao_paulo(before), jiff::civil::date(2026, 11, 21));
        assert_eq!(day_in_sao_paulo(after), jiff::civil::date(2026, 11, 22));
    }

    #[test]
    fn summer_time_is_kept_where_it_was() {
        let at: Timestamp = "2018-12-01T02:30:00Z".parse().unwrap();
        assert_eq!(day_in_sao_paulo(at), jiff::civil::date(2018, 12, 1));
    }
}
