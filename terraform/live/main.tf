# The values of this stage: live and sandbox differ by values only.

module "stack" {
  source = "../modules/stack"

  stage        = "live"
  number_start = 1000000

  network = { cidr = "10.20.0.0/16", nat_gateways = 3 }
  database = {
    instance_class        = "db.m7g.large"
    storage_gb            = 100
    storage_limit_gb      = 1000
    max_connections       = 400
    multi_az              = true
    deletion_protection   = true
    backup_retention_days = 35
    proxy                 = false
  }

  api_domain = null
  api_clients = {
    gateway = { rate = 200, burst = 400, quota = 5000000, keys = ["first"] }
  }
  client_queues = ["arn:aws:sqs:us-east-1:111111111111:gateway-*"]

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

  bradesco   = { url = "https://meiosdepagamentobradesco.com.br/apiregistro/api", find = false }
  boleto_api = { url = "https://boleto.example.com/", shopfacil_agreement = 3069995 }

  secret_versions    = {}
  alarm_emails       = ["superbowleto-live@example.com"]
  tracing            = true
  log_level          = "info"
  log_retention_days = 365
}
