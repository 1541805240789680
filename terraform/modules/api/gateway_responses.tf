# What API Gateway answers by itself, in the service's own error shape.

locals {
  # API Gateway's type = status, our type, message. A status of null keeps API Gateway's.
  gateway_responses = {
    DEFAULT_4XX                  = { status = null, type = "invalid_parameter", message = "Bad request" }
    BAD_REQUEST_BODY             = { status = "400", type = "invalid_parameter", message = "Bad request" }
    BAD_REQUEST_PARAMETERS       = { status = "400", type = "invalid_parameter", message = "Bad request" }
    ACCESS_DENIED                = { status = "401", type = "authorization", message = "Unauthorized" }
    EXPIRED_TOKEN                = { status = "401", type = "authorization", message = "Unauthorized" }
    INVALID_API_KEY              = { status = "401", type = "authorization", message = "Unauthorized" }
    INVALID_SIGNATURE            = { status = "401", type = "authorization", message = "Unauthorized" }
    UNAUTHORIZED                 = { status = "401", type = "authorization", message = "Unauthorized" }
    MISSING_AUTHENTICATION_TOKEN = { status = "404", type = "not_found", message = "Not found" }
    RESOURCE_NOT_FOUND           = { status = "404", type = "not_found", message = "Not found" }
    REQUEST_TOO_LARGE            = { status = "413", type = "payload_too_large", message = "Payload too large" }
    QUOTA_EXCEEDED               = { status = "429", type = "too_many_requests", message = "Quota exceeded" }
    THROTTLED                    = { status = "429", type = "too_many_requests", message = "Too many requests" }
    DEFAULT_5XX                  = { status = "502", type = "unavailable", message = "Service unavailable" }
    API_CONFIGURATION_ERROR      = { status = "502", type = "unavailable", message = "Service unavailable" }
    INTEGRATION_FAILURE          = { status = "502", type = "unavailable", message = "Service unavailable" }
    INTEGRATION_TIMEOUT          = { status = "504", type = "unavailable", message = "Service unavailable" }
  }
}

resource "aws_api_gateway_gateway_response" "this" {
  for_each = local.gateway_responses

  rest_api_id   = aws_api_gateway_rest_api.this.id
  response_type = each.key
  status_code   = each.value.status

  response_templates = {
    "application/json" = jsonencode({ errors = [{ type = each.value.type, message = each.value.message, field = null }] })
  }

  response_parameters = {
    "gatewayresponse.header.x-request-id" = "context.requestId"
  }
}
