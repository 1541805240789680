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
  description = "Name of the function, its role and its log group."

  validation {
    condition     = can(regex("^[a-z0-9-]{1,64}$", var.name))
    error_message = "A function's name has 1 to 64 lower-case letters, digits or hyphens."
  }
}

variable "description" {
  type        = string
  description = "What the function does, in one line."
}

variable "timeout_s" {
  type        = number
  description = "Seconds after which Lambda ends an invocation."

  validation {
    condition     = var.timeout_s >= 1 && var.timeout_s <= 900
    error_message = "A function runs between 1 and 900 seconds."
  }
}

variable "memory_mb" {
  type        = number
  description = "Memory in MiB; Lambda gives processor time in proportion."

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240
    error_message = "A function has between 128 and 10240 MiB."
  }
}

variable "architecture" {
  type        = string
  description = "Processor that the code is built for: `arm64` or `x86_64`."

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "The architecture is arm64 or x86_64."
  }
}

variable "environment" {
  type        = map(string)
  description = "The function's settings; no secret belongs here."
}

variable "statements" {
  type = list(object({
    sid       = string
    actions   = list(string)
    resources = list(string)
  }))
  description = "What the function may do besides writing its own log."

  validation {
    condition     = alltrue(flatten([for statement in var.statements : [for action in statement.actions : !strcontains(action, "*")]]))
    error_message = "An action is named in full, without a wildcard."
  }
}

variable "network" {
  type = object({
    subnet_ids        = list(string)
    security_group_id = string
  })
  description = "Where the function lives, if it needs what only a network reaches."
  default     = null
}

variable "concurrency" {
  type        = number
  description = "How many invocations may run at once, at most; that many are kept free for it."

  validation {
    condition     = var.concurrency >= 1 && floor(var.concurrency) == var.concurrency
    error_message = "At least one invocation may run."
  }
}

variable "provisioned_concurrency" {
  type        = number
  description = "How many environments are kept started; only once the alias stands at a published version."
  default     = 0

  validation {
    condition     = var.provisioned_concurrency >= 0 && var.provisioned_concurrency <= var.concurrency
    error_message = "No more environments are kept started than may run at once."
  }
}

variable "tracing" {
  type        = bool
  description = "Whether X-Ray samples the function's requests."
}

variable "log_retention_days" {
  type        = number
  description = "Days that the function's log is kept."

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "CloudWatch keeps logs for one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 … days."
  }
}
