//! Randomness: for identifiers, and to keep retries from coming all at once.

use std::time::Duration;

use crate::alarm;

/// 128 random bits. Where the system has none, zeros: identifiers then rest on their moment, and the database refuses a
/// second one.
#[must_use]
pub fn bits() -> u128 {
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!(
            alarm = alarm::NO_ENTROPY,
            "the system gives no random bytes"
        );
    }
    u128::from_ne_bytes(bytes)
}

/// A random length of time up to `longest`: full jitter.
#[must_use]
pub fn up_to(longest: Duration) -> Duration {
    let millis = longest.as_millis().max(1);
    Duration::from_millis(u64::try_from(bits() % millis).unwrap_or(0))
}
