output "app_password" {
  description = "Password of the role that the functions log in as."
  value       = contains(var.drawn, "app") ? ephemeral.aws_ssm_parameter.drawn["app"].value : var.app_password
  ephemeral   = true
}

output "owner_password" {
  description = "Password of the role that owns the schema."
  value       = contains(var.drawn, "owner") ? ephemeral.aws_ssm_parameter.drawn["owner"].value : var.owner_password
  ephemeral   = true
}

output "versions" {
  description = "Version of each secret that Terraform wrote."
  value       = { for name, parameter in aws_ssm_parameter.this : name => parameter.value_wo_version }
}
