//! Probing: a new version is asked what `deploy.yml` says, before it takes traffic.

use std::collections::BTreeMap;

use aws_sdk_lambda::Client;
use futures::future::join_all;
use serde_json::{Map, Value, json};

use crate::DeployError;
use crate::configuration::{Check, Checks, EventCheck, RequestCheck};
use crate::invoke::invoke;
use crate::record::Version;

/// Asks the versions, and tells how many questions that were.
///
/// # Errors
///
/// When one does not answer as it has to: with all of them.
pub(crate) async fn probe(
    client: &Client,
    checks: &Checks,
    versions: &BTreeMap<String, Version>,
) -> Result<usize, DeployError> {
    let asked = join_all(checks.all().map(|check| ask(client, check, versions))).await;
    let count = asked.len();
    let failed: Vec<String> = asked.into_iter().filter_map(Result::err).collect();
    if failed.is_empty() {
        Ok(count)
    } else {
        Err(DeployError::Checks(failed))
    }
}

/// Asks one question. The error is for a person.
async fn ask(
    client: &Client,
    check: Check<'_>,
    versions: &BTreeMap<String, Version>,
) -> Result<(), String> {
    let (function, event) = match check {
        Check::Request(check) => (&check.function.value, request(check)),
        Check::Event(check) => (&check.function.value, check.send.clone()),
    };
    let version = versions
        .get(function)
        .ok_or_else(|| format!("{function} was not published"))?;
    let said = invoke(
        client,
        &version.function_name,
        &version.version,
        event.to_string().into_bytes(),
    )
    .await
    .map_err(|error| error.to_string())?;
    let said: Value = serde_json::from_slice(&said).unwrap_or_default();

    match check {
        Check::Request(RequestCheck { send, answers, .. }) if said["statusCode"] != *answers => {
            let status = &said["statusCode"];
            Err(format!(
                "{function} answers {send} with {status}, not with {answers}"
            ))
        }
        Check::Event(EventCheck { answers, .. }) if said != *answers => Err(format!(
            "{function} answers with {said}, not with {answers}"
        )),
        Check::Request(_) | Check::Event(_) => Ok(()),
    }
}

/// The event that API Gateway would make of a request.
fn request(check: &RequestCheck) -> Value {
    let (method, target) = check.send.split_once(' ').unwrap_or(("GET", &check.send));
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let route = check.route.as_deref().unwrap_or(path);
    let query: Map<String, Value> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect();

    json!({
        "resource": route,
        "path": path,
        "httpMethod": method,
        "headers": { "content-type": "application/json", "User-Agent": "deployer" },
        "queryStringParameters": query,
        "pathParameters": places(route, path),
        "requestContext": {
            "resourcePath": route,
            "httpMethod": method,
            "path": path,
            "requestId": "deployer-check",
            "stage": "check",
            "identity": { "sourceIp": "127.0.0.1", "userAgent": "deployer" },
        },
        "body": check.body.as_ref().map(ToString::to_string),
        "isBase64Encoded": false,
    })
}

/// What a path has in the places of its route, as `id` in `/boletos/{id}`.
fn places(route: &str, path: &str) -> Map<String, Value> {
    route
        .split('/')
        .zip(path.split('/'))
        .filter_map(|(place, value)| {
            let name = place.strip_prefix('{')?.strip_suffix('}')?;
            Some((name.to_owned(), json!(value)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_becomes_the_event_that_api_gateway_makes_of_it() {
        let check: RequestCheck = serde_saphyr::from_str(
            "{ function: get-boleto, send: GET /boletos/bol_1/history?page=2, \
             route: '/boletos/{id}/history', answers: 404 }",
        )
        .unwrap();

        let event = request(&check);

        assert_eq!(event["httpMethod"], "GET");
        assert_eq!(event["resource"], "/boletos/{id}/history");
        assert_eq!(event["path"], "/boletos/bol_1/history");
        assert_eq!(event["pathParameters"], json!({ "id": "bol_1" }));
        assert_eq!(event["queryStringParameters"], json!({ "page": "2" }));
        assert_eq!(event["body"], Value::Null);
    }
}
