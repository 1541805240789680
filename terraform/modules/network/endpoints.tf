# Secrets and queues are reached without leaving AWS's network, and stay in reach when the way out fails. Functions use
# neither S3 nor, from inside the network, CloudWatch Logs: an endpoint for those would be paid for nothing.

resource "aws_security_group" "endpoints" {
  name        = "${var.name}-endpoints"
  description = "Interfaces of AWS services: in from functions, nothing out."
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name}-endpoints" }
}

resource "aws_vpc_security_group_ingress_rule" "endpoints_https" {
  security_group_id            = aws_security_group.endpoints.id
  description                  = "Functions."
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.functions.id
}

resource "aws_vpc_endpoint" "this" {
  for_each = var.endpoints

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${var.account.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [for subnet in aws_subnet.private : subnet.id]
  security_group_ids  = [aws_security_group.endpoints.id]

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OwnAccountOnly"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = each.value.actions
      Resource  = each.value.resources
      Condition = { StringEquals = { "aws:PrincipalAccount" = var.account.id } }
    }]
  })

  tags = { Name = "${var.name}-${each.key}" }
}
