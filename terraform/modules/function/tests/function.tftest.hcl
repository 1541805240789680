mock_provider "aws" {
  source = "../../mocks"
}

variables {
  account = { partition = "aws", region = "us-east-1", id = "123456789012" }

  name         = "superbowleto-test-create-boleto"
  description  = "Creates boletos."
  timeout_s    = 29
  memory_mb    = 256
  architecture = "arm64"
  environment  = { STAGE = "test" }
  statements = [{
    sid       = "WakeRegistrations"
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:us-east-1:123456789012:boletos-to-register"]
  }]
  concurrency        = 10
  tracing            = false
  log_retention_days = 30
}

run "a_function_may_write_its_own_log_and_do_what_it_was_given_and_nothing_else" {
  assert {
    condition = jsondecode(aws_iam_role_policy.this.policy).Statement == [
      {
        Sid      = "WriteOwnLog"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/superbowleto-test-create-boleto:*"]
      },
      {
        Sid      = "WakeRegistrations"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = ["arn:aws:sqs:us-east-1:123456789012:boletos-to-register"]
      },
    ]
    error_message = "The role allows something else."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role.this.assume_role_policy).Statement : statement.Principal.Service] == ["lambda.amazonaws.com"]
    error_message = "Lambda alone takes on the role."
  }
}

run "the_log_is_kept_as_long_as_was_said_and_no_longer" {
  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 30 && aws_lambda_function.this.logging_config[0].log_group == "/aws/lambda/superbowleto-test-create-boleto"
    error_message = "The function has to write to the log group that was made for it."
  }
}

run "code_in_a_network_can_not_touch_the_interfaces_that_lambda_makes_for_it" {
  variables {
    network = { subnet_ids = ["subnet-1", "subnet-2"], security_group_id = "sg-1" }
  }

  assert {
    condition     = anytrue([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Effect == "Deny" && contains(statement.Action, "ec2:CreateNetworkInterface") && try(statement.Condition.ArnEquals["lambda:SourceFunctionArn"], []) == ["arn:aws:lambda:us-east-1:123456789012:function:superbowleto-test-create-boleto"]])
    error_message = "The function's own code has to be denied what Lambda needs for it."
  }

  assert {
    condition     = aws_lambda_function.this.vpc_config[0].subnet_ids == toset(["subnet-1", "subnet-2"])
    error_message = "The function has to live in the network's subnets."
  }
}

run "a_traced_function_may_send_traces" {
  variables {
    tracing = true
  }

  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active" && anytrue([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid == "SendTraces"])
    error_message = "Tracing needs both the mode and the permission."
  }
}

run "environments_are_kept_started_only_where_that_was_asked_for" {
  assert {
    condition     = length(aws_lambda_provisioned_concurrency_config.this) == 0
    error_message = "Nothing was asked for."
  }
}

run "more_kept_started_than_may_run_is_refused" {
  command = plan

  variables {
    provisioned_concurrency = 11
  }

  expect_failures = [var.provisioned_concurrency]
}

run "a_wildcard_in_an_action_is_refused" {
  command = plan

  variables {
    statements = [{ sid = "Everything", actions = ["sqs:*"], resources = ["arn:aws:sqs:us-east-1:123456789012:q"] }]
  }

  expect_failures = [var.statements]
}

run "a_function_that_runs_longer_than_lambda_lets_it_is_refused" {
  command = plan

  variables {
    timeout_s = 901
  }

  expect_failures = [var.timeout_s]
}

run "too_little_memory_is_refused" {
  command = plan

  variables {
    memory_mb = 64
  }

  expect_failures = [var.memory_mb]
}

run "an_unknown_processor_is_refused" {
  command = plan

  variables {
    architecture = "arm"
  }

  expect_failures = [var.architecture]
}

run "a_log_kept_for_ever_is_refused" {
  command = plan

  variables {
    log_retention_days = 0
  }

  expect_failures = [var.log_retention_days]
}

run "a_name_that_lambda_does_not_take_is_refused" {
  command = plan

  variables {
    name = "Superbowleto Create"
  }

  expect_failures = [var.name]
}

run "a_function_that_never_runs_is_refused" {
  command = plan

  variables {
    concurrency = 0
  }

  expect_failures = [var.concurrency]
}
