output "api_url" {
  description = "Where the API is called."
  value       = module.stack.api_url
}

output "api_id" {
  description = "The REST API's id."
  value       = module.stack.api_id
}

output "api_stage" {
  description = "Name of the REST API's stage."
  value       = module.stack.api_stage
}

output "api_domain_target" {
  description = "Where the API's own domain has to point, if it has one."
  value       = module.stack.api_domain_target
}

output "api_keys" {
  description = "The API keys: client, name of the key, value."
  value       = module.stack.api_keys
  sensitive   = true
}

output "alias" {
  description = "Name of every function's alias that takes traffic."
  value       = module.stack.alias
}

output "functions" {
  description = "Each function by its short name: its name at Lambda and its settings."
  value       = module.stack.functions
}

output "concurrency" {
  description = "How many invocations of each function may run at once."
  value       = module.stack.concurrency
}

output "registration_queue_url" {
  description = "URL of the queue that wakes retries."
  value       = module.stack.registration_queue_url
}

output "dead_letter_queue_url" {
  description = "URL of the queue that holds what the consumer could not read or do: our bugs."
  value       = module.stack.dead_letter_queue_url
}

output "exit_addresses" {
  description = "The fixed addresses that banks see, for their allow-lists."
  value       = module.stack.exit_addresses
}

output "alarms_topic_arn" {
  description = "The topic that alarms are sent to."
  value       = module.stack.alarms_topic_arn
}

output "dashboard_url" {
  description = "The stack's dashboard."
  value       = module.stack.dashboard_url
}
