//! What a new version is asked, and has to answer, before it takes traffic.

use serde::Deserialize;
use serde_json::Value;
use serde_saphyr::Spanned;

/// All of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    /// Requests, as API Gateway brings them.
    pub requests: Vec<RequestCheck>,
    /// Events of any other kind.
    pub events: Vec<EventCheck>,
}

/// A request and its answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestCheck {
    /// The function.
    pub function: Spanned<String>,
    /// Method and path, with the query, as in `GET /boletos?count=1`.
    pub send: String,
    /// The path as the API knows it, where it has places for values, as in `/boletos/{id}`.
    pub route: Option<String>,
    /// The body, if it has one.
    pub body: Option<Value>,
    /// The status that it has to be answered with.
    pub answers: u16,
}

/// An event and what has to come back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventCheck {
    /// The function.
    pub function: Spanned<String>,
    /// The event.
    pub send: Value,
    /// What has to come back, to the letter.
    pub answers: Value,
}

/// A check of either kind.
#[derive(Debug, Clone, Copy)]
pub enum Check<'a> {
    /// A request.
    Request(&'a RequestCheck),
    /// An event.
    Event(&'a EventCheck),
}

impl Checks {
    /// All checks.
    pub fn all(&self) -> impl Iterator<Item = Check<'_>> {
        let requests = self.requests.iter().map(Check::Request);

        requests.chain(self.events.iter().map(Check::Event))
    }

    /// The functions that are checked.
    pub(super) fn functions(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.all().map(|check| match check {
            Check::Request(check) => &check.function,
            Check::Event(check) => &check.function,
        })
    }
}
