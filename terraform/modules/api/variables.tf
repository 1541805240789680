variable "name" {
  type        = string
  description = "Name of the REST API; its keys and usage plans begin with it."
}

variable "description" {
  type        = string
  description = "What the API is for, in one line."
}

variable "stage" {
  type        = string
  description = "Name of the API's one stage."
}

variable "routes" {
  type = map(object({
    name       = string
    alias      = string
    invoke_arn = string
    key        = bool
  }))
  description = "The function that answers each route, as in `GET /boletos/{id}`, and whether callers need an API key."

  validation {
    condition     = alltrue([for route in keys(var.routes) : length(compact(split("/", split(" ", route)[1]))) <= 3])
    error_message = "A path has at most three parts."
  }

  validation {
    condition = alltrue([
      for siblings in values({
        for path in distinct(flatten([
          for route in keys(var.routes) : [
            for depth in range(1, length(compact(split("/", split(" ", route)[1]))) + 1) :
            "/${join("/", slice(compact(split("/", split(" ", route)[1])), 0, depth))}"
          ]
        ])) : dirname(path) => basename(path)... if startswith(basename(path), "{")
      }) : length(siblings) == 1
    ])
    error_message = "API Gateway allows one path variable in a place: /boletos/{id} and /boletos/{key} can't stand side by side."
  }
}

variable "refuses" {
  type = object({
    name       = string
    alias      = string
    invoke_arn = string
  })
  description = "The function that answers 405 to the methods that a path does not serve."
}

variable "clients" {
  type = map(object({
    rate  = number
    burst = number
    quota = number
    keys  = optional(set(string), ["first"])
  }))
  description = "Who may call: requests a second, requests at once, requests a day, and the names of the keys that are valid now. Two names while a key is being rotated."

  validation {
    condition     = alltrue([for client in keys(var.clients) : can(regex("^[a-z0-9-]+$", client))])
    error_message = "A client's name has lower-case letters, digits and hyphens."
  }

  validation {
    condition     = alltrue([for client in values(var.clients) : client.rate > 0 && client.burst > 0 && client.quota > 0])
    error_message = "Rate, burst and quota are larger than zero."
  }

  validation {
    condition     = alltrue([for client in values(var.clients) : length(client.keys) >= 1])
    error_message = "A client has at least one key."
  }
}

variable "domain" {
  type = object({
    name            = string
    certificate_arn = string
  })
  description = "A domain of the API's own, which drops the stage from its paths, and ACM's certificate for it."
  default     = null
}

variable "keyless_limits" {
  type = object({
    rate  = number
    burst = number
  })
  description = "How often all callers together may use a route that needs no key: requests a second, requests at once."
  default     = { rate = 10, burst = 20 }
}

variable "tracing" {
  type        = bool
  description = "Whether X-Ray samples the API's requests."
}

variable "log_retention_days" {
  type        = number
  description = "Days that the log of requests is kept."
}
