locals {
  method = split(" ", var.route)[0]
  path   = split(" ", var.route)[1]

  # In an ARN a variable part of a path, and any method, is a star: ANY /boletos/{id} is */boletos/*.
  path_pattern   = replace(local.path, "/{[^}]*}/", "*")
  method_pattern = local.method == "ANY" ? "*" : local.method
  statement_id   = trim(replace(lower("api-${var.route}"), "/[^a-z0-9]+/", "-"), "-")
}

resource "aws_api_gateway_method" "this" {
  rest_api_id      = var.rest_api_id
  resource_id      = var.resource_id
  http_method      = local.method
  authorization    = "NONE"
  api_key_required = var.function.key
}

resource "aws_api_gateway_integration" "this" {
  rest_api_id             = var.rest_api_id
  resource_id             = var.resource_id
  http_method             = aws_api_gateway_method.this.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = var.function.invoke_arn
}

resource "aws_lambda_permission" "this" {
  statement_id  = local.statement_id
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = var.function.name
  qualifier     = var.function.alias
  source_arn    = "${var.stage_execution_arn}/${local.method_pattern}${local.path_pattern}"
}
