# Who may call: a usage plan for each client, holding all the keys that the client may use at the moment.

locals {
  keys = merge([
    for client, plan in var.clients : {
      for key in plan.keys : "${client}/${key}" => { client = client, name = "${var.name}-${client}-${key}" }
    }
  ]...)
}

# Keys are made here rather than by API Gateway, because not every emulator makes one; a value is drawn once, and then
# stays. The provider has no write-only argument for it: the value stands in the state, which is why the bucket of the
# state is locked down.
resource "aws_api_gateway_api_key" "this" {
  for_each = local.keys

  name        = each.value.name
  description = "Key of the client ${each.value.client}."
  value       = sha256("${uuid()}${uuid()}")

  lifecycle {
    ignore_changes = [value]
  }
}

resource "aws_api_gateway_usage_plan" "this" {
  for_each = var.clients

  name        = "${var.name}-${each.key}"
  description = "How much the client ${each.key} may ask."

  api_stages {
    api_id = aws_api_gateway_rest_api.this.id
    stage  = aws_api_gateway_stage.this.stage_name
  }

  throttle_settings {
    rate_limit  = each.value.rate
    burst_limit = each.value.burst
  }

  quota_settings {
    limit  = each.value.quota
    period = "DAY"
  }
}

resource "aws_api_gateway_usage_plan_key" "this" {
  for_each = local.keys

  key_id        = aws_api_gateway_api_key.this[each.key].id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.this[each.value.client].id
}
