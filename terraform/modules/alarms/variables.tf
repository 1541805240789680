variable "account" {
  type = object({
    partition = string
    region    = string
    id        = string
  })
  description = "Where it is made: ARNs are composed of it."
}

variable "name" {
  type        = string
  description = "Beginning of every alarm's name."
}

variable "stage" {
  type        = string
  description = "Name of the stack, and of its API's stage."
}

variable "emails" {
  type        = set(string)
  description = "Who is told."

  validation {
    condition     = alltrue([for email in var.emails : can(regex("^[^@ ]+@[^@ ]+$", email))])
    error_message = "An address has the form someone@example.com."
  }
}

variable "function_names" {
  type        = map(string)
  description = "The functions' names at Lambda, by their short names."

  validation {
    condition     = length(setsubtract(["create-boleto", "retry-registrations", "sweep-pending"], keys(var.function_names))) == 0
    error_message = "create-boleto, retry-registrations and sweep-pending have alarms of their own."
  }
}

variable "log_group_names" {
  type        = map(string)
  description = "The functions' log groups, by their short names."
}

variable "api_name" {
  type        = string
  description = "Name of the REST API."
}

variable "dead_letter_queue_name" {
  type        = string
  description = "Name of the queue that should be empty."
}

variable "database" {
  type = object({
    identifier      = string
    max_connections = number
  })
  description = "The database, if it is the stack's own."
}

variable "thresholds" {
  type = object({
    oldest_pending_s  = optional(number, 14400)
    server_error_rate = optional(number, 0.01)
    create_p99_ms     = optional(number, 15000)
  })
  description = "From where on it is too much: the oldest pending boleto's age, the part of requests that fail on our side, the time that creating takes."
  default     = {}

  validation {
    condition     = var.thresholds.oldest_pending_s > 3600 && var.thresholds.server_error_rate > 0 && var.thresholds.server_error_rate < 1 && var.thresholds.create_p99_ms > 0
    error_message = "Retries are up to an hour apart, so a pending boleto is old after more than that; a rate lies between 0 and 1."
  }
}
