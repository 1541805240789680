variable "name" {
  type        = string
  description = "Name of the dashboard."
}

variable "stage" {
  type        = string
  description = "Name of the stack, and of its API's stage."
}

variable "region" {
  type        = string
  description = "The stack's region."
}

variable "function_names" {
  type        = map(string)
  description = "The functions' names at Lambda, by their short names."
}

variable "api_name" {
  type        = string
  description = "Name of the REST API."
}

variable "registration_queue_name" {
  type        = string
  description = "Name of the queue that wakes retries."
}

variable "dead_letter_queue_name" {
  type        = string
  description = "Name of the queue that should be empty."
}

variable "database_identifier" {
  type        = string
  description = "The database's name at RDS, if it is the stack's own."
}

variable "alarm_arns" {
  type        = list(string)
  description = "The alarms that are shown on top."
}
