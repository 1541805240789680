# A pool between functions and Postgres, for when there are more functions than the instance allows connections.
# It knows the functions' password by Secrets Manager, the only place that RDS Proxy reads.

locals {
  proxies = var.proxy ? toset(["functions"]) : toset([])
}

resource "aws_secretsmanager_secret" "app" {
  for_each = local.proxies

  name                    = "${var.name}/database/app"
  description             = "What RDS Proxy logs in to Postgres with."
  recovery_window_in_days = 7
}

resource "aws_secretsmanager_secret_version" "app" {
  for_each = local.proxies

  secret_id                = aws_secretsmanager_secret.app[each.key].id
  secret_string_wo         = jsonencode({ username = var.app_user, password = var.app_password })
  secret_string_wo_version = var.app_password_version
}

resource "aws_iam_role" "proxy" {
  for_each = local.proxies

  name        = "${var.name}-database-proxy"
  description = "What RDS Proxy may do."

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "rds.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "proxy" {
  for_each = local.proxies

  name = "own-actions"
  role = aws_iam_role.proxy[each.key].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReadAppPassword"
      Effect   = "Allow"
      Action   = "secretsmanager:GetSecretValue"
      Resource = aws_secretsmanager_secret.app[each.key].arn
    }]
  })
}

resource "aws_vpc_security_group_ingress_rule" "from_proxy" {
  for_each = local.proxies

  security_group_id            = aws_security_group.this.id
  description                  = "The proxy, which shares this group."
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
  referenced_security_group_id = aws_security_group.this.id
}

resource "aws_vpc_security_group_egress_rule" "proxy_to_database" {
  for_each = local.proxies

  security_group_id            = aws_security_group.this.id
  description                  = "From the proxy to Postgres."
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
  referenced_security_group_id = aws_security_group.this.id
}

resource "aws_db_proxy" "this" {
  for_each = local.proxies

  name                   = var.name
  engine_family          = "POSTGRESQL"
  require_tls            = true
  idle_client_timeout    = 1800
  role_arn               = aws_iam_role.proxy[each.key].arn
  vpc_subnet_ids         = var.subnet_ids
  vpc_security_group_ids = [aws_security_group.this.id]

  auth {
    auth_scheme               = "SECRETS"
    client_password_auth_type = "POSTGRES_SCRAM_SHA_256"
    iam_auth                  = "DISABLED"
    secret_arn                = aws_secretsmanager_secret.app[each.key].arn
  }
}

resource "aws_db_proxy_default_target_group" "this" {
  for_each = local.proxies

  db_proxy_name = aws_db_proxy.this[each.key].name

  connection_pool_config {
    max_connections_percent   = 90
    connection_borrow_timeout = 3
  }
}

resource "aws_db_proxy_target" "this" {
  for_each = local.proxies

  db_proxy_name          = aws_db_proxy.this[each.key].name
  target_group_name      = aws_db_proxy_default_target_group.this[each.key].name
  db_instance_identifier = aws_db_instance.this.identifier
}
