mock_provider "aws" {
  source = "../../mocks"
}

variables {
  route               = "POST /boletos/{id}/register"
  rest_api_id         = "api"
  resource_id         = "resource"
  stage_execution_arn = "arn:aws:execute-api:us-east-1:123456789012:api/live"
  function            = { name = "register-boleto", alias = "current", invoke_arn = "arn:of:alias", key = true }
}

run "only_this_route_of_this_stage_may_call_the_function" {
  assert {
    condition     = aws_lambda_permission.this.source_arn == "arn:aws:execute-api:us-east-1:123456789012:api/live/POST/boletos/*/register"
    error_message = "The permission is for ${aws_lambda_permission.this.source_arn}."
  }

  assert {
    condition     = aws_lambda_permission.this.qualifier == "current" && aws_api_gateway_integration.this.uri == "arn:of:alias"
    error_message = "The route has to call the alias, whose version the deployer moves."
  }
}

run "a_key_is_needed_where_the_function_says_so" {
  assert {
    condition     = aws_api_gateway_method.this.api_key_required
    error_message = "The route has to need a key."
  }
}

run "any_takes_every_method_of_the_path" {
  variables {
    route = "ANY /boletos"
  }

  assert {
    condition     = endswith(aws_lambda_permission.this.source_arn, "live/*/boletos") && aws_lambda_permission.this.statement_id == "api-any-boletos"
    error_message = "The permission is ${aws_lambda_permission.this.statement_id} for ${aws_lambda_permission.this.source_arn}."
  }
}

run "a_route_without_a_method_is_refused" {
  command = plan

  variables {
    route = "/boletos"
  }

  expect_failures = [var.route]
}
