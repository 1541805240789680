variable "path" {
  type        = string
  description = "What the secrets' names begin with, as in `/superbowleto/live`."
}

variable "drawn" {
  type        = set(string)
  description = "Which of the database's passwords are drawn, of `app` and `owner`; the others are passed in."
  default     = ["app", "owner"]
}

variable "app_password" {
  type        = string
  description = "Password of the role that the functions log in as, where it is not drawn."
  default     = null
  ephemeral   = true
}

variable "owner_password" {
  type        = string
  description = "Password of the role that owns the schema, where it is not drawn."
  default     = null
  ephemeral   = true
}

variable "bradesco_credentials" {
  type = object({
    merchant_id = string
    api_key     = string
  })
  description = "What Bradesco knows us by."
  ephemeral   = true
}

variable "boleto_api_credentials" {
  type = object({
    user                  = string
    password              = string
    shopfacil_merchant_id = string
    shopfacil_api_key     = string
  })
  description = "What boleto-api knows us by."
  ephemeral   = true
}

variable "versions" {
  type        = map(number)
  description = "Version of each secret that Terraform writes, 1 where absent: a higher one makes it written again."
  default     = {}
}
