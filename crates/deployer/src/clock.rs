//! The clock, read here alone.

use jiff::{Timestamp, Unit};

/// The present moment, to the second.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is where it is read")]
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();

    now.round(Unit::Second).unwrap_or(now)
}
