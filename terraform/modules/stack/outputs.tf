output "api_id" {
  description = "The REST API's id."
  value       = module.api.id
}

output "api_stage" {
  description = "Name of the REST API's stage."
  value       = module.api.stage
}

output "api_url" {
  description = "Where the API is called."
  value       = module.api.url
}

output "api_keys" {
  description = "The API keys: client, name of the key, value."
  value       = module.api.keys
  sensitive   = true
}

output "alias" {
  description = "Name of every function's alias that takes traffic."
  value       = one(distinct([for function in module.function : function.alias]))
}

output "functions" {
  description = "Each function by its short name: its name at Lambda and its settings."
  value = { for name, function in module.function : name => {
    function_name = function.name
    environment   = function.environment
  } }
}

output "registration_queue_url" {
  description = "URL of the queue that wakes retries."
  value       = module.registration_queue.url
}

output "dead_letter_queue_url" {
  description = "URL of the queue that holds what the consumer could not read or do: our bugs."
  value       = module.registration_queue.dead_letter_url
}

output "concurrency" {
  description = "How many invocations of each function may run at once."
  value       = local.concurrency

  precondition {
    condition     = sum(values(local.concurrency)) <= local.connections
    error_message = "Together the functions may hold more connections than the database allows: the column `share` adds up to more than 100, or max_connections is too small for so many functions."
  }
}

output "policies" {
  description = "What each function's role allows, as JSON."
  value       = { for name, function in module.function : name => function.policy }
}

output "exit_addresses" {
  description = "The fixed addresses that banks see, for their allow-lists."
  value       = flatten([for network in module.network : network.exit_addresses])
}

output "api_domain_target" {
  description = "Where the API's own domain has to point, if it has one."
  value       = module.api.domain_target
}

output "alarms_topic_arn" {
  description = "The topic that alarms are sent to, if the stack is watched."
  value       = one([for alarms in module.alarms : alarms.topic_arn])
}

output "dashboard_url" {
  description = "The stack's dashboard, if it is watched."
  value       = one([for dashboard in module.dashboard : dashboard.url])
}

output "client_queue_urls" {
  description = "URLs of the clients' queues that may be told results."
  value       = local.client_queue_urls

  precondition {
    condition     = alltrue([for arn in var.client_queues : split(":", arn)[3] == local.account.region])
    error_message = "Clients' queues are in the stack's own region: SQS is called in no other."
  }
}
