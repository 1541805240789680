//! SSM and SQS that answer at once: an emulator would be measured instead.

use std::{collections::BTreeMap, sync::Arc};

use axum::{Router, extract::State, http::HeaderMap, routing::post};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Parameters by their full names.
pub(crate) type Parameters = BTreeMap<String, String>;

/// Serves both on loopback, with these parameters, and tells where.
pub(crate) async fn serve(listener: TcpListener, parameters: Parameters) -> std::io::Result<()> {
    let router = Router::new()
        .route("/", post(answer))
        .with_state(Arc::new(parameters));
    axum::serve(listener, router).await
}

async fn answer(
    State(parameters): State<Arc<Parameters>>,
    headers: HeaderMap,
    body: String,
) -> String {
    let target = headers
        .get("x-amz-target")
        .and_then(|target| target.to_str().ok());
    let answer = if target.is_some_and(|target| target.ends_with(".GetParameters")) {
        found(&parameters, &body)
    } else {
        json!({ "MessageId": "7f1a1c52-0000-4000-8000-5a5a5a5a5a5a" })
    };
    answer.to_string()
}

fn found(parameters: &Parameters, body: &str) -> Value {
    let asked: Value = serde_json::from_str(body).unwrap_or_default();
    let names = asked["Names"].as_array().into_iter().flatten();
    let (known, unknown): (Vec<_>, Vec<_>) = names
        .filter_map(Value::as_str)
        .partition(|name| parameters.contains_key(*name));
    let known: Vec<_> = known
        .iter()
        .map(|name| json!({ "Name": name, "Type": "SecureString", "Value": parameters[*name] }))
        .collect();
    json!({ "Parameters": known, "InvalidParameters": unknown })
}
