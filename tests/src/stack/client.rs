//! A client of the stack with a queue of its own.

use std::time::{Duration, Instant};

use aws_sdk_sqs::types::QueueAttributeName;
use local::stack::Stack;
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};
use tokio::time::sleep;

/// Someone who calls the API, and has a queue to be told results in.
#[derive(Debug)]
pub struct Client<'a> {
    stack: &'a Stack,
    sqs: aws_sdk_sqs::Client,
    queue: String,
    http: reqwest::Client,
}

impl<'a> Client<'a> {
    /// Makes a queue `gateway-{name}`.
    pub async fn of(stack: &'a Stack, name: &str) -> Self {
        let sqs = aws_sdk_sqs::Client::new(&stack.aws.sdk_config().await);
        let queue = sqs
            .create_queue()
            .queue_name(format!("gateway-{name}"))
            .send()
            .await;
        let queue = queue
            .expect("a queue can be made")
            .queue_url
            .expect("it has a URL");
        Self {
            stack,
            sqs,
            queue,
            http: local::http::client().expect("a client can be made"),
        }
    }

    /// A request for a boleto at Bradesco.
    #[must_use]
    pub fn request(&self, amount: u64) -> Value {
        let mut request = local::stack::boleto::request(&self.stack.description.client_queue_url);
        request["queue_url"] = json!(self.queue);
        request["amount"] = json!(amount);
        request
    }

    /// Creates a boleto of an amount at Bradesco.
    pub async fn create(&self, amount: u64) -> (u16, Value) {
        self.post("/boletos", &self.request(amount)).await
    }

    /// POSTs with the gateway's key; returns the status and the answer.
    pub async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.send(self.http.post(self.url(path)).json(body)).await
    }

    /// Creates a boleto with a key of the caller's choice, once however often it is asked; asks again where the service
    /// says to try again later.
    pub async fn create_once(
        &self,
        idempotency_key: &str,
        api_key: &str,
        body: &Value,
    ) -> (u16, Value) {
        let began = Instant::now();
        loop {
            let request = self.http.post(self.url("/boletos")).json(body);
            let request = request.header("idempotency-key", idempotency_key);
            let answer = read(request.header("x-api-key", api_key)).await;
            if answer.0 != 503 || began.elapsed() > Duration::from_secs(20) {
                return answer;
            }
            sleep(Duration::from_secs(1)).await;
        }
    }

    /// PATCHes a boleto.
    pub async fn patch(&self, id: &str, body: &Value) -> (u16, Value) {
        self.send(
            self.http
                .patch(self.url(&format!("/boletos/{id}")))
                .json(body),
        )
        .await
    }

    /// DELETEs a path.
    pub async fn delete(&self, path: &str) -> (u16, Value) {
        self.send(self.http.delete(self.url(path))).await
    }

    /// GETs a path.
    pub async fn get(&self, path: &str) -> (u16, Value) {
        self.send(self.http.get(self.url(path))).await
    }

    /// GETs a path with another key, or none.
    pub async fn get_with_key(&self, path: &str, key: Option<&str>) -> (u16, Value) {
        let request = self.http.get(self.url(path));
        read(match key {
            Some(key) => request.header("x-api-key", key),
            None => request,
        })
        .await
    }

    /// Waits until a boleto is settled.
    pub async fn settled(&self, boleto: &Value, limit: Duration) -> Value {
        let id = boleto["id"].as_str().expect("it has an id");
        let began = Instant::now();
        loop {
            let (_, now) = self.get(&format!("/boletos/{id}")).await;
            if now["status"] != "pending_registration" {
                return now;
            }
            assert!(began.elapsed() < limit, "still pending: {now}");
            sleep(Duration::from_secs(1)).await;
        }
    }

    /// Takes what the client's queue was told, once it holds `count` messages, and all that come in a while after.
    pub async fn told(&self, count: usize) -> Vec<Value> {
        let mut told = Vec::new();
        for _ in 0..20 {
            let enough = told.len() >= count;
            let page = self.receive(&self.queue).await;
            let nothing_more = page.is_empty();
            told.extend(
                page.iter().map(|body| {
                    serde_json::from_str::<Value>(body).expect("notifications are JSON")
                }),
            );
            if enough && nothing_more {
                break;
            }
            sleep(Duration::from_millis(500)).await;
        }
        told
    }

    /// Sends a message to the queue that wakes retries.
    pub async fn send_wake(&self, body: &str) {
        let url = &self.stack.description.registration_queue_url;
        let sent = self
            .sqs
            .send_message()
            .queue_url(url)
            .message_body(body)
            .send()
            .await;
        sent.expect("a message can be sent");
    }

    /// Makes messages that failed come back to the registration queue after so many seconds, and tells after how many
    /// they did before.
    pub async fn come_back_after(&self, seconds: u32) -> u32 {
        let url = &self.stack.description.registration_queue_url;
        let attribute = QueueAttributeName::VisibilityTimeout;
        let get = self.sqs.get_queue_attributes().queue_url(url);
        let found = get.attribute_names(attribute.clone()).send().await;
        let before = found
            .expect("the queue can be read")
            .attributes
            .and_then(|mut attributes| attributes.remove(&attribute))
            .and_then(|seconds| seconds.parse().ok())
            .expect("it has a visibility timeout");
        let set = self.sqs.set_queue_attributes().queue_url(url);
        let set = set.attributes(attribute, seconds.to_string());
        set.send().await.expect("the queue can be set");

        before
    }

    /// Waits for the dead-letter queue's message.
    pub async fn dead_letter(&self, limit: Duration) -> String {
        let began = Instant::now();
        loop {
            let page = self
                .receive(&self.stack.description.dead_letter_queue_url)
                .await;
            if let Some(body) = page.into_iter().next() {
                return body;
            }
            assert!(began.elapsed() < limit, "no dead letter");
            sleep(Duration::from_secs(1)).await;
        }
    }

    /// Runs a statement as the database's owner.
    pub async fn sql(&self, statement: &'static str) {
        let url = &self.stack.description.database_url;
        let mut connection = PgConnection::connect(url)
            .await
            .expect("the database is in reach");
        sqlx::raw_sql(statement)
            .execute(&mut connection)
            .await
            .expect("the statement is right");
    }

    async fn receive(&self, url: &str) -> Vec<String> {
        let page = self
            .sqs
            .receive_message()
            .queue_url(url)
            .max_number_of_messages(10);
        let page = page
            .send()
            .await
            .expect("the queue can be read")
            .messages
            .unwrap_or_default();
        for message in &page {
            let handle = message.receipt_handle.clone();
            let delete = self
                .sqs
                .delete_message()
                .queue_url(url)
                .set_receipt_handle(handle);
            delete.send().await.expect("the message can be deleted");
        }
        page.into_iter()
            .filter_map(|message| message.body)
            .collect()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.stack.description.api_url)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> (u16, Value) {
        read(request.header("x-api-key", &self.stack.description.api_key)).await
    }
}

async fn read(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.expect("API Gateway answers");
    let status = response.status().as_u16();
    (status, response.json().await.expect("every answer is JSON"))
}
