resource "aws_api_gateway_domain_name" "this" {
  for_each = var.domain == null ? toset([]) : toset([var.domain.name])

  domain_name              = each.key
  regional_certificate_arn = var.domain.certificate_arn
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

# Without a base path the stage drops out of the paths.
resource "aws_api_gateway_base_path_mapping" "this" {
  for_each = aws_api_gateway_domain_name.this

  domain_name = each.value.domain_name
  api_id      = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
}
