variable "stage" {
  type        = string
  description = "Name of the stack: several stand side by side in one emulator."
  default     = "local"
}

variable "region" {
  type        = string
  description = "Region that the emulator pretends to be."
  default     = "us-east-1"
}

variable "aws_endpoint_url" {
  type        = string
  description = "Where the emulator listens, as in `http://127.0.0.1:4566`."
}

variable "database_host" {
  type        = string
  description = "Where Postgres listens."
  default     = "127.0.0.1"
}

variable "database_port" {
  type        = number
  description = "The port that Postgres listens on."
}

variable "database_connections" {
  type        = number
  description = "Connections that Postgres allows."
  default     = 100
}

variable "database_name" {
  type        = string
  description = "Name of the database."
  default     = "superbowleto"
}

variable "database_owner" {
  type        = string
  description = "The role that owns the database."
  default     = "superbowleto"
}

variable "owner_password" {
  type        = string
  description = "Password of the database's owner."
  ephemeral   = true
}

variable "bank_url" {
  type        = string
  description = "Where the bank simulator listens, as in `http://127.0.0.1:9000`; banks have the paths there that they have in the world."
}

variable "bradesco" {
  type        = map(string)
  description = "Values of the stack's `bradesco` to set otherwise than by default: `find`, `settling_s`, `timeout_ms`."
  default     = {}
}

variable "bradesco_credentials" {
  type = object({
    merchant_id = string
    api_key     = string
  })
  description = "What Bradesco knows us by: by default what the simulator does."
  default = {
    merchant_id = "90000"
    api_key     = "simulated-bradesco-key"
  }
  ephemeral = true
}

variable "boleto_api" {
  type        = map(string)
  description = "Values of the stack's `boleto_api` to set otherwise than by default: `settling_s`, `timeout_ms`."
  default     = {}
}

variable "boleto_api_credentials" {
  type = object({
    user                  = string
    password              = string
    shopfacil_merchant_id = string
    shopfacil_api_key     = string
  })
  description = "What boleto-api knows us by: by default what the simulator does."
  default = {
    user                  = "simulated-user"
    password              = "simulated-password"
    shopfacil_merchant_id = "90001"
    shopfacil_api_key     = "simulated-shopfacil-key"
  }
  ephemeral = true
}

variable "client_queue" {
  type        = string
  description = "Name of the queue that stands for a client's; it begins with `gateway-`."
  default     = "gateway-boletos"
}

variable "log_level" {
  type        = string
  description = "Least severe level that functions log."
  default     = "info"
}
