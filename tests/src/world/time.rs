//! What time it is in a world.

use std::{sync::atomic::Ordering, time::Duration};

use jiff::Timestamp;
use service::clock;

use super::World;

impl World {
    /// The moment that it is in this world.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        clock::now() + Duration::from_secs(self.passed.load(Ordering::Relaxed))
    }

    /// Lets time pass: for the functions and the bank by their clocks, for the database by moving its moments back.
    pub async fn pass(&self, time: Duration) {
        let seconds = time.as_secs();
        self.passed.fetch_add(seconds, Ordering::Relaxed);
        self.bank
            .set_today(Some(clock::day_in_sao_paulo(self.now())));
        self.age(time).await;
    }

    /// Lets time pass for the database alone, by moving its moments back.
    pub(crate) async fn age(&self, time: Duration) {
        let seconds = time.as_secs();
        self.sql(&format!(
            "update boletos set
                next_attempt_at = next_attempt_at - interval '{seconds} seconds',
                claimed_until = claimed_until - interval '{seconds} seconds',
                last_unknown_at = last_unknown_at - interval '{seconds} seconds',
                woken_at = woken_at - interval '{seconds} seconds';
            update notifications set
                claimed_until = claimed_until - interval '{seconds} seconds',
                occurred_at = occurred_at - interval '{seconds} seconds';
            update issuer_circuits set
                open_until = open_until - interval '{seconds} seconds',
                probe_until = probe_until - interval '{seconds} seconds',
                next_slot = next_slot - interval '{seconds} seconds',
                paced_to = paced_to - interval '{seconds} seconds';
            update idempotency_keys set created_at = created_at - interval '{seconds} seconds'"
        ))
        .await;
    }
}

/// The day that is so many days from today in São Paulo.
pub(crate) fn in_days(world: &World, days: i64) -> String {
    let today = clock::day_in_sao_paulo(world.now());
    today
        .checked_add(jiff::Span::new().days(days))
        .expect("it is a near day")
        .to_string()
}
