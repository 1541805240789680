output "api_url" {
  description = "Where the emulator serves the API; paths such as `/boletos` follow."
  value       = "${var.aws_endpoint_url}/restapis/${module.stack.api_id}/${module.stack.api_stage}/_user_request_"
}

output "api_key" {
  description = "The gateway's key, for the header `x-api-key`."
  value       = one(values(module.stack.api_keys["gateway"]))
  sensitive   = true
}

output "client_queue_url" {
  description = "URL of the queue that stands for a client's."
  value       = aws_sqs_queue.client.url
}

output "registration_queue_url" {
  description = "URL of the queue that wakes retries."
  value       = module.stack.registration_queue_url
}

output "dead_letter_queue_url" {
  description = "URL of the queue that holds what the consumer could not read or do."
  value       = module.stack.dead_letter_queue_url
}

output "alias" {
  description = "Name of every function's alias that takes traffic."
  value       = module.stack.alias
}

output "functions" {
  description = "Each function by its short name: its name at Lambda and its settings."
  value       = module.stack.functions
}
