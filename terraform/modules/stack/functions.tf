# The functions, a line each. A new endpoint is one more route, or one more line.
#
#   routes     what API Gateway sends it                   needs     what it is given and allowed: see capabilities.tf
#   key        whether callers of its routes need a key    timeout_s, memory_mb   chosen by measured cost and latency
#   consumes   whether boletos-to-register wakes it        every     how often the clock wakes it

locals {
  functions = {
    create-boleto       = { routes = ["POST /boletos"], key = true, consumes = false, every = null, timeout_s = 29, memory_mb = 256, needs = ["database", "banks", "wake", "tell", "intake"] }
    list-boletos        = { routes = ["GET /boletos"], key = true, consumes = false, every = null, timeout_s = 10, memory_mb = 128, needs = ["database"] }
    get-boleto          = { routes = ["GET /boletos/{id}", "GET /boletos/{id}/history"], key = true, consumes = false, every = null, timeout_s = 10, memory_mb = 128, needs = ["database"] }
    update-boleto       = { routes = ["PATCH /boletos/{id}"], key = true, consumes = false, every = null, timeout_s = 10, memory_mb = 128, needs = ["database"] }
    register-boleto     = { routes = ["POST /boletos/{id}/register"], key = true, consumes = false, every = null, timeout_s = 29, memory_mb = 256, needs = ["database", "banks", "wake", "tell"] }
    retry-registrations = { routes = [], key = true, consumes = true, every = null, timeout_s = 60, memory_mb = 256, needs = ["database", "banks", "wake", "tell"] }
    sweep-pending       = { routes = [], key = true, consumes = false, every = "1 minute", timeout_s = 60, memory_mb = 128, needs = ["database", "wake", "tell"] }
    migrate-database    = { routes = [], key = true, consumes = false, every = null, timeout_s = 600, memory_mb = 128, needs = ["migrations"] }
  }

  # Answers 405 to the methods that a path does not serve.
  refuses = "get-boleto"

  descriptions = {
    create-boleto       = "Creates a boleto and asks the bank to register it."
    list-boletos        = "Lists boletos, newest first."
    get-boleto          = "Shows a boleto, or what happened to it."
    update-boleto       = "Records what was paid."
    register-boleto     = "Asks the bank again, now."
    retry-registrations = "Asks banks again about the boletos that they did not answer for."
    sweep-pending       = "Wakes what a crash or a failed send left behind."
    migrate-database    = "Brings the schema to the code's version; the deployer invokes it."
  }

  consumer = one([for name, function in local.functions : name if function.consumes])
  clocked  = { for name, function in local.functions : name => function.every if function.every != null }
}

module "function" {
  source   = "../function"
  for_each = local.functions

  name               = "${local.prefix}-${each.key}"
  description        = local.descriptions[each.key]
  timeout_s          = each.value.timeout_s
  memory_mb          = each.value.memory_mb
  architecture       = var.architecture
  environment        = local.environments[each.key]
  statements         = local.statements[each.key]
  tracing            = var.tracing
  log_retention_days = var.log_retention_days
}
