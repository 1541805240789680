//! A first boleto, and how a person goes on from there.

use std::fmt;

use serde_json::{Value, json};

use super::StackError;
use super::description::Description;
use crate::http;

/// What the API said to a POST.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The boleto, or the errors.
    pub body: Value,
}

impl Answer {
    /// Whether the API has created a boleto.
    #[must_use]
    pub fn is_created(&self) -> bool {
        self.status == 201
    }

    /// The boleto's id; empty where there is no boleto.
    #[must_use]
    pub fn id(&self) -> &str {
        self.body["id"].as_str().unwrap_or_default()
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:#}", self.status, self.body)
    }
}

/// A boleto that Bradesco registers, whose client is told at `queue_url`.
#[must_use]
pub fn request(queue_url: &str) -> Value {
    json!({
        "queue_url": queue_url,
        "expiration_date": "2030-12-20",
        "amount": 2000,
        "issuer": "bradesco",
        "issuer_agency": "1229",
        "issuer_account": "469",
        "issuer_wallet": "26",
        "payer_name": "Maria da Silva",
        "payer_document_type": "cpf",
        "payer_document_number": "52998224725",
        "reference_id": "order-1",
    })
}

/// POSTs a boleto through API Gateway.
///
/// # Errors
///
/// When nobody answers, or not in JSON.
pub async fn post(stack: &Description) -> Result<Answer, StackError> {
    let response = http::client()?
        .post(format!("{}/boletos", stack.api_url))
        .header("x-api-key", &stack.api_key)
        .json(&request(&stack.client_queue_url))
        .send()
        .await?;

    Ok(Answer {
        status: response.status().as_u16(),
        body: response.json().await?,
    })
}

/// Lines to type: create, get, list, update, register.
#[must_use]
pub fn curl_lines(stack: &Description, id: &str) -> String {
    let Description {
        api_url, api_key, ..
    } = stack;
    let curl = |what: &str, path: &str, more: &str| {
        format!(
            "  # {what}\n  curl -sS '{api_url}/boletos{path}' -H 'x-api-key: {api_key}'{more}\n"
        )
    };
    let json = |body: &Value| format!(" -H 'content-type: application/json' -d '{body}'");

    [
        curl("create", "", &json(&request(&stack.client_queue_url))),
        curl("get", &format!("/{id}"), ""),
        curl("list", "?count=5", ""),
        curl(
            "update",
            &format!("/{id}"),
            &format!(" -X PATCH{}", json(&json!({"paid_amount": 2000}))),
        ),
        curl("register", &format!("/{id}/register"), " -X POST"),
    ]
    .concat()
}
