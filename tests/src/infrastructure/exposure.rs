//! Who can see it from outside: nobody.

use serde_json::{Value, json};

use super::resource::Resource;

const EVERYWHERE: [&str; 2] = ["0.0.0.0/0", "::/0"];

/// The only port on which anything may be called outside: banks and AWS, over HTTPS.
const HTTPS: u16 = 443;

/// What is wrong with how a resource can be reached, given the others.
pub(super) fn objections(resource: &Resource<'_>, all: &[Resource<'_>]) -> Vec<String> {
    let found = match resource.kind {
        "aws_s3_bucket" => bucket(resource, all),
        "aws_s3_bucket_acl" | "aws_s3_bucket_website_configuration" => {
            Some("a bucket is shown to others")
        }
        "aws_lambda_function_url" => Some("a function is called past API Gateway"),
        "aws_db_instance" => said(resource, "publicly_accessible", &json!(false)),
        "aws_subnet" => said(resource, "map_public_ip_on_launch", &json!(false)),
        "aws_vpc_security_group_ingress_rule" => {
            is_everywhere(resource).then_some("lets everybody in")
        }
        "aws_vpc_security_group_egress_rule" => (is_everywhere(resource)
            && (*resource.get("from_port") != json!(HTTPS)
                || *resource.get("to_port") != json!(HTTPS)))
        .then_some("lets out more than HTTPS"),
        "aws_default_security_group" => {
            let empty = ["ingress", "egress"]
                .iter()
                .all(|way| resource.get(way).as_array().is_none_or(Vec::is_empty));
            (!empty).then_some("AWS's own group lets its members talk")
        }
        "aws_lambda_permission" => (!resource
            .text("principal")
            .is_some_and(|principal| principal.ends_with(".amazonaws.com"))
            || !resource.is_set("source_arn"))
        .then_some("more than one source of ours may invoke"),
        _ => None,
    };

    found
        .map(|what| format!("{}: {what}", resource.address))
        .into_iter()
        .collect()
}

fn bucket(bucket: &Resource<'_>, all: &[Resource<'_>]) -> Option<&'static str> {
    let shut = all.iter().any(|block| {
        block.kind == "aws_s3_bucket_public_access_block"
            && block.module() == bucket.module()
            && [
                "block_public_acls",
                "block_public_policy",
                "ignore_public_acls",
                "restrict_public_buckets",
            ]
            .iter()
            .all(|way| *block.get(way) == Value::Bool(true))
    });

    (!shut).then_some("a bucket that can be made public")
}

fn said(resource: &Resource<'_>, attribute: &str, wanted: &Value) -> Option<&'static str> {
    (resource.get(attribute) != wanted).then_some("can be reached from outside")
}

fn is_everywhere(rule: &Resource<'_>) -> bool {
    ["cidr_ipv4", "cidr_ipv6"].iter().any(|way| {
        rule.text(way)
            .is_some_and(|range| EVERYWHERE.contains(&range))
    })
}
