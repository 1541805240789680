# Terraform's mocks know no ephemeral values yet: this is the real provider, which plans without asking AWS anything.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

override_data {
  target = data.aws_caller_identity.current
  values = { account_id = "123456789012" }
}

override_data {
  target = module.network["own"].data.aws_availability_zones.available
  values = { names = ["us-east-1a", "us-east-1b", "us-east-1c"] }
}

override_resource {
  target          = module.function["retry-registrations"].aws_lambda_alias.this
  override_during = plan
  values          = { arn = "arn:aws:lambda:us-east-1:123456789012:function:superbowleto-test-retry-registrations:current" }
}

override_resource {
  target          = module.function["sweep-pending"].aws_lambda_alias.this
  override_during = plan
  values          = { arn = "arn:aws:lambda:us-east-1:123456789012:function:superbowleto-test-sweep-pending:current" }
}

variables {
  stage        = "test"
  number_start = 1

  # Nothing is drawn, which would ask AWS.
  drawn_passwords = []
  app_password    = "drawn"
  owner_password  = "drawn"
  network         = { cidr = "10.20.0.0/16", nat_gateways = 1 }
  database = {
    instance_class        = "db.t4g.small"
    storage_gb            = 20
    storage_limit_gb      = 100
    max_connections       = 115
    multi_az              = false
    deletion_protection   = false
    backup_retention_days = 7
    proxy                 = false
  }
  api_clients   = { gateway = { rate = 50, burst = 100, quota = 1000 } }
  client_queues = ["arn:aws:sqs:us-east-1:222222222222:gateway-*"]
  house_accounts = {
    bradesco = { agency = "1229", account = "469", wallet = "26" }
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
  house_company      = { name = "Superbowleto Pagamentos", document = "11222333000181" }
  bradesco           = { url = "https://bank.example/" }
  boleto_api         = { url = "https://boleto.example/" }
  tracing            = true
  log_retention_days = 30
}

run "no_role_allows_a_wildcard_but_where_there_is_nothing_narrower" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for policy in values(output.policies) : [
        for statement in jsondecode(policy).Statement : [for action in statement.Action : !strcontains(action, "*")]
      ]
    ]))
    error_message = "An action is named in full."
  }

  # X-Ray and EC2's Describe actions know no resources.
  assert {
    condition = toset(flatten([
      for policy in values(output.policies) : [
        for statement in jsondecode(policy).Statement : statement.Action if statement.Effect == "Allow" && contains(statement.Resource, "*")
      ]
    ])) == toset(["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"])
    error_message = "A resource could be named more narrowly."
  }

  assert {
    condition     = length(distinct(values(output.policies))) == length(output.policies)
    error_message = "Two functions share a policy: their logs at least are their own."
  }
}

run "a_function_reads_its_own_secrets_alone" {
  command = plan

  assert {
    condition = {
      for name in ["get-boleto", "create-boleto", "migrate-database"] : name => [
        for arn in one([for statement in jsondecode(output.policies[name]).Statement : statement.Resource if statement.Sid == "ReadOwnSecrets"]) :
        trimprefix(arn, "arn:aws:ssm:us-east-1:123456789012:parameter/superbowleto/test/")
      ]
      } == {
      get-boleto       = ["database/app-password"]
      create-boleto    = ["banks/boleto-api", "banks/bradesco", "database/app-password"]
      migrate-database = ["database/app-password", "database/owner-password"]
    }
    error_message = "A function reads a secret of another."
  }
}

run "only_functions_that_tell_may_send_to_clients" {
  command = plan

  assert {
    condition = [for name, policy in output.policies : name if strcontains(policy, "gateway-*")] == [
      "create-boleto", "register-boleto", "resend-notification", "resolve-boleto", "retry-registrations", "sweep-pending",
    ]
    error_message = "Another function may send to clients' queues."
  }

  assert {
    condition     = output.functions["create-boleto"].environment["CLIENT_QUEUES"] == "https://sqs.us-east-1.amazonaws.com/222222222222/gateway-*"
    error_message = "The allow-list names other queues than the policy."
  }
}

run "the_owner_of_the_schema_is_used_by_migrations_alone" {
  command = plan

  assert {
    condition     = [for name, function in output.functions : name if function.environment["DATABASE_USER"] == "superbowleto_owner"] == ["migrate-database"]
    error_message = "Another function could change the schema."
  }

  assert {
    condition     = alltrue([for function in values(output.functions) : function.environment["DATABASE_TLS"] == "verified"])
    error_message = "A function would trust whoever answers for the database."
  }
}

run "functions_are_given_no_secret" {
  command = plan

  assert {
    condition     = !anytrue(flatten([for function in values(output.functions) : [for name in keys(function.environment) : strcontains(name, "PASSWORD") || strcontains(name, "CREDENTIAL") || endswith(name, "_KEY")]]))
    error_message = "Secrets come from SSM."
  }
}

run "functions_hold_no_more_connections_than_the_database_allows" {
  command = plan

  assert {
    condition     = sum(values(output.concurrency)) <= 100 && output.concurrency["create-boleto"] == 40
    error_message = "Of 115 connections 15 are for people, the rest is shared out."
  }
}

run "queue_and_clock_wake_the_alias" {
  command = plan

  assert {
    condition     = aws_lambda_event_source_mapping.registrations.function_name == module.function["retry-registrations"].alias_arn && aws_lambda_event_source_mapping.registrations.function_response_types == toset(["ReportBatchItemFailures"]) && aws_lambda_event_source_mapping.registrations.batch_size == 10
    error_message = "The consumer fails by the message, behind the alias."
  }

  assert {
    condition     = aws_cloudwatch_event_target.clock["sweep-pending"].arn == module.function["sweep-pending"].alias_arn && aws_cloudwatch_event_rule.clock["sweep-pending"].schedule_expression == "rate(1 minute)"
    error_message = "The sweep runs every minute, behind the alias."
  }

  assert {
    condition     = local.visibility_timeout_s == 360
    error_message = "A message stays hidden for six times the consumer's timeout."
  }
}

run "a_database_too_small_for_its_functions_is_refused" {
  command = plan

  variables {
    network           = null
    database          = null
    external_database = { host = "h", owner_host = "h", port = 5432, name = "n", owner = "o", tls = "verified", max_connections = 23 }
  }

  expect_failures = [output.concurrency, aws_lambda_event_source_mapping.registrations]
}

run "two_databases_are_refused" {
  command = plan

  variables {
    external_database = { host = "h", owner_host = "h", port = 5432, name = "n", owner = "o", tls = "verified", max_connections = 100 }
  }

  expect_failures = [var.external_database]
}

run "a_database_without_a_network_is_refused" {
  command = plan

  variables {
    network = null
  }

  expect_failures = [var.network]
}

run "a_queue_in_another_region_is_refused" {
  command = plan

  variables {
    client_queues = ["arn:aws:sqs:sa-east-1:222222222222:gateway-*"]
  }

  expect_failures = [output.client_queue_urls]
}

run "a_higher_version_writes_one_secret_again_and_no_other" {
  command = plan

  variables {
    secret_versions = { "database/app-password" = 2 }
  }

  assert {
    condition     = module.secrets.versions == { "banks/boleto-api" = 1, "banks/bradesco" = 1, "database/app-password" = 2, "database/owner-password" = 1 }
    error_message = "Another secret would be written again."
  }
}

run "values_that_can_not_be_are_refused" {
  command = plan

  variables {
    # Queues of any name.
    client_queues = ["arn:aws:sqs:us-east-1:222222222222:*"]

    # An account for an issuer that there is not.
    house_accounts = { itau = { agency = "1", account = "2", wallet = "3" } }

    # An address without a zip code (CEP).
    house_address = { zipcode = "1310-100", street = "s", street_number = "1", complementary = "", neighborhood = "n", city = "c", state = "SP" }

    # A company without a CNPJ as banks take it.
    house_company = { name = "Superbowleto", document = "11.222.333/0001-81" }

    # Waiting for a bank longer than a create can.
    bradesco   = { url = "https://bank.example/", timeout_ms = 25000 }
    boleto_api = { url = "https://boleto.example/", timeout_ms = 25000 }

    # A number of twelve digits.
    number_start = 100000000000

    # A secret that there is not.
    secret_versions = { "banks/itau" = 2 }

    # A password that there is not.
    drawn_passwords = ["admin"]

    # A stack that nobody may call.
    api_clients = {}

    # A stage that would not fit into names.
    stage = "Live-2026"

    # A log level that there is not.
    log_level = "verbose"
  }

  expect_failures = [
    var.client_queues,
    var.house_accounts,
    var.house_address,
    var.house_company,
    var.bradesco,
    var.boleto_api,
    var.number_start,
    var.secret_versions,
    var.drawn_passwords,
    var.api_clients,
    var.stage,
    var.log_level,
  ]
}
