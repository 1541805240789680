//! What day it is at the banks.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

static SAO_PAULO: TimeZone = jiff::tz::get!("America/Sao_Paulo");

/// Today in São Paulo, where banks count their days.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the command reads the clock"
)]
pub(crate) fn in_sao_paulo() -> Date {
    Timestamp::now().to_zoned(SAO_PAULO.clone()).date()
}
