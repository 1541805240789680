//! The outbox: what clients' queues are still to hear.

use std::time::Duration;

use boleto::{EventId, Status};
use jiff::Timestamp;

use crate::{
    connection::{Store, run},
    error::StoreError,
    record::seconds,
};

/// What a client's queue is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The same however often it is sent.
    pub event_id: EventId,
    /// The boleto, by its id's text.
    pub boleto_id: String,
    /// The client's queue.
    pub queue_url: String,
    /// What became of the boleto.
    pub status: Status,
    /// The client's own reference.
    pub reference_id: Option<String>,
    /// The bank's code.
    pub issuer_response_code: Option<String>,
    /// When the boleto was settled.
    pub occurred_at: Timestamp,
}

impl Store {
    /// Claims unsent notifications that nobody is sending, the oldest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn claim_notifications(
        &self,
        limit: u16,
        lease: Duration,
    ) -> Result<Vec<Notification>, StoreError> {
        let rows = run!(self, connection =>
                sqlx::query!(
                    r#"update notifications
                    set claimed_until = clock_timestamp() + make_interval(secs => $2::bigint)
                    from boletos
                    where boletos.id = notifications.boleto_id and notifications.event_id in (
                        select event_id from notifications
                        where sent_at is null
                            and (claimed_until is null or claimed_until < clock_timestamp())
                        order by occurred_at limit $1
                        for update skip locked
                    )
                    returning notifications.event_id, notifications.boleto_id, boletos.queue_url,
                        notifications.status, boletos.reference_id, notifications.issuer_response_code,
                        notifications.occurred_at as "occurred_at: jiff_sqlx::Timestamp""#,
                    i64::from(limit),
                    seconds(lease),
                )
                .fetch_all(connection))?;
        rows.into_iter()
            .map(|row| {
                Ok(Notification {
                    event_id: row
                        .event_id
                        .parse()
                        .map_err(|source| StoreError::corrupt(&row.boleto_id, Box::new(source)))?,
                    status: row
                        .status
                        .parse()
                        .map_err(|source| StoreError::corrupt(&row.boleto_id, Box::new(source)))?,
                    boleto_id: row.boleto_id,
                    queue_url: row.queue_url,
                    reference_id: row.reference_id,
                    issuer_response_code: row.issuer_response_code,
                    occurred_at: row.occurred_at.to_jiff(),
                })
            })
            .collect()
    }

    /// Marks a notification as taken by the client's queue.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn notification_sent(&self, event_id: EventId) -> Result<(), StoreError> {
        let event_id = &event_id.to_string();
        run!(self, connection =>
            sqlx::query!(
                "update notifications set sent_at = clock_timestamp(), claimed_until = null where event_id = $1",
                event_id,
            )
            .execute(connection))?;
        Ok(())
    }

    /// Leaves a notification that the client's queue did not take for later: 30 s, doubling up to an hour.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn notification_failed(&self, event_id: EventId) -> Result<(), StoreError> {
        let event_id = &event_id.to_string();
        run!(self, connection =>
            sqlx::query!(
                "update notifications
                set failures = failures + 1,
                    claimed_until = clock_timestamp() + least(
                        interval '30 seconds' * (1 << least(failures, 7)), interval '1 hour')
                where event_id = $1 and sent_at is null",
                event_id,
            )
            .execute(connection))?;
        Ok(())
    }
}
