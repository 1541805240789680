# What a function may need. A capability is its settings, its secrets and its permissions in one place, so that no
# function is given an address without the right to use it, or a right that it has no use for. docs/settings.md says
# what each setting means.

locals {
  database_address = {
    DATABASE_PORT = tostring(local.database.port)
    DATABASE_NAME = local.database.name
    DATABASE_TLS  = local.database.tls
  }

  capabilities = {
    # Works with boletos in Postgres.
    database = {
      environment = merge(local.database_address, { DATABASE_HOST = local.database.host, DATABASE_USER = local.app_user })
      secrets     = ["database/app-password"]
      statements  = []
    }

    # Owns the schema, and makes the role that the other functions log in as.
    migrations = {
      environment = merge(local.database_address, {
        DATABASE_HOST     = local.database.owner_host
        DATABASE_USER     = local.database.owner
        APP_DATABASE_USER = local.app_user
        NUMBER_START      = tostring(var.number_start)
      })
      secrets    = ["database/owner-password", "database/app-password"]
      statements = []
    }

    # Asks banks.
    banks = {
      environment = { for name, value in {
        HOUSE_ADDRESS         = jsonencode(var.house_address)
        HOUSE_COMPANY         = jsonencode(var.house_company)
        BRADESCO_URL          = var.bradesco.url
        BRADESCO_FIND         = var.bradesco.find ? "on" : "off"
        BRADESCO_SETTLING_S   = tostring(var.bradesco.settling_s)
        BRADESCO_TIMEOUT_MS   = tostring(var.bradesco.timeout_ms)
        BOLETO_API_URL        = var.boleto_api.url
        BOLETO_API_SETTLING_S = tostring(var.boleto_api.settling_s)
        BOLETO_API_TIMEOUT_MS = tostring(var.boleto_api.timeout_ms)
        SHOPFACIL_AGREEMENT   = try(tostring(var.boleto_api.shopfacil_agreement), null)
        PAYER_PAGE            = var.boleto_api.payer_page
      } : name => value if value != null }
      secrets    = ["banks/bradesco", "banks/boleto-api"]
      statements = []
    }

    # Has boletos asked about again.
    wake = {
      environment = {
        REGISTRATION_QUEUE_URL = local.registration_queue_url
        DRAIN_PER_SECOND       = tostring(var.drain_per_second)
      }
      secrets    = []
      statements = [{ sid = "WakeRegistrations", actions = ["sqs:SendMessage"], resources = [local.registration_queue_arn] }]
    }

    # Tells clients what came of their boletos.
    tell = {
      environment = { CLIENT_QUEUES = join(",", local.client_queue_urls) }
      secrets     = []
      statements  = [{ sid = "TellClients", actions = ["sqs:SendMessage"], resources = var.client_queues }]
    }

    # Tells clients by their keys.
    clients = {
      environment = { API_CLIENTS = jsonencode(module.api.client_by_key_hash) }
      secrets     = []
      statements  = []
    }

    # Takes in requests for boletos.
    intake = {
      environment = { HOUSE_ACCOUNTS = jsonencode(var.house_accounts) }
      secrets     = []
      statements  = []
    }
  }

  consumer_statements = [{
    sid       = "ConsumeRegistrations"
    actions   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    resources = [local.registration_queue_arn]
  }]

  secrets_of = { for name, function in local.functions : name => sort(distinct(flatten([
    for need in function.needs : local.capabilities[need].secrets
  ]))) }

  environments = { for name, function in local.functions : name => merge(
    { STAGE = var.stage, LOG_LEVEL = var.log_level },
    length(local.secrets_of[name]) > 0 ? { SECRETS_PATH = local.secrets_path } : {},
    concat([for need in function.needs : local.capabilities[need].environment], [var.extra_environment])...
  ) }

  statements = { for name, function in local.functions : name => concat(
    length(local.secrets_of[name]) == 0 ? [] : concat([{
      sid       = "ReadOwnSecrets"
      actions   = ["ssm:GetParameters"]
      resources = [for secret in local.secrets_of[name] : "${local.secrets_arn}/${secret}"]
    }], var.extra_statements),
    flatten([for need in function.needs : local.capabilities[need].statements]),
    function.consumes ? local.consumer_statements : [],
  ) }
}
