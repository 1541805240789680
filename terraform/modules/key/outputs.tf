output "arn" {
  description = "The key's ARN."
  value       = aws_kms_key.this.arn
}

output "policy" {
  description = "Who may do what with the key, as JSON."
  value       = local.policy
}
