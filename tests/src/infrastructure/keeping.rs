//! How what is kept is kept: encrypted, and logs no longer than was said.

use serde_json::{Value, json};

use super::resource::Resource;

/// How a kind of resource that holds data shows that it is encrypted.
enum Kept {
    /// This attribute has this value.
    Says(&'static str, Value),
    /// This attribute names a key.
    Names(&'static str),
    /// A resource of this kind stands in the same module.
    Beside(&'static str),
    /// AWS encrypts it with a key of its own, always.
    Always,
    /// It holds no data.
    Nothing,
}

/// How a kind is kept; none for a kind that nobody has thought about yet.
fn kept(kind: &str) -> Option<Kept> {
    Some(match kind {
        "aws_db_instance" => Kept::Says("storage_encrypted", json!(true)),
        "aws_kms_key" => Kept::Says("enable_key_rotation", json!(true)),
        "aws_s3_bucket" => Kept::Beside("aws_s3_bucket_server_side_encryption_configuration"),
        "aws_sns_topic" => Kept::Names("kms_master_key_id"),
        "aws_sqs_queue" => Kept::Says("sqs_managed_sse_enabled", json!(true)),
        "aws_ssm_parameter" => Kept::Says("type", json!("SecureString")),
        "aws_api_gateway_api_key"
        | "aws_cloudwatch_dashboard"
        | "aws_cloudwatch_log_group"
        | "aws_lambda_function"
        | "aws_secretsmanager_secret"
        | "aws_secretsmanager_secret_version" => Kept::Always,
        _ if HOLDS_NOTHING.contains(&kind) => Kept::Nothing,
        _ => return None,
    })
}

/// Kinds that say how things hang together, and hold no data.
const HOLDS_NOTHING: &[&str] = &[
    "aws_api_gateway_account",
    "aws_api_gateway_deployment",
    "aws_api_gateway_gateway_response",
    "aws_api_gateway_integration",
    "aws_api_gateway_method",
    "aws_api_gateway_method_settings",
    "aws_api_gateway_resource",
    "aws_api_gateway_rest_api",
    "aws_api_gateway_stage",
    "aws_api_gateway_usage_plan",
    "aws_api_gateway_usage_plan_key",
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_event_target",
    "aws_cloudwatch_log_metric_filter",
    "aws_cloudwatch_metric_alarm",
    "aws_db_parameter_group",
    "aws_db_subnet_group",
    "aws_default_security_group",
    "aws_eip",
    "aws_iam_openid_connect_provider",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_internet_gateway",
    "aws_kms_alias",
    "aws_lambda_alias",
    "aws_lambda_event_source_mapping",
    "aws_lambda_function_event_invoke_config",
    "aws_lambda_permission",
    "aws_nat_gateway",
    "aws_route",
    "aws_route_table",
    "aws_route_table_association",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
    "aws_security_group",
    "aws_sns_topic_policy",
    "aws_sns_topic_subscription",
    "aws_sqs_queue_redrive_policy",
    "aws_ssm_service_setting",
    "aws_subnet",
    "aws_vpc",
    "aws_vpc_endpoint",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
];

/// What is wrong with how a resource keeps what it holds, given the others.
pub(super) fn objections(resource: &Resource<'_>, all: &[Resource<'_>]) -> Vec<String> {
    let mut objections = Vec::new();
    let mut object = |what: &str| objections.push(format!("{}: {what}", resource.address));
    match kept(resource.kind) {
        None => object("nobody has said yet how this kind of resource is kept"),
        Some(Kept::Says(attribute, wanted)) if *resource.get(attribute) != wanted => {
            object("is not encrypted");
        }
        Some(Kept::Names(attribute)) if !resource.is_set(attribute) => object("is not encrypted"),
        Some(Kept::Beside(kind))
            if !all
                .iter()
                .any(|other| other.kind == kind && other.module() == resource.module()) =>
        {
            object("is not encrypted");
        }
        Some(_) => {}
    }
    match resource.kind {
        "aws_cloudwatch_log_group"
            if resource.get("retention_in_days").as_u64().unwrap_or(0) == 0 =>
        {
            object("keeps its log for ever");
        }
        "aws_db_parameter_group" if !forces_tls(resource) => {
            object("lets Postgres be spoken to in the clear");
        }
        _ => {}
    }

    objections
}

fn forces_tls(group: &Resource<'_>) -> bool {
    group
        .get("parameter")
        .as_array()
        .into_iter()
        .flatten()
        .any(|parameter| parameter["name"] == "rds.force_ssl" && parameter["value"] == "1")
}
