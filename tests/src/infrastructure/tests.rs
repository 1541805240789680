use serde_json::{Value, json};

use super::{EXCEPTIONS, changes, inspect};

/// What is said against a stack of these resources: kind, values.
fn objections(resources: &[(&str, Value)]) -> Vec<String> {
    let resources: Vec<Value> = resources
        .iter()
        .enumerate()
        .map(|(number, (kind, values))| {
            json!({ "address": format!("module.m.{kind}.n{number}"), "type": kind, "mode": "managed", "values": values })
        })
        .collect();
    let state =
        json!({ "values": { "root_module": { "child_modules": [{ "resources": resources }] } } });

    inspect(&state, EXCEPTIONS).objections
}

fn policy(sid: &str, action: &str, resource: &str) -> (&'static str, Value) {
    let document = json!({ "Statement": [
        { "Sid": sid, "Effect": "Allow", "Action": [action], "Resource": resource },
    ] });

    (
        "aws_iam_role_policy",
        json!({ "policy": document.to_string() }),
    )
}

const OURS: &str = "arn:aws:sqs:us-east-1:123456789012:superbowleto-live-boletos";

#[test]
fn an_action_on_something_of_ours_is_in_order() {
    assert_eq!(
        objections(&[policy("Wake", "sqs:SendMessage", OURS)]),
        [""; 0]
    );
}

#[test]
fn an_action_by_a_wildcard_is_not() {
    assert_eq!(
        objections(&[policy("Wake", "sqs:*", OURS)]),
        ["module.m.aws_iam_role_policy.n0: policy allows sqs:*"]
    );
}

#[test]
fn a_resource_that_is_not_named_is_not() {
    assert_eq!(
        objections(&[policy("Wake", "sqs:SendMessage", "*")]),
        ["module.m.aws_iam_role_policy.n0: policy allows Wake on *"]
    );
}

#[test]
fn an_exception_is_for_its_own_statement() {
    assert_eq!(
        objections(&[policy("SendTraces", "xray:PutTraceSegments", "*")]),
        [""; 0]
    );
    let others = "arn:aws:sqs:us-east-1:123456789012:other-*";
    assert_eq!(
        objections(&[policy("TellClients", "sqs:SendMessage", others)]).len(),
        1
    );
}

#[test]
fn what_anybody_may_do_needs_a_condition() {
    let topic = |condition: Value| {
        let document = json!({ "Statement": [{
            "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "sns:Publish",
            "Resource": "arn:aws:sns:us-east-1:123456789012:superbowleto-live-alarms", "Condition": condition,
        }] });
        (
            "aws_sns_topic_policy",
            json!({ "policy": document.to_string() }),
        )
    };
    assert_eq!(objections(&[topic(Value::Null)]).len(), 1);
    let own = json!({ "StringEquals": { "aws:SourceAccount": "123456789012" } });
    assert_eq!(objections(&[topic(own)]), [""; 0]);
}

#[test]
fn a_bucket_is_shut_and_encrypted() {
    let bucket = ("aws_s3_bucket", json!({}));
    let block = |public: bool| {
        let values = json!({
            "block_public_acls": !public, "block_public_policy": true,
            "ignore_public_acls": true, "restrict_public_buckets": true,
        });
        ("aws_s3_bucket_public_access_block", values)
    };
    let encryption = (
        "aws_s3_bucket_server_side_encryption_configuration",
        json!({}),
    );
    assert_eq!(objections(std::slice::from_ref(&bucket)).len(), 2);
    assert_eq!(
        objections(&[bucket.clone(), block(true), encryption.clone()]).len(),
        1
    );
    assert_eq!(objections(&[bucket, block(false), encryption]), [""; 0]);
}

#[test]
fn what_holds_data_is_encrypted() {
    for (kind, values) in [
        ("aws_sqs_queue", json!({ "sqs_managed_sse_enabled": false })),
        ("aws_ssm_parameter", json!({ "type": "String" })),
        ("aws_sns_topic", json!({ "kms_master_key_id": null })),
        (
            "aws_db_instance",
            json!({ "storage_encrypted": false, "publicly_accessible": false }),
        ),
    ] {
        assert_eq!(objections(&[(kind, values)]).len(), 1, "{kind}");
    }
}

#[test]
fn a_kind_that_nobody_has_thought_about_is_objected_to() {
    assert_eq!(objections(&[("aws_dynamodb_table", json!({}))]).len(), 1);
}

#[test]
fn nobody_comes_in_and_nothing_but_https_goes_out() {
    let rule = |kind: &'static str, port: u16| {
        (
            kind,
            json!({ "cidr_ipv4": "0.0.0.0/0", "from_port": port, "to_port": port }),
        )
    };
    assert_eq!(
        objections(&[rule("aws_vpc_security_group_ingress_rule", 443)]).len(),
        1
    );
    assert_eq!(
        objections(&[rule("aws_vpc_security_group_egress_rule", 5432)]).len(),
        1
    );
    assert_eq!(
        objections(&[rule("aws_vpc_security_group_egress_rule", 443)]),
        [""; 0]
    );
}

#[test]
fn a_log_is_not_kept_for_ever() {
    assert_eq!(
        objections(&[(
            "aws_cloudwatch_log_group",
            json!({ "retention_in_days": 0 })
        )])
        .len(),
        1
    );
    assert_eq!(
        objections(&[(
            "aws_cloudwatch_log_group",
            json!({ "retention_in_days": 30 })
        )]),
        [""; 0]
    );
}

#[test]
fn postgres_is_not_spoken_to_in_the_clear() {
    let group = |value: &str| {
        (
            "aws_db_parameter_group",
            json!({ "parameter": [{ "name": "rds.force_ssl", "value": value }] }),
        )
    };
    assert_eq!(objections(&[group("0")]).len(), 1);
    assert_eq!(objections(&[group("1")]), [""; 0]);
}

#[test]
fn every_function_has_a_role_of_its_own() {
    let function = |role: &str| ("aws_lambda_function", json!({ "role": role }));
    assert_eq!(objections(&[function("a"), function("b")]), [""; 0]);
    assert_eq!(
        objections(&[function("a"), function("a")]),
        ["module.m.aws_lambda_function.n1 runs as the role of module.m.aws_lambda_function.n0"]
    );
}

/// A plan that changes one attribute of a resource.
fn plan(kind: &str, actions: &[&str], attribute: &str, before: &Value) -> Value {
    json!({ "resource_changes": [{
        "address": format!("{kind}.this"), "type": kind, "mode": "managed",
        "change": { "actions": actions, "before": { attribute: before }, "after": { attribute: "wanted" }, "after_unknown": {} },
    }] })
}

#[test]
fn a_plan_without_changes_has_none() {
    assert_eq!(
        changes(&plan("aws_sqs_queue", &["no-op"], "name", &json!("wanted"))),
        [""; 0]
    );
}

#[test]
fn what_the_emulator_does_not_tell_is_no_change() {
    assert_eq!(
        changes(&plan("aws_vpc_endpoint", &["update"], "policy", &json!(""))),
        [""; 0]
    );
}

#[test]
fn what_the_emulator_tells_otherwise_is_a_change() {
    for (kind, actions, attribute, before) in [
        ("aws_vpc_endpoint", ["update"], "policy", json!("{}")),
        ("aws_vpc_endpoint", ["delete"], "policy", json!("")),
        ("aws_vpc_endpoint", ["update"], "service_name", json!("")),
        ("aws_sqs_queue", ["update"], "policy", json!("")),
    ] {
        assert_eq!(
            changes(&plan(kind, &actions, attribute, &before)).len(),
            1,
            "{kind} {attribute}"
        );
    }
}
