//! What a crash or a failed send left behind, and what is no longer needed.

use std::time::Duration;

use boleto::BoletoId;

use crate::{
    connection::{Store, run},
    error::{StoreError, parsed},
};

/// What waits, at the end of a sweep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Boletos that wait for their bank.
    pub pending: u64,
    /// Since when the one that was created first does; zero where none waits.
    pub oldest_pending: Duration,
    /// Boletos of which only a person can tell what the bank has.
    pub needing_a_person: u64,
    /// Results that clients are still to hear.
    pub unsent: u64,
    /// Results that are sent only when somebody asks for it, since they failed too often.
    pub parked: u64,
    /// Issuers that are left alone.
    pub open_circuits: u64,
}

impl Store {
    /// Picks boletos more than 2 minutes overdue that were not woken in the last 5, at most `limit`, the most overdue
    /// first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn pick_overdue(&self, limit: u16) -> Result<Vec<BoletoId>, StoreError> {
        let rows = run!(self, connection =>
                sqlx::query!(
                    "update boletos set woken_at = clock_timestamp()
                    where id in (
                        select id from boletos
                        where next_attempt_at < clock_timestamp() - interval '2 minutes'
                            and (claimed_until is null or claimed_until < clock_timestamp())
                            and (woken_at is null or woken_at < clock_timestamp() - interval '5 minutes')
                        order by next_attempt_at limit $1
                        for update skip locked
                    )
                    returning id",
                    i64::from(limit),
                )
                .fetch_all(connection))?;
        rows.iter().map(|row| parsed(&row.id, &row.id)).collect()
    }

    /// Forgets idempotency keys older than 30 days, at most `limit`; how many there were.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn forget_old_keys(&self, limit: u16) -> Result<u64, StoreError> {
        let forgotten = run!(self, connection =>
            sqlx::query!(
                "delete from idempotency_keys where (client, key) in (
                    select client, key from idempotency_keys
                    where created_at < clock_timestamp() - interval '30 days'
                    order by created_at limit $1
                )",
                i64::from(limit),
            )
            .execute(connection))?;
        Ok(forgotten.rows_affected())
    }

    /// Counts what waits.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn left(&self) -> Result<Left, StoreError> {
        let row = run!(self, connection =>
            sqlx::query!(
                r#"select pending.pending as "pending!", pending.needing_a_person as "needing_a_person!",
                    pending.oldest_s as "oldest_s!", untold.unsent as "unsent!", untold.parked as "parked!",
                    (select count(*) from issuer_circuits where open_until is not null) as "open_circuits!"
                from (
                    select count(*) as pending, count(*) filter (where needs_a_person) as needing_a_person,
                        coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::bigint as oldest_s
                    from boletos where next_attempt_at is not null
                ) as pending, (
                    select count(*) filter (where parked_at is null) as unsent,
                        count(*) filter (where parked_at is not null) as parked
                    from notifications where sent_at is null
                ) as untold"#,
            )
            .fetch_one(connection))?;
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        Ok(Left {
            pending: count(row.pending),
            oldest_pending: Duration::from_secs(count(row.oldest_s)),
            needing_a_person: count(row.needing_a_person),
            unsent: count(row.unsent),
            parked: count(row.parked),
            open_circuits: count(row.open_circuits),
        })
    }
}
