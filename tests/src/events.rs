//! Events as AWS sends them.

use std::time::Duration;

use aws_lambda_events::sqs::SqsEvent;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use lambda_runtime::{Context, LambdaEvent};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::routes::routes;

/// What Lambda says about an invocation that begins now and ends in `remaining`.
pub(crate) fn context(now: Timestamp, remaining: Duration) -> Context {
    let now = u64::try_from(now.as_millisecond()).expect("it is after 1970");
    let mut context = Context::default();
    context.request_id = String::from("c6af9ac6-7b61-11e6-9a41-93e8deadbeef");
    context.deadline = now + u64::try_from(remaining.as_millis()).expect("it is short");
    context
}

/// An API Gateway proxy event: `path` may carry a query.
#[must_use]
pub fn api_gateway(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Value {
    let mut event: Value = serde_json::from_str(include_str!("../events/api-gateway.json"))
        .expect("the event is JSON");
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    event["httpMethod"] = json!(method);
    event["requestContext"]["httpMethod"] = json!(method);
    event["path"] = json!(path);
    event["body"] = json!(body);
    for (name, value) in headers {
        event["headers"][name] = json!(value);
    }
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name), decoded(value));
        event["queryStringParameters"][&name] = json!(value);
        let values = &mut event["multiValueQueryStringParameters"][&name];
        match values.as_array_mut() {
            Some(values) => values.push(json!(value)),
            None => *values = json!([value]),
        }
    }
    route(&mut event, path);
    event
}

/// An API Gateway proxy event of a request as it came, with `headers` alone and any bytes for a body.
pub(crate) fn proxied(
    method: &str,
    target: &str,
    headers: &[(String, String)],
    body: &[u8],
) -> Value {
    let mut event = api_gateway(method, target, &[], None);
    event["headers"] = headers
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    match std::str::from_utf8(body) {
        Ok("") => {}
        Ok(text) => event["body"] = json!(text),
        Err(_) => {
            event["body"] = json!(STANDARD.encode(body));
            event["isBase64Encoded"] = json!(true);
        }
    }
    event
}

/// Says which resource a path leads to. Path parameters stay as they were sent, query parameters do not.
fn route(event: &mut Value, path: &str) {
    let Some((resource, parameters)) = routes().resource(path) else {
        return;
    };
    event["resource"] = json!(resource);
    event["requestContext"]["resourcePath"] = json!(resource);
    if !parameters.is_empty() {
        event["pathParameters"] = parameters.into_iter().collect();
    }
}

/// A name or value of a query, as API Gateway reads it.
fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

/// A batch of the registration queue; each message is named by its place, from 0.
pub(crate) fn sqs(now: Timestamp, bodies: &[String]) -> LambdaEvent<SqsEvent> {
    let event = serde_json::from_value(batch(bodies)).expect("it is an SQS event");
    LambdaEvent::new(event, context(now, Duration::from_secs(60)))
}

/// The same as AWS sends it.
pub(crate) fn batch(bodies: &[String]) -> Value {
    let record: Value =
        serde_json::from_str(include_str!("../events/sqs-record.json")).expect("the event is JSON");
    let records: Vec<_> = bodies
        .iter()
        .enumerate()
        .map(|(place, body)| {
            let mut record = record.clone();
            record["messageId"] = json!(place.to_string());
            record["body"] = json!(body);
            record
        })
        .collect();
    json!({ "Records": records })
}
