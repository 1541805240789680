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
  description = "Name of the queue; its dead-letter queue adds `-dead-letter`."

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,68}$", var.name))
    error_message = "A queue's name has 1 to 68 letters, digits, hyphens or underscores, so that its dead-letter queue's name fits in 80."
  }
}

variable "visibility_timeout_s" {
  type        = number
  description = "How long a received message stays hidden; for a Lambda consumer six times its timeout."

  validation {
    condition     = var.visibility_timeout_s >= 30 && var.visibility_timeout_s <= 43200
    error_message = "The visibility timeout is between 30 seconds and 12 hours."
  }
}

variable "max_receive_count" {
  type        = number
  description = "How many times a message is delivered before it becomes a dead letter."
  default     = 10

  validation {
    condition     = var.max_receive_count >= 2 && var.max_receive_count <= 1000
    error_message = "A message is delivered at least twice and at most 1000 times."
  }
}
