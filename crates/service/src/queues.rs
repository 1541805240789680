//! The two kinds of queue: ours, which wakes attempts, and clients', which hear what came of a boleto.

use std::{collections::HashMap, time::Duration};

use aws_sdk_sqs::{
    Client,
    types::{
        MessageAttributeValue, MessageSystemAttributeNameForSends, MessageSystemAttributeValue,
    },
};
use boleto::BoletoId;
use store::Notification;
use thiserror::Error;

use crate::{
    contract::{NotificationBody, RegistrationMessage},
    settings, telemetry,
};

/// The longest that SQS holds a message back: 15 min.
const LONGEST_DELAY: Duration = Duration::from_secs(900);

/// A message that SQS did not take, by its error code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("SQS did not take the message: {}", .code.as_deref().unwrap_or("no answer"))]
pub struct NotSent {
    code: Option<String>,
}

impl NotSent {
    fn of<E: aws_sdk_sqs::error::ProvideErrorMetadata, R>(
        error: &aws_sdk_sqs::error::SdkError<E, R>,
    ) -> Self {
        let code = error.as_service_error().and_then(|error| error.code());
        Self {
            code: code.map(str::to_owned),
        }
    }
}

/// The queue that wakes attempts. It carries ids alone, so a message that is lost, doubled or late changes nothing.
#[derive(Debug, Clone)]
pub struct RegistrationQueue {
    client: Client,
    url: String,
}

impl RegistrationQueue {
    /// The stack's queue.
    #[must_use]
    pub fn new(client: Client, settings: settings::RegistrationQueue) -> Self {
        Self {
            client,
            url: settings.url,
        }
    }

    /// Has a boleto looked at after `delay`, or after 15 minutes where that is sooner.
    ///
    /// # Errors
    /// SQS did not take the message. The sweep will find the boleto.
    pub async fn wake(&self, id: BoletoId, delay: Duration) -> Result<(), NotSent> {
        let body = serde_json::to_string(&RegistrationMessage {
            boleto_id: id.to_string(),
        })
        .expect("a struct of text has a JSON form");
        let delay = delay.min(LONGEST_DELAY).as_secs();
        self.client
            .send_message()
            .queue_url(&self.url)
            .message_body(body)
            .delay_seconds(i32::try_from(delay).unwrap_or(0))
            .set_message_system_attributes(trace())
            .send()
            .await
            .map(drop)
            .map_err(|error| NotSent::of(&error))
    }
}

/// Clients' queues.
#[derive(Debug, Clone)]
pub struct ClientQueues {
    client: Client,
}

impl ClientQueues {
    /// Reaches clients' queues.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// Tells a client what came of its boleto. A FIFO queue keeps a boleto's messages in order and drops repeats.
    ///
    /// # Errors
    /// SQS did not take the message.
    pub async fn tell(&self, notification: &Notification) -> Result<(), NotSent> {
        let body = serde_json::to_string(&NotificationBody::of(notification))
            .expect("a struct of text has a JSON form");
        let event_id = notification.event_id.to_string();
        let message = self
            .client
            .send_message()
            .queue_url(&notification.queue_url)
            .message_body(body)
            .message_attributes("event_id", text(&event_id))
            .set_message_system_attributes(trace());
        // SQS takes no empty text.
        let message = if notification.request_id.is_empty() {
            message
        } else {
            message.message_attributes("request_id", text(&notification.request_id))
        };
        let message = if notification.queue_url.ends_with(".fifo") {
            message
                .message_group_id(&notification.boleto_id)
                .message_deduplication_id(event_id)
        } else {
            message
        };
        message
            .send()
            .await
            .map(drop)
            .map_err(|error| NotSent::of(&error))
    }
}

fn text(value: &str) -> MessageAttributeValue {
    MessageAttributeValue::builder()
        .data_type("String")
        .string_value(value)
        .build()
        .expect("the data type is set")
}

/// Carries the trace of the invocation on to whoever receives the message.
fn trace() -> Option<HashMap<MessageSystemAttributeNameForSends, MessageSystemAttributeValue>> {
    let header = MessageSystemAttributeValue::builder()
        .data_type("String")
        .string_value(telemetry::trace_header()?)
        .build()
        .expect("the data type is set");
    let name = MessageSystemAttributeNameForSends::AwsTraceHeader;
    Some(HashMap::from([(name, header)]))
}
