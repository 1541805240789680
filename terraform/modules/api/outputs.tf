output "id" {
  description = "The REST API's id."
  value       = aws_api_gateway_rest_api.this.id
}

output "name" {
  description = "The REST API's name."
  value       = aws_api_gateway_rest_api.this.name
}

output "stage" {
  description = "Name of the API's stage."
  value       = aws_api_gateway_stage.this.stage_name
}

output "url" {
  description = "Where the API is called."
  value       = one(concat([for domain in aws_api_gateway_domain_name.this : "https://${domain.domain_name}"], var.domain == null ? [aws_api_gateway_stage.this.invoke_url] : []))
}

output "routes" {
  description = "The routes that the API serves, among them those that refuse a path's other methods."
  value       = keys(module.endpoint)
}

output "keys" {
  description = "The API keys: client, name of the key, value."
  sensitive   = true
  value = {
    for client, plan in var.clients : client => {
      for key in plan.keys : key => aws_api_gateway_api_key.this["${client}/${key}"].value
    }
  }
}

# A hash of a drawn key gives nothing away, and the functions' settings should stay readable in a plan.
output "client_by_key_hash" {
  description = "Which client a key belongs to, by the key's SHA-256."
  value = {
    for key, owner in local.keys : nonsensitive(sha256(aws_api_gateway_api_key.this[key].value)) => owner.client
  }
}

output "domain_target" {
  description = "Where the API's own domain has to point, if it has one: an alias or CNAME record."
  value       = one([for domain in aws_api_gateway_domain_name.this : domain.regional_domain_name])
}
