variable "route" {
  type        = string
  description = "Method and path, as in `GET /boletos/{id}`; the method `ANY` takes what no other route of the path does."

  validation {
    condition     = can(regex("^(ANY|GET|POST|PUT|PATCH|DELETE) (/([a-z0-9._-]+|{[a-z_]+}))+$", var.route))
    error_message = "A route is a method and a path, as in \"GET /boletos/{id}\"."
  }
}

variable "rest_api_id" {
  type        = string
  description = "The REST API that the route belongs to."
}

variable "resource_id" {
  type        = string
  description = "API Gateway's resource for the route's path."
}

variable "stage_execution_arn" {
  type        = string
  description = "Execution ARN of the API's stage, which alone may call the function."
}

variable "function" {
  type = object({
    name       = string
    alias      = string
    invoke_arn = string
    key        = bool
  })
  description = "The function that answers, by the alias that takes traffic, and whether callers need an API key."
}
