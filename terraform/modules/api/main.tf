locals {
  # "GET /boletos/{id}" => "/boletos/{id}"
  path_of = { for route in keys(var.routes) : route => split(" ", route)[1] }

  # Every path and the paths above it: "/boletos/{id}/history" has three parts and needs all of them as resources.
  parts = { for path in distinct(values(local.path_of)) : path => compact(split("/", path)) }
  nodes = toset(flatten([
    for parts in values(local.parts) : [
      for depth in range(1, length(parts) + 1) : "/${join("/", slice(parts, 0, depth))}"
    ]
  ]))
  depth = { for node in local.nodes : node => length(compact(split("/", node))) }

  resource_ids = merge(
    { for path, resource in aws_api_gateway_resource.first : path => resource.id },
    { for path, resource in aws_api_gateway_resource.second : path => resource.id },
    { for path, resource in aws_api_gateway_resource.third : path => resource.id },
  )

  # A path refuses the methods that it does not serve with 405, which API Gateway can't tell from an unknown path: the
  # rest of the path's methods go to the function that says so, with or without a key as the path's own routes.
  refusals = {
    for path in distinct(values(local.path_of)) : "ANY ${path}" => merge(var.refuses, {
      key = anytrue([for route, function in var.routes : function.key if local.path_of[route] == path])
    })
  }
}

locals {
  # Who asked is the key's id, what was asked is the route: no address, no query, no path with its values.
  access_log_fields = {
    request_id             = "$context.requestId"
    requested_at           = "$context.requestTime"
    route                  = "$context.httpMethod $context.resourcePath"
    status                 = "$context.status"
    latency_ms             = "$context.responseLatency"
    integration_latency_ms = "$context.integrationLatency"
    response_bytes         = "$context.responseLength"
    api_key_id             = "$context.identity.apiKeyId"
    refusal                = "$context.error.responseType"
    trace_id               = "$context.xrayTraceId"
  }
}

resource "aws_api_gateway_rest_api" "this" {
  name        = var.name
  description = var.description

  # With a domain of its own the API is called by that alone.
  disable_execute_api_endpoint = var.domain != null

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

# A resource can't have resources of its own kind for parents within one for_each, hence one block a level.
resource "aws_api_gateway_resource" "first" {
  for_each = toset([for node in local.nodes : node if local.depth[node] == 1])

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = basename(each.key)
}

resource "aws_api_gateway_resource" "second" {
  for_each = toset([for node in local.nodes : node if local.depth[node] == 2])

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.first[dirname(each.key)].id
  path_part   = basename(each.key)
}

resource "aws_api_gateway_resource" "third" {
  for_each = toset([for node in local.nodes : node if local.depth[node] == 3])

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.second[dirname(each.key)].id
  path_part   = basename(each.key)
}

module "endpoint" {
  source   = "../endpoint"
  for_each = merge(var.routes, local.refusals)

  route               = each.key
  rest_api_id         = aws_api_gateway_rest_api.this.id
  resource_id         = local.resource_ids[split(" ", each.key)[1]]
  stage_execution_arn = "${aws_api_gateway_rest_api.this.execution_arn}/${var.stage}"
  function            = each.value
}

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  description = "Made anew whenever a route or a gateway response changes."

  triggers = {
    definition = sha256(jsonencode([
      [for endpoint in module.endpoint : endpoint.definition],
      local.gateway_responses,
    ]))
  }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [module.endpoint, aws_api_gateway_gateway_response.this]
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id          = aws_api_gateway_rest_api.this.id
  deployment_id        = aws_api_gateway_deployment.this.id
  stage_name           = var.stage
  xray_tracing_enabled = var.tracing

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = jsonencode(local.access_log_fields)
  }
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_retention_days
}

# No usage plan limits callers without a key.
resource "aws_api_gateway_method_settings" "keyless" {
  for_each = { for route, function in var.routes : route => "${trimprefix(local.path_of[route], "/")}/${split(" ", route)[0]}" if !function.key }

  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = each.value

  settings {
    throttling_rate_limit  = var.keyless_limits.rate
    throttling_burst_limit = var.keyless_limits.burst
  }
}
