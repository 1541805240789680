# Secrets are drawn or passed in as ephemeral values and leave by write-only arguments: they stand in no state and no
# plan. A higher version number is what makes Terraform write a secret again.

ephemeral "aws_secretsmanager_random_password" "drawn" {
  for_each = var.drawn

  password_length     = 40
  exclude_punctuation = true
}

locals {
  values = {
    "database/app-password"   = contains(var.drawn, "app") ? ephemeral.aws_secretsmanager_random_password.drawn["app"].random_password : var.app_password
    "database/owner-password" = contains(var.drawn, "owner") ? ephemeral.aws_secretsmanager_random_password.drawn["owner"].random_password : var.owner_password
    "banks/bradesco"          = jsonencode(var.bradesco_credentials)
    "banks/boleto-api"        = jsonencode(var.boleto_api_credentials)
  }

  descriptions = {
    "database/app-password"   = "Password of the role that the functions log in to Postgres as."
    "database/owner-password" = "Password of the role that owns the schema."
    "banks/bradesco"          = "Bradesco's merchant and key."
    "banks/boleto-api"        = "boleto-api's user, and the ShopFacil merchant behind it."
  }

  versions = merge({ for name in keys(local.descriptions) : name => 1 }, var.versions)
}

resource "aws_ssm_parameter" "this" {
  for_each = local.descriptions

  name             = "${var.path}/${each.key}"
  description      = each.value
  type             = "SecureString"
  value_wo         = local.values[each.key]
  value_wo_version = local.versions[each.key]
}

# Others are given what the parameter holds rather than what was drawn: each run of Terraform draws anew, and one that
# stopped between the two would leave them apart.
ephemeral "aws_ssm_parameter" "drawn" {
  for_each = var.drawn

  arn             = aws_ssm_parameter.this["database/${each.key}-password"].arn
  with_decryption = true
}
