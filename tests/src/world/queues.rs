//! The queues: what the client was told, what wakes attempts.

use aws_sdk_sqs::types::{self, QueueAttributeName};
use local::ministack;
use serde_json::{Value, json};

use super::World;

/// A message of the client's queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its body.
    pub body: Value,
    /// Its attribute `event_id`.
    pub event_id: String,
}

impl World {
    /// Takes all messages of the client's queue.
    pub async fn told(&self) -> Vec<Message> {
        self.take(&self.client_queue)
            .await
            .into_iter()
            .map(|message| Message {
                body: serde_json::from_str(message.body().unwrap_or_default())
                    .expect("notifications are JSON"),
                event_id: message
                    .message_attributes()
                    .and_then(|attributes| attributes.get("event_id")?.string_value())
                    .expect("notifications carry their id")
                    .to_owned(),
            })
            .collect()
    }

    /// Takes all messages of the registration queue that are visible: their boletos' ids.
    pub async fn woken(&self) -> Vec<String> {
        self.take(&self.registration_queue)
            .await
            .into_iter()
            .map(|message| {
                let body: Value = serde_json::from_str(message.body().unwrap_or_default())
                    .expect("wake-ups are JSON");
                body["boleto_id"]
                    .as_str()
                    .expect("wake-ups carry an id")
                    .to_owned()
            })
            .collect()
    }

    /// Receives up to ten messages of the registration queue, which then stay hidden for some seconds.
    pub(crate) async fn receive(&self, hidden_s: i32) -> Vec<types::Message> {
        self.sqs
            .receive_message()
            .queue_url(&self.registration_queue)
            .max_number_of_messages(10)
            .visibility_timeout(hidden_s)
            .send()
            .await
            .expect("the queue can be read")
            .messages
            .unwrap_or_default()
    }

    /// Deletes a message of the registration queue.
    pub(crate) async fn delete(&self, message: &types::Message) {
        self.sqs
            .delete_message()
            .queue_url(&self.registration_queue)
            .set_receipt_handle(message.receipt_handle.clone())
            .send()
            .await
            .expect("the message can be deleted");
    }

    /// Gives the registration queue a dead-letter queue, for what was received so often; its URL.
    pub(crate) async fn bury_after(&self, receives: u32) -> String {
        let name = self
            .registration_queue
            .rsplit_once('/')
            .expect("a URL has a path")
            .1;
        let name = format!("{name}-dead-letters");
        let url = queue(&self.sqs, &name).await;
        let arn = format!("arn:aws:sqs:{}:000000000000:{name}", ministack::REGION);
        let policy = json!({ "deadLetterTargetArn": arn, "maxReceiveCount": receives });
        self.sqs
            .set_queue_attributes()
            .queue_url(&self.registration_queue)
            .attributes(QueueAttributeName::RedrivePolicy, policy.to_string())
            .send()
            .await
            .expect("the queue can be changed");
        url
    }

    async fn take(&self, url: &str) -> Vec<types::Message> {
        let mut all = Vec::new();
        loop {
            let page = self
                .sqs
                .receive_message()
                .queue_url(url)
                .max_number_of_messages(10)
                .message_attribute_names("All")
                .send()
                .await
                .expect("the queue can be read")
                .messages
                .unwrap_or_default();
            if page.is_empty() {
                return all;
            }
            for message in &page {
                self.sqs
                    .delete_message()
                    .queue_url(url)
                    .set_receipt_handle(message.receipt_handle.clone())
                    .send()
                    .await
                    .expect("the message can be deleted");
            }
            all.extend(page);
        }
    }

    /// How many messages the registration queue holds back for later.
    pub async fn delayed_wakes(&self) -> u32 {
        let name = QueueAttributeName::ApproximateNumberOfMessagesDelayed;
        self.counted(&self.registration_queue, name).await
    }

    /// How many messages of a queue can be received.
    pub(crate) async fn visible(&self, url: &str) -> u32 {
        let name = QueueAttributeName::ApproximateNumberOfMessages;
        self.counted(url, name).await
    }

    async fn counted(&self, url: &str, name: QueueAttributeName) -> u32 {
        let attributes = self
            .sqs
            .get_queue_attributes()
            .queue_url(url)
            .attribute_names(name.clone())
            .send()
            .await
            .expect("the queue can be read");
        let text = attributes
            .attributes()
            .and_then(|attributes| attributes.get(&name));
        text.and_then(|text| text.parse().ok()).expect("SQS counts")
    }

    /// Makes a queue.
    pub async fn make_queue(&self, name: &str) {
        queue(&self.sqs, name).await;
    }

    /// Makes a queue go away.
    pub async fn delete_queue(&self, url: &str) {
        self.sqs
            .delete_queue()
            .queue_url(url)
            .send()
            .await
            .expect("the queue can be deleted");
    }
}

pub(super) async fn queue(sqs: &aws_sdk_sqs::Client, name: &str) -> String {
    let queue = sqs
        .create_queue()
        .queue_name(name)
        .send()
        .await
        .expect("a queue can be made");
    queue.queue_url.expect("it has a URL")
}
