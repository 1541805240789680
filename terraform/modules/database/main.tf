# Postgres that only functions reach, encrypted at rest and on the way, and that logs no customer's data.

locals {
  engine_major = "17"
  port         = 5432

  parameters = {
    # Nobody talks to it in the clear.
    "rds.force_ssl"       = { value = "1", method = "immediate" }
    "password_encryption" = { value = "scram-sha-256", method = "immediate" }

    # The functions' reserved concurrency is worked out from this number.
    "max_connections" = { value = tostring(var.max_connections), method = "pending-reboot" }

    # A function that was frozen in the middle of a transaction holds its locks no longer than this.
    "idle_in_transaction_session_timeout" = { value = "60000", method = "immediate" }

    # Slow statements are logged, but neither the values in them nor the rows they stumble over.
    "log_min_duration_statement"        = { value = "1000", method = "immediate" }
    "log_parameter_max_length"          = { value = "0", method = "immediate" }
    "log_parameter_max_length_on_error" = { value = "0", method = "immediate" }
    "log_error_verbosity"               = { value = "terse", method = "immediate" }
  }
}

resource "aws_db_subnet_group" "this" {
  name        = var.name
  description = "Subnets that lead nowhere."
  subnet_ids  = var.subnet_ids
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${var.name}-"
  description = "TLS only, and no customer's data in the log."
  family      = "postgres${local.engine_major}"

  dynamic "parameter" {
    for_each = local.parameters

    content {
      name         = parameter.key
      value        = parameter.value.value
      apply_method = parameter.value.method
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "this" {
  name        = "${var.name}-database"
  description = "Postgres: in from functions and the proxy, nothing out."
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-database" }
}

resource "aws_vpc_security_group_ingress_rule" "from_functions" {
  security_group_id            = aws_security_group.this.id
  description                  = "Functions."
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
  referenced_security_group_id = var.functions_security_group_id
}

resource "aws_vpc_security_group_egress_rule" "functions_to_database" {
  security_group_id            = var.functions_security_group_id
  description                  = "Postgres."
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
  referenced_security_group_id = aws_security_group.this.id
}

# Made before the instance, so that its logs are kept as long as ours and not for ever.
resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(["postgresql", "upgrade"])

  name              = "/aws/rds/instance/${var.name}/${each.key}"
  retention_in_days = var.log_retention_days
}

resource "aws_db_instance" "this" {
  identifier     = var.name
  engine         = "postgres"
  engine_version = local.engine_major
  instance_class = var.instance_class

  db_name             = var.database_name
  port                = local.port
  username            = var.owner
  password_wo         = var.owner_password
  password_wo_version = var.owner_password_version

  storage_type          = "gp3"
  storage_encrypted     = true
  allocated_storage     = var.storage_gb
  max_allocated_storage = var.storage_limit_gb

  multi_az                   = var.multi_az
  db_subnet_group_name       = aws_db_subnet_group.this.name
  vpc_security_group_ids     = [aws_security_group.this.id]
  publicly_accessible        = false
  parameter_group_name       = aws_db_parameter_group.this.name
  ca_cert_identifier         = "rds-ca-rsa2048-g1"
  auto_minor_version_upgrade = true

  # In the night of São Paulo: backups after midnight, maintenance on Sundays before dawn.
  backup_retention_period = var.backup_retention_days
  backup_window           = "03:00-04:00"
  maintenance_window      = "sun:06:30-sun:07:30"
  copy_tags_to_snapshot   = true

  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = !var.deletion_protection
  final_snapshot_identifier = var.deletion_protection ? "${var.name}-final" : null

  performance_insights_enabled          = true
  performance_insights_retention_period = 7
  enabled_cloudwatch_logs_exports       = keys(aws_cloudwatch_log_group.this)
}
