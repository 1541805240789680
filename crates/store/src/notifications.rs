//! The outbox: what clients' queues are still to hear.

use std::time::Duration;

use boleto::{BoletoId, EventId, Status};
use jiff::Timestamp;

use crate::{
    connection::{Store, run},
    error::{StoreError, parsed},
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
    /// The request that made the boleto.
    pub request_id: String,
}

/// What came of a send that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It is sent again later.
    Retried,
    /// It failed so often that it is sent only when somebody asks for it.
    Parked,
}

/// After so many failures a notification is parked: some six hours, with the pauses between them.
const PARKED_AFTER: i32 = 12;

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
                sqlx::query_as!(
                    NotificationRow,
                    r#"update notifications
                    set claimed_until = clock_timestamp() + make_interval(secs => $2::bigint)
                    from boletos
                    where boletos.id = notifications.boleto_id and notifications.event_id in (
                        select event_id from notifications
                        where sent_at is null and parked_at is null
                            and (claimed_until is null or claimed_until < clock_timestamp())
                        order by occurred_at limit $1
                        for update skip locked
                    )
                    returning notifications.event_id, notifications.boleto_id, boletos.queue_url,
                        notifications.status, boletos.reference_id, boletos.request_id, notifications.issuer_response_code,
                        notifications.occurred_at as "occurred_at: jiff_sqlx::Timestamp""#,
                    i64::from(limit),
                    seconds(lease),
                )
                .fetch_all(connection))?;
        rows.into_iter().map(Notification::try_from).collect()
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

    /// Leaves a notification that the client's queue did not take for later: 30 s, doubling up to an hour. After many
    /// failures it is parked.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn notification_failed(&self, event_id: EventId) -> Result<Delivery, StoreError> {
        let event_id = &event_id.to_string();
        let parked = run!(self, connection =>
            sqlx::query_scalar!(
                r#"update notifications
                set failures = failures + 1,
                    claimed_until = clock_timestamp() + least(
                        interval '30 seconds' * (1 << least(failures, 7)), interval '1 hour'),
                    parked_at = case when failures + 1 >= $2 then clock_timestamp() end
                where event_id = $1 and sent_at is null
                returning parked_at is not null as "parked!""#,
                event_id,
                PARKED_AFTER,
            )
            .fetch_optional(connection))?;
        Ok(match parked {
            Some(true) => Delivery::Parked,
            // None: another sender was luckier.
            Some(false) | None => Delivery::Retried,
        })
    }

    /// Takes up the last notification of a boleto again, sent or parked, for whoever asks to send it within `lease`;
    /// `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    pub async fn claim_last_notification(
        &self,
        id: BoletoId,
        lease: Duration,
        request_id: &str,
    ) -> Result<Option<Notification>, StoreError> {
        let id = &id.to_string();
        let row = run!(self, connection =>
            sqlx::query_as!(
                NotificationRow,
                r#"with again as (
                    update notifications
                    set sent_at = null, parked_at = null, failures = 0,
                        claimed_until = clock_timestamp() + make_interval(secs => $2::bigint)
                    where event_id = (
                        select event_id from notifications where boleto_id = $1
                        order by occurred_at desc, event_id desc limit 1
                    )
                    returning event_id, boleto_id, status, issuer_response_code, occurred_at
                ),
                history as (
                    insert into boleto_history (boleto_id, event, status, reason, request_id)
                    select boleto_id, 'told_again', status, 'the client asked for it', $3 from again
                )
                select again.event_id, again.boleto_id, boletos.queue_url, again.status, boletos.reference_id, boletos.request_id,
                    again.issuer_response_code, again.occurred_at as "occurred_at: jiff_sqlx::Timestamp"
                from again join boletos on boletos.id = again.boleto_id"#,
                id,
                seconds(lease),
                request_id,
            )
            .fetch_optional(connection))?;
        row.map(Notification::try_from).transpose()
    }
}

struct NotificationRow {
    event_id: String,
    boleto_id: String,
    queue_url: String,
    status: String,
    reference_id: Option<String>,
    issuer_response_code: Option<String>,
    occurred_at: jiff_sqlx::Timestamp,
    request_id: String,
}

impl TryFrom<NotificationRow> for Notification {
    type Error = StoreError;

    fn try_from(row: NotificationRow) -> Result<Self, StoreError> {
        Ok(Self {
            event_id: parsed(&row.boleto_id, &row.event_id)?,
            status: parsed(&row.boleto_id, &row.status)?,
            boleto_id: row.boleto_id,
            queue_url: row.queue_url,
            reference_id: row.reference_id,
            issuer_response_code: row.issuer_response_code,
            occurred_at: row.occurred_at.to_jiff(),
            request_id: row.request_id,
        })
    }
}
