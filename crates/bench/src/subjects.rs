//! What is measured: a line for each function. A function without a line is started and weighed, but not called.

use serde_json::{Value, json};

use crate::events::{self, Givens};

/// How a function is called.
pub(crate) struct Subject {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it is asked.
    pub(crate) event: fn(&Givens) -> Value,
    /// Whether it did what it was asked.
    pub(crate) accepts: fn(&Value) -> bool,
    /// What the database's owner puts right before each call.
    pub(crate) arrange: Option<fn(&Givens) -> String>,
    /// Whether its statements do the same when they are run again, so that pgbench can be given them.
    pub(crate) replayable: bool,
}

/// Every function that can be called, in the order of the table.
pub(crate) const ALL: &[Subject] = &[
    Subject {
        name: "hello",
        event: |given| events::http("GET", "/boletos/{id}", &given.registered, None),
        accepts: |answer| answer == "hello",
        arrange: None,
        replayable: false,
    },
    Subject {
        name: "create-boleto",
        event: |given| {
            events::http(
                "POST",
                "/boletos",
                "",
                Some(given.request("development", 2000)),
            )
        },
        accepts: |answer| is(answer, 201, "registered"),
        arrange: None,
        replayable: true,
    },
    Subject {
        name: "get-boleto",
        event: |given| events::http("GET", "/boletos/{id}", &given.registered, None),
        accepts: |answer| is(answer, 200, "registered"),
        arrange: None,
        replayable: true,
    },
    Subject {
        name: "list-boletos",
        event: |_| events::http("GET", "/boletos", "", None),
        accepts: |answer| is(answer, 200, "registered"),
        arrange: None,
        replayable: true,
    },
    Subject {
        name: "update-boleto",
        event: |given| {
            let payment = json!({ "paid_amount": 2000 });
            events::http("PATCH", "/boletos/{id}", &given.registered, Some(payment))
        },
        accepts: |answer| is(answer, 200, "registered"),
        arrange: None,
        replayable: true,
    },
    Subject {
        name: "register-boleto",
        event: |given| events::http("POST", "/boletos/{id}/register", &given.owed, None),
        accepts: |answer| is(answer, 200, "registered"),
        arrange: Some(Givens::owe),
        replayable: false,
    },
    Subject {
        name: "resend-notification",
        event: |given| {
            events::http(
                "POST",
                "/boletos/{id}/notifications",
                &given.registered,
                None,
            )
        },
        accepts: |answer| is(answer, 202, "registered"),
        arrange: None,
        replayable: true,
    },
    Subject {
        name: "manage-configurations",
        event: |_| events::http("GET", "/configurations/{key}", "bench", None),
        accepts: |answer| is(answer, 200, "bench"),
        arrange: None,
        replayable: true,
    },
    Subject {
        name: "describe-service",
        event: |_| events::http("GET", "/health", "", None),
        accepts: |answer| is(answer, 200, "ok"),
        arrange: None,
        replayable: false,
    },
    Subject {
        name: "retry-registrations",
        event: |given| events::batch(&[&given.owed]),
        accepts: |answer| answer["batchItemFailures"] == json!([]),
        arrange: Some(Givens::owe),
        replayable: false,
    },
    Subject {
        name: "sweep-pending",
        event: |_| events::clock(),
        accepts: |answer| answer["more"] == false,
        arrange: None,
        replayable: true,
    },
    Subject {
        name: "resolve-boleto",
        event: |given| {
            json!({
                "boleto_id": given.owed, "outcome": "registered", "looked_at": "2026-01-01T00:00:00Z",
                "reason": "seen at the bank",
            })
        },
        accepts: |answer| answer["status"] == "registered",
        arrange: Some(Givens::owe),
        replayable: false,
    },
    Subject {
        name: "migrate-database",
        event: |_| json!({}),
        accepts: |answer| answer["applied"] == json!([]),
        arrange: None,
        replayable: false,
    },
];

fn is(answer: &Value, status: u16, word: &str) -> bool {
    let body = answer["body"].as_str().unwrap_or_default();
    answer["statusCode"] == status && body.contains(&format!("\"{word}\""))
}
