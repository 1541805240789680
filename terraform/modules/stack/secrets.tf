# Secrets are drawn or passed in as ephemeral values and leave by write-only arguments: they stand in no state and no
# plan. A new version number is what makes Terraform write a secret again.

ephemeral "aws_secretsmanager_random_password" "app" {
  password_length     = 40
  exclude_punctuation = true
}

locals {
  secret_values = {
    "database/app-password"   = ephemeral.aws_secretsmanager_random_password.app.random_password
    "database/owner-password" = var.owner_password
    "banks/bradesco"          = jsonencode(var.bradesco_credentials)
    "banks/boleto-api"        = jsonencode(var.boleto_api_credentials)
  }

  secret_descriptions = {
    "database/app-password"   = "Password of the role that the functions log in to Postgres as."
    "database/owner-password" = "Password of the role that owns the schema."
    "banks/bradesco"          = "Bradesco's merchant and key."
    "banks/boleto-api"        = "boleto-api's user, and the ShopFacil merchant behind it."
  }
}

resource "aws_ssm_parameter" "secret" {
  for_each = local.secret_descriptions

  name             = "${local.secrets_path}/${each.key}"
  description      = each.value
  type             = "SecureString"
  value_wo         = local.secret_values[each.key]
  value_wo_version = lookup(var.secret_versions, each.key, 1)
}
