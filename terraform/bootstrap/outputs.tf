output "state_bucket" {
  description = "The bucket for the states of all roots: `terraform init -backend-config=\"bucket=…\"`."
  value       = module.state_bucket.name
}

output "artefacts_bucket" {
  description = "The bucket that the deployer keeps built functions in: `s3_bucket` in deploy.yml."
  value       = module.artefacts_bucket.name
}

output "deployer_role_arns" {
  description = "The role that the pipeline takes on, by stage."
  value       = { for stage, role in aws_iam_role.deployer : stage => role.arn }
}
