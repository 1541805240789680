//! What a second plan would change, which is nothing.

use std::collections::BTreeSet;

use serde_json::Value;

/// What MiniStack 1.5.33 was told and does not tell again: kind of resource, attributes.
const FORGETS: &[(&str, &[&str])] = &[
    // The answer in XML to DescribeAlarms has these elements for nobody.
    (
        "aws_cloudwatch_metric_alarm",
        &[
            "actions_enabled",
            "alarm_actions",
            "alarm_description",
            "dimensions",
            "extended_statistic",
            "ok_actions",
            "period",
            "statistic",
            "treat_missing_data",
        ],
    ),
    // Its instances are names without logs.
    ("aws_db_instance", &["enabled_cloudwatch_logs_exports"]),
    // Its endpoints are names without policies, names in DNS or groups.
    (
        "aws_vpc_endpoint",
        &["policy", "private_dns_enabled", "security_group_ids"],
    ),
];

/// What a plan would change though nobody has changed anything; what the emulator is known to forget is left out.
#[must_use]
pub fn changes(plan: &Value) -> Vec<String> {
    plan["resource_changes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(unexplained)
        .collect()
}

fn unexplained(change: &Value) -> Option<String> {
    let actions: Vec<&str> = change["change"]["actions"]
        .as_array()?
        .iter()
        .filter_map(Value::as_str)
        .collect();
    if actions == ["no-op"] || actions == ["read"] {
        return None;
    }
    let left: Vec<&str> = differing(&change["change"])
        .into_iter()
        .filter(|name| !is_forgotten(change, name))
        .collect();
    if actions == ["update"] && left.is_empty() {
        return None;
    }

    let address = change["address"].as_str().unwrap_or_default();
    Some(format!("{address}: {actions:?} for {left:?}"))
}

/// Whether the emulator does not tell an attribute at all: one that it tells otherwise is a change.
fn is_forgotten(change: &Value, name: &str) -> bool {
    let untold = match &change["change"]["before"][name] {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.as_u64() == Some(0),
        Value::String(text) => text.is_empty() || text == "missing",
        Value::Array(values) => values.is_empty(),
        Value::Object(values) => values.is_empty(),
    };

    untold
        && FORGETS
            .iter()
            .any(|(kind, attributes)| change["type"] == *kind && attributes.contains(&name))
}

/// The names of the attributes that would be others afterwards.
fn differing(change: &Value) -> BTreeSet<&str> {
    let (before, after) = (&change["before"], &change["after"]);
    let names = [before, after, &change["after_unknown"]]
        .into_iter()
        .filter_map(Value::as_object)
        .flat_map(|object| object.keys().map(String::as_str));

    names
        .filter(|name| {
            before[name] != after[name] || change["after_unknown"][name] == Value::Bool(true)
        })
        .collect()
}
