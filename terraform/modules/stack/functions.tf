# The functions, a line each: a new endpoint is one more route, or one more line.
#
#   routes      what API Gateway sends it
#   key         whether callers of its routes need an API key
#   consumes    whether boletos-to-register wakes it
#   every       how often the clock wakes it
#   timeout_s   seconds after which an invocation is ended
#   memory_mb   chosen by measured cost and latency
#   share       its part of the database's connections, in percent: an invocation holds one, so this is also its concurrency
#   needs       what it is given and allowed: see capabilities.tf

locals {
  functions = {
    create-boleto         = { routes = ["POST /boletos"], key = true, consumes = false, every = null, timeout_s = 29, memory_mb = 256, share = 40, needs = ["database", "banks", "wake", "tell", "clients", "intake"] }
    list-boletos          = { routes = ["GET /boletos"], key = true, consumes = false, every = null, timeout_s = 10, memory_mb = 128, share = 10, needs = ["database"] }
    get-boleto            = { routes = ["GET /boletos/{id}", "GET /boletos/{id}/history"], key = true, consumes = false, every = null, timeout_s = 10, memory_mb = 128, share = 10, needs = ["database"] }
    update-boleto         = { routes = ["PATCH /boletos/{id}"], key = true, consumes = false, every = null, timeout_s = 10, memory_mb = 128, share = 6, needs = ["database"] }
    register-boleto       = { routes = ["POST /boletos/{id}/register"], key = true, consumes = false, every = null, timeout_s = 29, memory_mb = 256, share = 6, needs = ["database", "banks", "wake", "tell"] }
    resend-notification   = { routes = ["POST /boletos/{id}/notifications"], key = true, consumes = false, every = null, timeout_s = 29, memory_mb = 128, share = 2, needs = ["database", "tell"] }
    manage-configurations = { routes = ["POST /configurations", "GET /configurations/{key}", "PATCH /configurations/{key}"], key = true, consumes = false, every = null, timeout_s = 10, memory_mb = 128, share = 2, needs = ["database"] }
    describe-service      = { routes = ["GET /health", "GET /openapi.json"], key = false, consumes = false, every = null, timeout_s = 10, memory_mb = 128, share = 2, needs = ["database", "clients"] }
    retry-registrations   = { routes = [], key = true, consumes = true, every = null, timeout_s = 60, memory_mb = 256, share = 10, needs = ["database", "banks", "wake", "tell"] }
    sweep-pending         = { routes = [], key = true, consumes = false, every = "1 minute", timeout_s = 60, memory_mb = 128, share = 2, needs = ["database", "wake", "tell"] }
    resolve-boleto        = { routes = [], key = true, consumes = false, every = null, timeout_s = 29, memory_mb = 128, share = 2, needs = ["database", "banks", "wake", "tell"] }
    migrate-database      = { routes = [], key = true, consumes = false, every = null, timeout_s = 600, memory_mb = 128, share = 2, needs = ["migrations"] }
  }

  # Answers 405 to the methods that a path does not serve.
  refuses = "describe-service"

  consumer = one([for name, function in local.functions : name if function.consumes])
  clocked  = { for name, function in local.functions : name => function.every if function.every != null }

  # Fifteen connections are for people, superusers and RDS.
  connections = local.database.max_connections - 15
  concurrency = { for name, function in local.functions : name => max(1, floor(local.connections * function.share / 100)) }
}

module "function" {
  source   = "../function"
  for_each = local.functions

  account                 = local.account
  name                    = "${local.prefix}-${each.key}"
  description             = "Superbowleto ${var.stage}: ${replace(each.key, "-", " ")}."
  timeout_s               = each.value.timeout_s
  memory_mb               = each.value.memory_mb
  architecture            = var.architecture
  environment             = local.environments[each.key]
  statements              = local.statements[each.key]
  network                 = local.network
  concurrency             = local.concurrency[each.key]
  provisioned_concurrency = lookup(var.provisioned_concurrency, each.key, 0)
  tracing                 = var.tracing
  log_retention_days      = var.log_retention_days
}
