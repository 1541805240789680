//! Randomness: for identifiers, and to keep retries from coming all at once.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use crate::{alarm, clock};

/// 128 random bits. Where the system has none, bits that differ from call to call and from moment to moment.
#[must_use]
pub fn bits() -> u128 {
    static CALLS: AtomicU32 = AtomicU32::new(0);

    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!(
            alarm = alarm::NO_ENTROPY,
            "the system gives no random bytes"
        );
        let call = u128::from(CALLS.fetch_add(1, Ordering::Relaxed));
        let nanosecond = clock::now().as_nanosecond().unsigned_abs();
        return (nanosecond << 32) ^ call;
    }
    u128::from_ne_bytes(bytes)
}

/// A random length of time up to `longest`: full jitter.
#[must_use]
pub fn up_to(longest: Duration) -> Duration {
    let millis = longest.as_millis().max(1);
    Duration::from_millis(u64::try_from(bits() % millis).unwrap_or(0))
}
