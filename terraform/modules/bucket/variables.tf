variable "name" {
  type        = string
  description = "The bucket's name, unique in the world."

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.name))
    error_message = "A bucket's name has 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "key_arn" {
  type        = string
  description = "The key that encrypts what is in it; S3's own where null."
  default     = null
}

variable "noncurrent_days" {
  type        = number
  description = "Days after which a version that was replaced is forgotten."
  default     = 90

  validation {
    condition     = var.noncurrent_days >= 30
    error_message = "A month at least is kept to go back to."
  }
}
