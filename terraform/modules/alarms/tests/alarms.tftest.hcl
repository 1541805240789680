mock_provider "aws" {
  source = "../../mocks"
}

variables {
  account = { partition = "aws", region = "us-east-1", id = "123456789012" }

  name                   = "superbowleto-test"
  stage                  = "test"
  emails                 = ["operations@example.com"]
  function_names         = { create-boleto = "superbowleto-test-create-boleto", retry-registrations = "superbowleto-test-retry-registrations", sweep-pending = "superbowleto-test-sweep-pending" }
  log_group_names        = { create-boleto = "/aws/lambda/superbowleto-test-create-boleto" }
  api_name               = "superbowleto-test"
  dead_letter_queue_name = "boletos-to-register-dead-letter"
  database               = { identifier = "superbowleto-test", max_connections = 100 }
}

run "every_alarm_tells_someone_and_names_its_entry_in_the_runbook" {
  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_actions == toset([aws_sns_topic.this.arn]) && alarm.ok_actions == toset([aws_sns_topic.this.arn])])
    error_message = "An alarm that nobody hears of is none."
  }

  assert {
    condition     = alltrue([for name, alarm in aws_cloudwatch_metric_alarm.this : strcontains(alarm.alarm_description, "Runbook: docs/operations.md#${startswith(name, "throttles-") ? "throttles" : name}")])
    error_message = "A description has to lead to the runbook."
  }

  assert {
    condition     = alltrue([for name in keys(aws_cloudwatch_metric_alarm.this) : strcontains(file("../../../docs/operations.md"), "\n### ${startswith(name, "throttles-") ? "throttles" : name}\n")])
    error_message = "docs/operations.md has no heading for one of the alarms."
  }
}

run "a_sweep_that_is_silent_alarms" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["sweep-stopped"].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.this["sweep-stopped"].comparison_operator == "LessThanThreshold"
    error_message = "No data from the sweep has to be taken for no sweep."
  }
}

run "the_ninety_ninth_of_a_hundred_creates_is_watched" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["slow-creates"].extended_statistic == "p99" && aws_cloudwatch_metric_alarm.this["slow-creates"].statistic == null
    error_message = "A mean hides what is slow."
  }
}

run "what_functions_log_as_an_alarm_is_counted_by_its_kind" {
  assert {
    condition     = aws_cloudwatch_log_metric_filter.alarms["create-boleto"].pattern == "{ $.alarm = \"*\" }" && aws_cloudwatch_log_metric_filter.alarms["create-boleto"].metric_transformation[0].dimensions == tomap({ Alarm = "$.alarm" }) && aws_cloudwatch_log_metric_filter.alarms["create-boleto"].metric_transformation[0].namespace == "Superbowleto/test"
    error_message = "The alarms would see nothing."
  }
}

run "only_cloudwatch_of_this_account_writes_to_the_topic" {
  assert {
    condition     = jsondecode(aws_sns_topic_policy.this.policy).Statement[0].Principal.Service == "cloudwatch.amazonaws.com" && jsondecode(aws_sns_topic_policy.this.policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "123456789012"
    error_message = "The topic takes messages from others."
  }
}

run "a_database_of_others_is_not_watched" {
  variables {
    database = null
  }

  assert {
    condition     = !anytrue([for name in keys(aws_cloudwatch_metric_alarm.this) : startswith(name, "database-")])
    error_message = "There is no instance to watch."
  }
}

run "an_address_that_is_none_is_refused" {
  command = plan

  variables {
    emails = ["operations"]
  }

  expect_failures = [var.emails]
}

run "an_age_that_every_retry_would_reach_is_refused" {
  command = plan

  variables {
    thresholds = { oldest_pending_s = 600 }
  }

  expect_failures = [var.thresholds]
}

run "a_stack_without_a_sweep_is_refused" {
  command = plan

  variables {
    function_names = { create-boleto = "a", retry-registrations = "b" }
  }

  expect_failures = [var.function_names]
}
