output "name" {
  description = "The function's name."
  value       = aws_lambda_function.this.function_name
}

output "alias" {
  description = "Name of the alias that takes traffic."
  value       = aws_lambda_alias.this.name
}

output "alias_arn" {
  description = "ARN of the alias that takes traffic."
  value       = aws_lambda_alias.this.arn
}

output "alias_invoke_arn" {
  description = "ARN by which API Gateway calls the alias."
  value       = aws_lambda_alias.this.invoke_arn
}

output "environment" {
  description = "The function's settings."
  value       = var.environment
}

output "role_arn" {
  description = "ARN of the function's own role."
  value       = aws_iam_role.this.arn
}

output "concurrency" {
  description = "How many invocations may run at once."
  value       = aws_lambda_function.this.reserved_concurrent_executions
}

output "policy" {
  description = "What the function's role allows, as JSON."
  value       = local.policy
}

output "log_group_name" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.this.name
}
