# Secrets are drawn or passed in as ephemeral values and leave by write-only arguments: they stand in no state and no
# plan. A new version number is what makes Terraform write a secret again.

ephemeral "aws_secretsmanager_random_password" "app" {
  password_length     = 40
  exclude_punctuation = true
}

ephemeral "aws_secretsmanager_random_password" "owner" {
  password_length     = 40
  exclude_punctuation = true
}

# RDS is given what the parameter holds rather than what was drawn: each run of Terraform draws anew, and one that
# stopped between the two would leave them apart.
ephemeral "aws_ssm_parameter" "password" {
  for_each = var.database == null ? toset([]) : toset(["app", "owner"])

  arn = aws_ssm_parameter.secret["database/${each.key}-password"].arn
}

locals {
  secret_values = {
    "database/app-password"   = ephemeral.aws_secretsmanager_random_password.app.random_password
    "database/owner-password" = var.external_database == null ? ephemeral.aws_secretsmanager_random_password.owner.random_password : var.owner_password
    "banks/bradesco"          = jsonencode(var.bradesco_credentials)
    "banks/boleto-api"        = jsonencode(var.boleto_api_credentials)
  }

  secret_versions = merge({ for name in keys(local.secret_descriptions) : name => 1 }, var.secret_versions)

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
  value_wo_version = local.secret_versions[each.key]
}
