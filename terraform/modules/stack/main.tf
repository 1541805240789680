# The whole of Superbowleto for one stage: the REST API, the functions behind it, the queue and the clock that wake them,
# and their secrets.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  prefix = "superbowleto-${var.stage}"
  account = {
    partition = data.aws_partition.current.partition
    region    = data.aws_region.current.name
    id        = data.aws_caller_identity.current.account_id
  }

  secrets_path = "/superbowleto/${var.stage}"
  secrets_arn  = "arn:${local.account.partition}:ssm:${local.account.region}:${local.account.id}:parameter${local.secrets_path}"

  # The consumer's timeout times six, as AWS advises, so that a message is not seen again while it is being worked on.
  registration_queue_name = "${local.prefix}-boletos-to-register"
  registration_queue_arn  = "arn:${local.account.partition}:sqs:${local.account.region}:${local.account.id}:${local.registration_queue_name}"
  visibility_timeout_s    = 6 * local.functions[local.consumer].timeout_s

  # Composed, so that the functions need not wait for the queue to be made.
  sqs_url                = coalesce(var.sqs_url, "https://sqs.${local.account.region}.${data.aws_partition.current.dns_suffix}")
  registration_queue_url = "${local.sqs_url}/${local.account.id}/${local.registration_queue_name}"

  # arn:aws:sqs:us-east-1:123456789012:gateway-* => https://sqs.us-east-1.amazonaws.com/123456789012/gateway-*
  client_queue_urls = [for arn in var.client_queues : "${local.sqs_url}/${split(":", arn)[4]}/${split(":", arn)[5]}"]

  # The network and the database are made together, or neither is.
  own = var.database == null ? toset([]) : toset(["own"])

  watchers = var.watched ? toset(["operations"]) : toset([])

  # What the functions see of the database, be it the stack's own or one that was there.
  app_user = "superbowleto_app"
  database = one(concat(var.external_database[*], [for database in module.database : {
    host            = database.host
    owner_host      = database.owner_host
    port            = database.port
    name            = database.name
    owner           = database.owner
    tls             = "verified"
    max_connections = var.database.max_connections
  }]))

  network = one([for network in module.network : {
    subnet_ids        = network.private_subnet_ids
    security_group_id = network.functions_security_group_id
  }])

  called = { for name, function in module.function : name => {
    name       = function.name
    alias      = function.alias
    invoke_arn = function.alias_invoke_arn
  } }
}

module "secrets" {
  source = "../secrets"

  path                   = local.secrets_path
  drawn                  = var.drawn_passwords
  app_password           = var.app_password
  owner_password         = var.owner_password
  bradesco_credentials   = var.bradesco_credentials
  boleto_api_credentials = var.boleto_api_credentials
  versions               = var.secret_versions
}

module "network" {
  source   = "../network"
  for_each = local.own

  account      = local.account
  name         = local.prefix
  cidr         = var.network.cidr
  nat_gateways = var.network.nat_gateways

  endpoints = {
    ssm = { actions = ["ssm:GetParameters"], resources = ["${local.secrets_arn}/*"] }
    sqs = { actions = ["sqs:SendMessage"], resources = concat([local.registration_queue_arn], var.client_queues) }
  }
}

module "database" {
  source   = "../database"
  for_each = local.own

  name                        = local.prefix
  vpc_id                      = module.network[each.key].vpc_id
  subnet_ids                  = module.network[each.key].database_subnet_ids
  functions_security_group_id = module.network[each.key].functions_security_group_id

  instance_class        = var.database.instance_class
  storage_gb            = var.database.storage_gb
  storage_limit_gb      = var.database.storage_limit_gb
  max_connections       = var.database.max_connections
  multi_az              = var.database.multi_az
  deletion_protection   = var.database.deletion_protection
  backup_retention_days = var.database.backup_retention_days
  proxy                 = var.database.proxy
  log_retention_days    = var.log_retention_days

  database_name          = "superbowleto"
  owner                  = "superbowleto_owner"
  owner_password         = module.secrets.owner_password
  owner_password_version = module.secrets.versions["database/owner-password"]
  app_user               = local.app_user
  app_password           = module.secrets.app_password
  app_password_version   = module.secrets.versions["database/app-password"]
}

module "registration_queue" {
  source = "../queue"

  account              = local.account
  name                 = local.registration_queue_name
  visibility_timeout_s = local.visibility_timeout_s
  max_receive_count    = 10
}

module "api" {
  source = "../api"

  name        = local.prefix
  description = "Issues boletos and registers them at banks."
  stage       = var.stage
  clients     = var.api_clients
  refuses     = local.called[local.refuses]
  domain      = var.api_domain
  tracing     = var.tracing

  log_retention_days = var.log_retention_days

  routes = merge([
    for name, function in local.functions : {
      for route in function.routes : route => merge(local.called[name], { key = function.key })
    }
  ]...)
}

resource "aws_lambda_event_source_mapping" "registrations" {
  event_source_arn        = module.registration_queue.arn
  function_name           = module.function[local.consumer].alias_arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = local.concurrency[local.consumer]
  }

  lifecycle {
    precondition {
      condition     = local.concurrency[local.consumer] >= 2
      error_message = "Lambda wants at least two consumers of a queue at once: give ${local.consumer} a larger share."
    }
  }
}

resource "aws_cloudwatch_event_rule" "clock" {
  for_each = local.clocked

  name                = "${local.prefix}-${each.key}"
  description         = "Wakes ${each.key} every ${each.value}."
  schedule_expression = "rate(${each.value})"
}

resource "aws_cloudwatch_event_target" "clock" {
  for_each = local.clocked

  rule = aws_cloudwatch_event_rule.clock[each.key].name
  arn  = module.function[each.key].alias_arn
}

resource "aws_lambda_permission" "clock" {
  for_each = local.clocked

  statement_id  = "clock"
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  function_name = module.function[each.key].name
  qualifier     = module.function[each.key].alias
  source_arn    = aws_cloudwatch_event_rule.clock[each.key].arn
}

# The next tick comes in a minute: an old one is not worth repeating.
resource "aws_lambda_function_event_invoke_config" "clock" {
  for_each = local.clocked

  function_name                = module.function[each.key].name
  qualifier                    = module.function[each.key].alias
  maximum_event_age_in_seconds = 60
  maximum_retry_attempts       = 0
}

module "alarms" {
  source   = "../alarms"
  for_each = local.watchers

  account                = local.account
  name                   = local.prefix
  stage                  = var.stage
  emails                 = var.alarm_emails
  thresholds             = var.alarm_thresholds
  function_names         = { for name, function in module.function : name => function.name }
  log_group_names        = { for name, function in module.function : name => function.log_group_name }
  api_name               = module.api.name
  dead_letter_queue_name = module.registration_queue.dead_letter_name

  database = one([for database in module.database : {
    identifier      = database.identifier
    max_connections = var.database.max_connections
  }])
}

module "dashboard" {
  source   = "../dashboard"
  for_each = local.watchers

  name                    = local.prefix
  stage                   = var.stage
  region                  = local.account.region
  function_names          = { for name, function in module.function : name => function.name }
  api_name                = module.api.name
  registration_queue_name = module.registration_queue.name
  dead_letter_queue_name  = module.registration_queue.dead_letter_name
  database_identifier     = one([for database in module.database : database.identifier])
  alarm_arns              = values(module.alarms[each.key].arns)
}
