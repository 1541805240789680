mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name        = "superbowleto-test"
  description = "Issues boletos."
  stage       = "test"
  refuses     = { name = "get-boleto", alias = "current", invoke_arn = "arn:get" }
  clients     = { gateway = { rate = 50, burst = 100, quota = 1000, keys = ["2026", "2027"] } }
  routes = {
    "POST /boletos"             = { name = "create-boleto", alias = "current", invoke_arn = "arn:create", key = true }
    "GET /boletos/{id}"         = { name = "get-boleto", alias = "current", invoke_arn = "arn:get", key = true }
    "GET /boletos/{id}/history" = { name = "get-boleto", alias = "current", invoke_arn = "arn:get", key = true }
    "GET /health"               = { name = "describe-service", alias = "current", invoke_arn = "arn:describe", key = false }
  }
  tracing            = false
  log_retention_days = 30
}

run "every_part_of_a_path_is_a_resource" {
  assert {
    condition     = keys(aws_api_gateway_resource.first) == ["/boletos", "/health"] && keys(aws_api_gateway_resource.second) == ["/boletos/{id}"] && keys(aws_api_gateway_resource.third) == ["/boletos/{id}/history"]
    error_message = "The paths were cut into other parts."
  }
}

run "the_methods_that_a_path_does_not_serve_are_refused_with_a_key_where_the_path_needs_one" {
  assert {
    condition     = { for route, refusal in local.refusals : route => refusal.key } == { "ANY /boletos" = true, "ANY /boletos/{id}" = true, "ANY /boletos/{id}/history" = true, "ANY /health" = false }
    error_message = "Each path has to refuse what it does not serve."
  }
}

run "api_gateway_answers_in_the_services_own_error_shape" {
  assert {
    condition     = alltrue([for response in aws_api_gateway_gateway_response.this : keys(jsondecode(response.response_templates["application/json"]).errors[0]) == ["field", "message", "type"]])
    error_message = "An error has a type, a message and a field."
  }

  assert {
    condition     = aws_api_gateway_gateway_response.this["INVALID_API_KEY"].status_code == "401" && jsondecode(aws_api_gateway_gateway_response.this["INVALID_API_KEY"].response_templates["application/json"]).errors == [{ type = "authorization", message = "Unauthorized", field = null }]
    error_message = "A wrong key is answered with 401 and Unauthorized."
  }

  assert {
    condition = {
      for type in ["MISSING_AUTHENTICATION_TOKEN", "REQUEST_TOO_LARGE", "THROTTLED", "QUOTA_EXCEEDED", "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT"] :
      type => aws_api_gateway_gateway_response.this[type].status_code
    } == { MISSING_AUTHENTICATION_TOKEN = "404", REQUEST_TOO_LARGE = "413", THROTTLED = "429", QUOTA_EXCEEDED = "429", INTEGRATION_FAILURE = "502", INTEGRATION_TIMEOUT = "504" }
    error_message = "API Gateway answers with other statuses than the contract says."
  }
}

run "a_client_has_a_plan_and_as_many_keys_as_are_named" {
  assert {
    condition     = keys(aws_api_gateway_api_key.this) == ["gateway/2026", "gateway/2027"] && aws_api_gateway_usage_plan.this["gateway"].throttle_settings[0].rate_limit == 50 && aws_api_gateway_usage_plan.this["gateway"].quota_settings[0].limit == 1000
    error_message = "The client has to have both keys under its plan."
  }

  assert {
    condition     = one(distinct(values(output.client_by_key_hash))) == "gateway" && length(output.client_by_key_hash) == 2 && alltrue([for hash in keys(output.client_by_key_hash) : can(regex("^[0-9a-f]{64}$", hash))])
    error_message = "A key's SHA-256 has to lead to its client."
  }
}

run "routes_without_a_key_are_throttled_by_themselves" {
  assert {
    condition     = { for route, settings in aws_api_gateway_method_settings.keyless : route => settings.method_path } == { "GET /health" = "health/GET" } && aws_api_gateway_method_settings.keyless["GET /health"].settings[0].throttling_rate_limit == 10
    error_message = "No usage plan limits callers without a key."
  }
}

run "the_access_log_says_nothing_about_people" {
  assert {
    condition     = !anytrue([for value in values(jsondecode(aws_api_gateway_stage.this.access_log_settings[0].format)) : strcontains(value, "sourceIp") || strcontains(value, "path") || strcontains(value, "authorizer") || strcontains(value, "userAgent")])
    error_message = "Addresses and paths do not belong into the log."
  }
}

run "a_domain_of_its_own_is_the_only_way_in" {
  variables {
    domain = { name = "boletos.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1" }
  }

  assert {
    condition     = aws_api_gateway_rest_api.this.disable_execute_api_endpoint && output.url == "https://boletos.example.com" && aws_api_gateway_base_path_mapping.this["boletos.example.com"].base_path == null
    error_message = "The domain has to serve the API without its stage in the path."
  }
}

run "two_variables_side_by_side_are_refused" {
  command = plan

  variables {
    routes = {
      "GET /boletos/{id}"  = { name = "a", alias = "current", invoke_arn = "arn", key = true }
      "GET /boletos/{key}" = { name = "b", alias = "current", invoke_arn = "arn", key = true }
    }
  }

  expect_failures = [var.routes]
}

run "a_path_too_deep_is_refused" {
  command = plan

  variables {
    routes = { "GET /a/b/c/d" = { name = "a", alias = "current", invoke_arn = "arn", key = true } }
  }

  expect_failures = [var.routes]
}

run "a_client_without_a_key_is_refused" {
  command = plan

  variables {
    clients = { gateway = { rate = 1, burst = 1, quota = 1, keys = [] } }
  }

  expect_failures = [var.clients]
}

run "a_client_that_may_ask_nothing_is_refused" {
  command = plan

  variables {
    clients = { gateway = { rate = 0, burst = 1, quota = 1 } }
  }

  expect_failures = [var.clients]
}

run "a_client_whose_name_is_no_name_is_refused" {
  command = plan

  variables {
    clients = { "The Gateway" = { rate = 1, burst = 1, quota = 1 } }
  }

  expect_failures = [var.clients]
}
