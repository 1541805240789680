//! What the sweep alone makes of what was left behind.

use std::time::Duration;

use crate::World;

const HOUR: Duration = Duration::from_secs(3600);
/// More rounds than any back-off needs once the bank answers.
const ROUNDS: u32 = 8;

impl World {
    /// Lets hours pass in which nothing happens but the sweep, and what it wakes, until nothing waits.
    ///
    /// # Panics
    /// Something still waits after many rounds, or a promise is broken.
    pub async fn recover(&self) {
        for _ in 0..ROUNDS {
            self.pass(HOUR).await;
            self.sweep().await;
            let woken = self.woken().await;
            let woken: Vec<_> = woken.iter().map(String::as_str).collect();
            for batch in woken.chunks(10) {
                self.retry(batch).await;
            }
            if self.waiting().await == 0 {
                return self.check_invariants(&[]).await;
            }
        }
        panic!("{} still wait after {ROUNDS} hours", self.waiting().await);
    }

    /// How many boletos wait for their bank, and clients for a result.
    pub(super) async fn waiting(&self) -> i64 {
        self.count(
            "select (select count(*) from boletos where next_attempt_at is not null)
                + (select count(*) from notifications where sent_at is null)",
        )
        .await
    }
}
