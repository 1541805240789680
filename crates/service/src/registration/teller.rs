//! Telling clients what came of their boletos.

use std::time::Duration;

use store::{Notification, Store, StoreError};

use crate::queues::ClientQueues;

/// Sends notifications and marks what came of them.
#[derive(Debug, Clone)]
pub struct Teller {
    store: Store,
    clients: ClientQueues,
}

impl Teller {
    /// Gets ready to tell.
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
        let marked = match self.clients.tell(notification).await {
            Ok(()) => self.store.notification_sent(notification.event_id).await,
            Err(error) => {
                let boleto_id = &notification.boleto_id;
                tracing::warn!(boleto_id, %error, "not told: the sweep will");
                self.store.notification_failed(notification.event_id).await
            }
        };
        if let Err(error) = marked {
            let boleto_id = &notification.boleto_id;
            tracing::warn!(boleto_id, %error, "a notification could not be marked: it may be sent twice");
        }
    }

    /// Claims and sends notifications that nobody is sending, at most `limit`; how many there were.
    ///
    /// # Errors
    /// The database can't be asked.
    pub async fn tell_unsent(&self, limit: u16, lease: Duration) -> Result<usize, StoreError> {
        let unsent = self.store.claim_notifications(limit, lease).await?;
        futures::future::join_all(unsent.iter().map(|notification| self.tell(notification))).await;
        Ok(unsent.len())
    }
}
