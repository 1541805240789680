# The values of this stage: live and sandbox differ by values only.

module "stack" {
  source = "../modules/stack"

  stage        = "sandbox"
  number_start = 1

  network = { cidr = "10.21.0.0/16", nat_gateways = 1 }
  database = {
    instance_class        = "db.t4g.small"
    storage_gb            = 20
    storage_limit_gb      = 100
    max_connections       = 150
    multi_az              = false
    deletion_protection   = false
    backup_retention_days = 7
    proxy                 = false
  }

  api_domain = null
  api_clients = {
    gateway = { rate = 50, burst = 100, quota = 500000, keys = ["first"] }
  }
  client_queues = ["arn:aws:sqs:us-east-1:222222222222:gateway-*"]

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

  bradesco   = { url = "https://homolog.meiosdepagamentobradesco.com.br/apiregistro/api", find = false }
  boleto_api = { url = "https://boleto.sandbox.example.com/", shopfacil_agreement = 3069995 }

  secret_versions    = {}
  alarm_emails       = ["superbowleto-sandbox@example.com"]
  tracing            = true
  log_level          = "info"
  log_retention_days = 30
}
