//! What no emulator can know of a stack in AWS, said in Terraform's language.

use super::foundation::Foundation;

/// The account that the emulator pretends to be.
pub(super) const ACCOUNT: &str = "000000000000";

/// Merged into any root: its state lies beside it.
pub(super) const STATE: &str = "terraform {\n  backend \"local\" {}\n}\n";

/// Merged into a stack's root: where AWS, the banks, Postgres and the clients' queues are.
pub(super) fn stack(foundation: &Foundation) -> String {
    let Foundation {
        database,
        aws_endpoint_url,
        bank_url,
        ..
    } = foundation;

    format!(
        r#"module "stack" {{
  client_queues = ["arn:aws:sqs:us-east-1:{ACCOUNT}:gateway-*"]
  sqs_url       = "{aws_endpoint_url}"

  bradesco   = {{ url = "{bank_url}/apiregistro/api" }}
  boleto_api = {{ url = "{bank_url}/", shopfacil_agreement = 3069995 }}

  extra_environment = {{
    AWS_ENDPOINT_URL = "{aws_endpoint_url}"
    DATABASE_HOST    = "{host}"
    DATABASE_PORT    = "{port}"
    DATABASE_NAME    = "{name}"
    DATABASE_TLS     = "off"
  }}

  # The emulator weighs a call for several parameters against every parameter there is.
  extra_statements = [{{
    sid       = "ReadSecretsFromEmulator"
    actions   = ["ssm:GetParameters"]
    resources = ["*"]
  }}]
}}
"#,
        host = database.host,
        port = database.port,
        name = database.name,
    )
}
