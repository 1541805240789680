//! The bank's own calendar.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// `day`, else today in São Paulo.
pub(super) fn or(day: Option<Date>) -> Date {
    day.unwrap_or_else(sao_paulo)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the bank has a clock of its own, which differs from the service's where a test says so"
)]
fn sao_paulo() -> Date {
    let zone = TimeZone::get("America/Sao_Paulo").expect("the zone comes with the program");
    Timestamp::now().to_zoned(zone).date()
}
