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
