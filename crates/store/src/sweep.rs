//! What a crash or a failed send left behind.

use boleto::BoletoId;

use crate::{
    connection::{Store, run},
    error::StoreError,
};

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
        rows.iter()
            .map(|row| {
                row.id
                    .parse()
                    .map_err(|source| StoreError::corrupt(&row.id, Box::new(source)))
            })
            .collect()
    }
}
