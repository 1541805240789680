output "definition" {
  description = "All that API Gateway was told about the route; the API is deployed again when it changes."
  value = {
    resource = aws_api_gateway_method.this.resource_id
    method   = aws_api_gateway_method.this.http_method
    key      = aws_api_gateway_method.this.api_key_required
    type     = aws_api_gateway_integration.this.type
    uri      = aws_api_gateway_integration.this.uri
  }
}
