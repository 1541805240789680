variable "repository" {
  type        = string
  description = "The GitHub repository whose jobs deploy, as `owner/name`."

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "A repository is written as owner/name."
  }
}
