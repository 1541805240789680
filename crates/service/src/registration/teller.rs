//! Telling clients what came of their boletos.

use std::time::Duration;

use futures::future::join_all;
use store::{Delivery, Notification, Store, StoreError};

use tokio::time::Instant;
use tracing::Instrument as _;

use crate::{
    aws, clock, database, metrics,
    queues::ClientQueues,
    secrets::{APP_PASSWORD, Secrets},
    settings::{self, Environment, InvalidSetting},
};

/// Sends notifications and marks what came of them.
#[derive(Debug, Clone)]
pub struct Teller {
    store: Store,
    clients: ClientQueues,
}

impl Teller {
    /// Gets ready to tell.
    ///
    /// # Errors
    /// A setting is missing or wrong. What is out of reach now is none.
    pub async fn open(env: &Environment) -> Result<Self, InvalidSetting> {
        let aws = aws::config(&settings::Aws::read(env)?);
        let secrets = Secrets::load(&settings::Secrets::read(env)?, &aws, &[APP_PASSWORD]).await;
        let store = database::open_with(env, secrets).await?;
        Ok(Self::new(
            store,
            ClientQueues::new(aws_sdk_sqs::Client::new(&aws)),
        ))
    }

    /// Tells what is in `store`, through `clients`.
    #[must_use]
    pub fn new(store: Store, clients: ClientQueues) -> Self {
        Self { store, clients }
    }

    /// Where the notifications are.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Sends a notification that is ours to send, and marks what came of it.
    pub async fn tell(&self, notification: &Notification) {
        let event_id = notification.event_id;
        let began = Instant::now();
        let sent = self.clients.tell(notification).await;
        let duration_ms = clock::milliseconds(began.elapsed());
        let boleto_id = &notification.boleto_id;
        let marked = match sent {
            Ok(()) => {
                metrics::SENT.count(&[]);
                tracing::info!(operation = "tell", outcome = "sent", boleto_id, %event_id, duration_ms);
                self.store.notification_sent(event_id).await
            }
            Err(error) => {
                let failed = self.store.notification_failed(event_id).await;
                failed.map(|delivery| {
                    let outcome = put_aside(delivery);
                    tracing::warn!(operation = "tell", outcome, boleto_id, %event_id, %error, duration_ms);
                })
            }
        };
        if let Err(error) = marked {
            tracing::warn!(boleto_id, %error, "a notification could not be marked: it may be sent twice");
        }
    }

    /// Claims and sends notifications that nobody is sending, at most `limit`; how many there were.
    ///
    /// # Errors
    /// The database can't be asked.
    pub async fn tell_unsent(&self, limit: u16, lease: Duration) -> Result<usize, StoreError> {
        let unsent = self.store.claim_notifications(limit, lease).await?;
        join_all(unsent.iter().map(|notification| {
            let span = tracing::info_span!("notification", request_id = notification.request_id);
            self.tell(notification).instrument(span)
        }))
        .await;
        Ok(unsent.len())
    }
}

/// Counts what a client's queue did not take, and names it.
fn put_aside(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Retried => {
            metrics::RETRIED.count(&[]);
            "retried"
        }
        Delivery::Parked => {
            metrics::NEWLY_PARKED.count(&[]);
            "parked"
        }
    }
}
