//! Where secrets stand that Terraform or a function had in hand: a grep of all that they have written.

use std::{
    fs::{self, File},
    io::Read as _,
    path::Path,
};

use local::stack::Sandbox;
use serde_json::Value;
use zip::ZipArchive;

use super::{blocking, nothing};
use crate::{
    infrastructure::{self, Resource},
    stack::logged,
};

/// The kinds of resource whose attributes hold an API key's value: the provider knows no write-only argument for it, and
/// reads it again as part of the usage plan.
const HOLD_KEYS: [&str; 2] = ["aws_api_gateway_api_key", "aws_api_gateway_usage_plan_key"];

/// Asserts that no password is in a state, a plan or a log, and that the API keys are in the state by their own kinds of
/// resource and by the output that hands them out, and nowhere else.
pub(super) async fn stand_nowhere(sandbox: &Sandbox, passwords: &[String]) {
    let terraform = sandbox.terraform.clone();
    let state = blocking(move || terraform.state()).await;
    let foundation = &sandbox.stack.description.foundation;
    let credentials = foundation.bank_secrets();
    let secrets: Vec<&str> = passwords
        .iter()
        .map(String::as_str)
        .chain(credentials.iter().map(String::as_str))
        .collect();
    assert!(
        secrets.iter().all(|secret| secret.len() > 8),
        "a secret is long enough to be looked for"
    );

    let mut written = written(sandbox);
    let logged = logged(&sandbox.stack).await;
    assert!(logged.contains("registered"), "the functions have logged");
    written.push((String::from("CloudWatch's log"), logged.into_bytes()));
    let mut found = Vec::new();
    for (name, text) in &written {
        found.extend(
            secrets
                .iter()
                .filter(|secret| holds(text, secret))
                .map(|_| name.clone()),
        );
    }
    nothing("a password stands in", &found);

    let keys: Vec<String> = sandbox
        .api_keys()
        .await
        .expect("Terraform tells the keys")
        .into_values()
        .flat_map(std::collections::BTreeMap::into_values)
        .collect();
    assert!(!keys.is_empty());
    let elsewhere: Vec<String> = infrastructure::all(&state)
        .iter()
        .filter(|resource| !HOLD_KEYS.contains(&resource.kind))
        .filter(|resource| keys.iter().any(|key| mentions(resource, key)))
        .map(|resource| resource.address.to_owned())
        .collect();
    nothing("an API key stands in", &elsewhere);
    let logged: Vec<String> = written
        .iter()
        .filter(|(name, _)| name.ends_with("log"))
        .filter(|(_, text)| keys.iter().any(|key| holds(text, key)))
        .map(|(name, _)| name.clone())
        .collect();
    nothing("an API key is logged in", &logged);
}

fn mentions(resource: &Resource<'_>, secret: &str) -> bool {
    fn within(value: &Value, secret: &str) -> bool {
        match value {
            Value::String(text) => text.contains(secret),
            Value::Array(values) => values.iter().any(|value| within(value, secret)),
            Value::Object(values) => values.values().any(|value| within(value, secret)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    within(resource.values(), secret)
}

/// All that was written to files: states and plans, a plan's own files unpacked, and the logs of the emulator and of
/// Postgres, which logs every statement.
fn written(sandbox: &Sandbox) -> Vec<(String, Vec<u8>)> {
    let mut written = Vec::new();
    let entries = fs::read_dir(sandbox.terraform.root()).expect("the root can be read");
    for path in entries.map(|entry| entry.expect("the root can be read").path()) {
        let name = path.display().to_string();
        if name.contains(".tfstate") {
            written.push((name, fs::read(&path).expect("a state can be read")));
        } else if name.ends_with(".tfplan") {
            written.extend(unpacked(&path));
        }
    }
    for log in [sandbox.stack.aws.log(), sandbox.stack.postgres.log()] {
        let text = fs::read(&log).expect("a log can be read");
        written.push((log.display().to_string(), text));
    }

    written
}

fn unpacked(plan: &Path) -> Vec<(String, Vec<u8>)> {
    let file = File::open(plan).expect("a plan can be read");
    let mut archive = ZipArchive::new(file).expect("a plan is a zip");

    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).expect("the plan is whole");
            let mut text = Vec::new();
            entry.read_to_end(&mut text).expect("the plan is whole");
            (format!("{} ({index})", plan.display()), text)
        })
        .collect()
}

fn holds(text: &[u8], secret: &str) -> bool {
    text.windows(secret.len())
        .any(|window| window == secret.as_bytes())
}
