# The stack of live and sandbox on one's own machine: the database, the bank and the client's queue are at hand instead
# of behind a network.

data "aws_caller_identity" "current" {}

module "stack" {
  source = "../modules/stack"

  stage              = var.stage
  number_start       = 1
  watched            = false
  tracing            = false
  log_level          = var.log_level
  log_retention_days = 1

  external_database = {
    host            = var.database_host
    owner_host      = var.database_host
    port            = var.database_port
    name            = var.database_name
    owner           = var.database_owner
    tls             = "off"
    max_connections = var.database_connections
  }
  drawn_passwords = ["app"]
  owner_password  = var.owner_password

  api_clients = {
    gateway = { rate = 1000, burst = 1000, quota = 10000000 }
  }
  client_queues = [
    "arn:aws:sqs:${var.region}:${data.aws_caller_identity.current.account_id}:gateway-*",
  ]

  house_accounts = {
    bradesco         = { agency = "1229", account = "469", wallet = "26" }
    boleto-api-caixa = { agency = "3337", account = "1103388", wallet = "14" }
  }
  house_address = {
    zipcode       = "01310100"
    street        = "Avenida Paulista"
    street_number = "1000"
    complementary = ""
    neighborhood  = "Bela Vista"
    city          = "São Paulo"
    state         = "SP"
  }
  house_company = { name = "Superbowleto Pagamentos", document = "11222333000181" }

  bradesco               = merge({ url = "${var.bank_url}/apiregistro/api" }, var.bradesco)
  bradesco_credentials   = var.bradesco_credentials
  boleto_api             = merge({ url = "${var.bank_url}/", shopfacil_agreement = "3069995" }, var.boleto_api)
  boleto_api_credentials = var.boleto_api_credentials

  sqs_url           = var.aws_endpoint_url
  extra_environment = { AWS_ENDPOINT_URL = var.aws_endpoint_url }

  # The emulator weighs a call for several parameters against every parameter there is.
  extra_statements = [{
    sid       = "ReadSecretsFromEmulator"
    actions   = ["ssm:GetParameters"]
    resources = ["*"]
  }]
}

# Stands for the queue of a client, who makes its own.
resource "aws_sqs_queue" "client" {
  name                    = var.client_queue
  sqs_managed_sse_enabled = true
}
