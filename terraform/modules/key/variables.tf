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
  description = "The key's alias, without `alias/`."
}

variable "description" {
  type        = string
  description = "What the key encrypts."
}

variable "services" {
  type        = list(string)
  description = "AWS services that use the key by themselves, as `cloudwatch.amazonaws.com`."
  default     = []

  validation {
    condition     = alltrue([for service in var.services : endswith(service, ".amazonaws.com")])
    error_message = "A service is named as cloudwatch.amazonaws.com."
  }
}
