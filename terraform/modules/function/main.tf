# Terraform makes the function, the deployer brings its code: the function is born with a placeholder, and neither its
# code nor the version behind its alias is looked at again.

locals {
  arn_of_region = "arn:${var.account.partition}:%s:${var.account.region}:${var.account.id}:%s"
  function_arn  = format(local.arn_of_region, "lambda", "function:${var.name}")
  log_group     = "/aws/lambda/${var.name}"

  log_statement = {
    Sid      = "WriteOwnLog"
    Effect   = "Allow"
    Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    Resource = ["${format(local.arn_of_region, "logs", "log-group:${local.log_group}")}:*"]
  }

  # X-Ray knows no resources to narrow this to.
  trace_statement = {
    Sid      = "SendTraces"
    Effect   = "Allow"
    Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    Resource = ["*"]
  }

  # Lambda itself makes the function's network interfaces, with the function's role, before they have ids; EC2 knows no
  # resources for its Describe actions. The function's own code is denied all of it.
  interface_actions = ["ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:UnassignPrivateIpAddresses"]
  describe_actions  = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]
  network_statements = [
    {
      Sid      = "LambdaMakesInterfaces"
      Effect   = "Allow"
      Action   = local.interface_actions
      Resource = [for kind in ["network-interface", "security-group", "subnet"] : format(local.arn_of_region, "ec2", "${kind}/*")]
    },
    {
      Sid      = "LambdaSeesInterfaces"
      Effect   = "Allow"
      Action   = local.describe_actions
      Resource = ["*"]
    },
    {
      Sid       = "CodeTouchesNoInterfaces"
      Effect    = "Deny"
      Action    = concat(local.interface_actions, local.describe_actions)
      Resource  = ["*"]
      Condition = { ArnEquals = { "lambda:SourceFunctionArn" = [local.function_arn] } }
    },
  ]

  own_statements = [for statement in var.statements : {
    Sid      = statement.sid
    Effect   = "Allow"
    Action   = statement.actions
    Resource = statement.resources
  }]

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [local.log_statement],
      local.own_statements,
      [for statement in [local.trace_statement] : statement if var.tracing],
      [for statement in local.network_statements : statement if var.network != null],
    )
  })
}

resource "aws_iam_role" "this" {
  name        = var.name
  description = "What ${var.name} may do."

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "own-actions"
  role = aws_iam_role.this.id

  policy = local.policy
}

resource "aws_cloudwatch_log_group" "this" {
  name              = local.log_group
  retention_in_days = var.log_retention_days
}

resource "aws_lambda_function" "this" {
  function_name = var.name
  description   = var.description
  role          = aws_iam_role.this.arn
  runtime       = "provided.al2023"
  handler       = "bootstrap"
  architectures = [var.architecture]
  filename      = "${path.module}/placeholder.zip"
  timeout       = var.timeout_s
  memory_size   = var.memory_mb

  reserved_concurrent_executions = var.concurrency

  environment {
    variables = var.environment
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  dynamic "vpc_config" {
    for_each = var.network[*]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = [vpc_config.value.security_group_id]
    }
  }

  lifecycle {
    ignore_changes = [filename, source_code_hash]
  }

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_alias" "this" {
  name             = "current"
  description      = "The version that takes traffic; the deployer moves it."
  function_name    = aws_lambda_function.this.function_name
  function_version = "$LATEST"

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}

# Only a published version can be kept warm: this waits for the deployer's first shift.
resource "aws_lambda_provisioned_concurrency_config" "this" {
  for_each = var.provisioned_concurrency > 0 ? toset([aws_lambda_alias.this.name]) : toset([])

  function_name                     = aws_lambda_function.this.function_name
  qualifier                         = each.key
  provisioned_concurrent_executions = var.provisioned_concurrency
}
