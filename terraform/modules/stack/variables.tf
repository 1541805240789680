variable "stage" {
  type        = string
  description = "Name of the stack: it begins every name, and default tokens."

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,15}$", var.stage))
    error_message = "A stage's name has 2 to 16 lower-case letters and digits, and begins with a letter."
  }
}

variable "network" {
  type = object({
    cidr         = string
    nat_gateways = number
  })
  description = "The network that is made for the stack: its addresses, and how many fixed addresses banks see. None where the database is external."
  default     = null

  validation {
    condition     = (var.network == null) == (var.database == null)
    error_message = "The network and the database are made together, or neither is."
  }
}

variable "database" {
  type = object({
    instance_class        = string
    storage_gb            = number
    storage_limit_gb      = number
    max_connections       = number
    multi_az              = bool
    deletion_protection   = bool
    backup_retention_days = number
    proxy                 = bool
  })
  description = "The Postgres that is made for the stack. None where the database is external."
  default     = null
}

variable "external_database" {
  type = object({
    host            = string
    owner_host      = string
    port            = number
    name            = string
    owner           = string
    tls             = string
    max_connections = number
  })
  description = "A Postgres that the stack uses and does not make; `tls` is `verified` or, only on one's own machine, `off`."
  default     = null

  validation {
    condition     = (var.external_database == null) != (var.database == null)
    error_message = "A stack has a database of its own or an external one, and not both."
  }

  validation {
    condition     = var.external_database == null || contains(["verified", "off"], try(var.external_database.tls, ""))
    error_message = "TLS to the database is verified or off."
  }
}

variable "drawn_passwords" {
  type        = set(string)
  description = "Which of the database's passwords are drawn, of `app` and `owner`; the others are passed in."
  default     = ["app", "owner"]

  validation {
    condition     = length(setsubtract(var.drawn_passwords, ["app", "owner"])) == 0
    error_message = "The database's passwords are those of app and owner."
  }
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

variable "api_clients" {
  type = map(object({
    rate  = number
    burst = number
    quota = number
    keys  = optional(set(string), ["first"])
  }))
  description = "Who may call: requests a second, requests at once, requests a day, and the names of the keys that are valid now."

  validation {
    condition     = length(var.api_clients) > 0
    error_message = "A stack without clients has no use."
  }
}

variable "api_domain" {
  type = object({
    name            = string
    certificate_arn = string
  })
  description = "A domain of the API's own, which drops the stage from its paths, and ACM's certificate for it."
  default     = null
}

variable "client_queues" {
  type        = list(string)
  description = "ARNs of the clients' queues that may be told results; a `*` at the end stands for the rest of a name."

  validation {
    condition     = length(var.client_queues) > 0 && alltrue([for arn in var.client_queues : can(regex("^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+([*]|[.]fifo)?$", arn))])
    error_message = "A client's queue is given as arn:aws:sqs:REGION:ACCOUNT:NAME, where NAME may end in a star but can't be one."
  }
}

variable "sqs_url" {
  type        = string
  description = "Where SQS is, if not where AWS has it."
  default     = null
}

variable "house_accounts" {
  type = map(object({
    agency  = string
    account = string
    wallet  = string
  }))
  description = "The stack's own account for each issuer."

  validation {
    condition     = length(setsubtract(keys(var.house_accounts), ["bradesco", "boleto-api-bradesco-shopfacil", "boleto-api-caixa"])) == 0 && contains(keys(var.house_accounts), "bradesco")
    error_message = "House accounts are for bradesco, which is required, boleto-api-bradesco-shopfacil and boleto-api-caixa."
  }
}

variable "house_address" {
  type = object({
    zipcode       = string
    street        = string
    street_number = string
    complementary = string
    neighborhood  = string
    city          = string
    state         = string
  })
  description = "The stack's own address, for banks that need one where the request gives none."

  validation {
    condition     = can(regex("^[0-9]{8}$", var.house_address.zipcode)) && can(regex("^[A-Z]{2}$", var.house_address.state))
    error_message = "A zip code (CEP) has 8 digits, a state two capital letters."
  }
}

variable "house_company" {
  type = object({
    name     = string
    document = string
  })
  description = "The stack's own name and CNPJ, for banks that need them."

  validation {
    condition     = can(regex("^[0-9A-Z]{12}[0-9]{2}$", var.house_company.document))
    error_message = "A CNPJ has 14 places, the last two of them digits, written without punctuation."
  }
}

variable "drain_per_second" {
  type        = number
  description = "How many of an issuer's boletos are asked about in a second, of those that were held back while it was left alone."
  default     = 20

  validation {
    condition     = var.drain_per_second >= 1 && var.drain_per_second <= 1000 && floor(var.drain_per_second) == var.drain_per_second
    error_message = "A whole number from 1 to 1000."
  }
}

variable "bradesco" {
  type = object({
    url        = string
    find       = optional(bool, false)
    settling_s = optional(number, 60)
    timeout_ms = optional(number, 10000)
  })
  description = "Bradesco's registration: where it is, whether its query may be believed, how long it may still apply what we stopped waiting for, how long we wait."

  validation {
    condition     = var.bradesco.timeout_ms > 0 && var.bradesco.timeout_ms <= 20000 && var.bradesco.settling_s >= 0
    error_message = "A bank is waited for at most 20 s, so that a create can still answer; its settling time is not negative."
  }
}

variable "bradesco_credentials" {
  type = object({
    merchant_id = string
    api_key     = string
  })
  description = "What Bradesco knows us by. Empty until someone writes them to the parameter; see docs/operations.md."
  default = {
    merchant_id = ""
    api_key     = ""
  }
  ephemeral = true
}

variable "boleto_api" {
  type = object({
    url                 = string
    shopfacil_agreement = optional(number)
    payer_page          = optional(string)
    settling_s          = optional(number, 120)
    timeout_ms          = optional(number, 20000)
  })
  description = "boleto-api: its root, ShopFácil's agreement number (without it that issuer is not configured), the page that Caixa's slips name, how long a bank behind it may still apply what we stopped waiting for, how long we wait."

  validation {
    condition     = var.boleto_api.timeout_ms > 0 && var.boleto_api.timeout_ms <= 20000 && var.boleto_api.settling_s >= 0
    error_message = "A bank is waited for at most 20 s, so that a create can still answer; its settling time is not negative."
  }
}

variable "boleto_api_credentials" {
  type = object({
    user                  = string
    password              = string
    shopfacil_merchant_id = string
    shopfacil_api_key     = string
  })
  description = "What boleto-api knows us by. Empty until someone writes them to the parameter; see docs/operations.md."
  default = {
    user                  = ""
    password              = ""
    shopfacil_merchant_id = ""
    shopfacil_api_key     = ""
  }
  ephemeral = true
}

variable "secret_versions" {
  type        = map(number)
  description = "Version of each secret that Terraform writes, 1 where absent: a higher one makes it written again."
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.secret_versions), ["database/app-password", "database/owner-password", "banks/bradesco", "banks/boleto-api"])) == 0
    error_message = "The secrets are database/app-password, database/owner-password, banks/bradesco and banks/boleto-api."
  }
}

variable "number_start" {
  type        = number
  description = "First number that the sequence may draw; nobody else may number titles in the stack's spaces from there on."

  validation {
    condition     = var.number_start >= 1 && var.number_start < 100000000000 && floor(var.number_start) == var.number_start
    error_message = "Bradesco's numbers have at most 11 digits."
  }
}

variable "provisioned_concurrency" {
  type        = map(number)
  description = "How many environments of a function are kept started, by its short name; only once it has code."
  default     = {}
}

variable "architecture" {
  type        = string
  description = "Processor that the functions are built for: `arm64` or `x86_64`."
  default     = "arm64"
}

variable "watched" {
  type        = bool
  description = "Whether alarms and a dashboard watch the stack."
  default     = true
}

variable "alarm_emails" {
  type        = set(string)
  description = "Who is told of alarms."
  default     = []
}

variable "alarm_thresholds" {
  type = object({
    oldest_pending_s  = optional(number)
    server_error_rate = optional(number)
    create_p99_ms     = optional(number)
  })
  description = "From where on it is too much, where that is not the usual: see the module `alarms`."
  default     = {}
}

variable "tracing" {
  type        = bool
  description = "Whether X-Ray samples requests."
}

variable "log_level" {
  type        = string
  description = "Least severe level that functions log."
  default     = "info"

  validation {
    condition     = contains(["error", "warn", "info", "debug", "trace"], var.log_level)
    error_message = "The level is error, warn, info, debug or trace."
  }
}

variable "log_retention_days" {
  type        = number
  description = "Days that logs are kept."
}

variable "extra_environment" {
  type        = map(string)
  description = "Settings that every function gets besides its own: where the emulator is, on one's own machine."
  default     = {}
}

variable "extra_statements" {
  type = list(object({
    sid       = string
    actions   = list(string)
    resources = list(string)
  }))
  description = "What functions with secrets may do besides: for an emulator that can't tell one secret from another."
  default     = []
}
