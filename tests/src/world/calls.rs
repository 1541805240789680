//! Asking the functions as their callers do.

use std::time::Duration;

use create_boleto::Create;
use lambda_http::http::HeaderMap;
use lambda_runtime::LambdaEvent;
use serde_json::{Value, json};
use service::registration::Registrar;
use sweep_pending::Swept;

use super::World;
use crate::{API_KEY, events};

impl World {
    /// POSTs a boleto.
    pub async fn post(&self, body: &Value) -> (u16, Value) {
        self.answer("POST", "/boletos", Some(body)).await
    }

    /// POSTs any body with headers; returns the response's headers too.
    pub async fn post_with(&self, headers: &[(&str, &str)], body: &str) -> (u16, HeaderMap, Value) {
        self.post_to(&self.create, headers, body).await
    }

    /// The same in another environment of the function.
    pub(crate) async fn post_to(
        &self,
        create: &Create,
        headers: &[(&str, &str)],
        body: &str,
    ) -> (u16, HeaderMap, Value) {
        let headers: Vec<_> = [("x-api-key", API_KEY)]
            .iter()
            .chain(headers)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let answer = self
            .ask_in(create, "POST", "/boletos", &headers, body.as_bytes())
            .await;
        (answer.status, answer.headers, answer.body)
    }

    /// GETs a path of boletos.
    pub async fn get(&self, path: &str) -> (u16, Value) {
        self.answer("GET", path, None).await
    }

    /// PATCHes a boleto.
    pub async fn patch(&self, id: &str, body: &Value) -> (u16, Value) {
        self.answer("PATCH", &format!("/boletos/{id}"), Some(body))
            .await
    }

    /// POSTs to `/boletos/{id}/register`.
    pub async fn register(&self, id: &str) -> (u16, Value) {
        self.answer("POST", &format!("/boletos/{id}/register"), None)
            .await
    }

    /// POSTs to `/boletos/{id}/notifications`.
    pub async fn resend(&self, id: &str) -> (u16, Value) {
        self.answer("POST", &format!("/boletos/{id}/notifications"), None)
            .await
    }

    async fn answer(&self, method: &str, target: &str, body: Option<&Value>) -> (u16, Value) {
        let answer = self.ask(method, target, body).await;
        (answer.status, answer.body)
    }

    /// Tells what a person found at the bank.
    ///
    /// # Errors
    /// Nothing was settled, and why.
    pub async fn resolve(&self, finding: Value) -> Result<(), resolve_boleto::Failure> {
        let event = LambdaEvent::new(
            finding,
            events::context(self.now(), Duration::from_secs(29)),
        );
        resolve_boleto::handle(&self.create.registrar, event, self.now())
            .await
            .map(drop)
    }

    /// Gives the consumer a batch of bodies; returns the places of those that it failed.
    pub async fn retry_bodies(&self, bodies: &[String]) -> Vec<usize> {
        self.retry_bodies_with(&self.create.registrar, bodies).await
    }

    /// The same in another environment of the consumer.
    pub(crate) async fn retry_bodies_with(
        &self,
        registrar: &Registrar,
        bodies: &[String],
    ) -> Vec<usize> {
        let event = events::sqs(self.now(), bodies);
        let response = retry_registrations::handle(registrar, event, self.now()).await;
        response
            .batch_item_failures
            .iter()
            .map(|failure| {
                failure
                    .item_identifier
                    .parse()
                    .expect("messages are named by place")
            })
            .collect()
    }

    /// Gives the consumer a batch of boletos; none may fail.
    pub async fn retry(&self, ids: &[&str]) {
        let bodies: Vec<_> = ids
            .iter()
            .map(|id| json!({ "boleto_id": id }).to_string())
            .collect();
        assert_eq!(self.retry_bodies(&bodies).await, Vec::<usize>::new());
    }

    /// Runs the sweep.
    pub async fn sweep(&self) -> Swept {
        sweep_pending::handle(&self.sweep, Duration::from_secs(60))
            .await
            .expect("the database is in reach")
    }
}
