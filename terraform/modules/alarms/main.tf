# What the stack watches. Each alarm has a heading of its own name in the runbook, docs/operations.md.

locals {
  # Metrics of ours: docs/metrics.md says who writes them.
  own_namespace = "Superbowleto/${var.stage}"

  api      = { ApiName = var.api_name, Stage = var.stage }
  database = { DBInstanceIdentifier = coalesce(try(var.database.identifier, null), "none") }
  queue    = { QueueName = var.dead_letter_queue_name }

  #   metric, of      the metric and its dimensions            when       the comparison that alarms
  #   over_s, times   length of a period, and how many of them in a row
  #   silence         what no data means
  alarms = {
    dead-letters         = { metric = "AWS/SQS ApproximateNumberOfMessagesVisible Maximum", of = local.queue, when = "> 0", over_s = 60, times = 1, silence = "notBreaching", meaning = "The consumer could not read or do a message: our bug." }
    oldest-pending       = { metric = "${local.own_namespace} OldestPendingAge Maximum", of = {}, when = "> ${var.thresholds.oldest_pending_s}", over_s = 300, times = 1, silence = "notBreaching", meaning = "A boleto has waited for its bank too long." }
    circuit-open         = { metric = "${local.own_namespace} OpenCircuits Maximum", of = {}, when = "> 0", over_s = 60, times = 3, silence = "notBreaching", meaning = "An issuer fails so often that it is asked only now and then." }
    notifications-parked = { metric = "${local.own_namespace} NotificationsParked Sum", of = {}, when = "> 0", over_s = 300, times = 1, silence = "notBreaching", meaning = "A client's queue could not be told, again and again." }
    sweep-stopped        = { metric = "AWS/Lambda Invocations Sum", of = { FunctionName = var.function_names["sweep-pending"] }, when = "< 1", over_s = 300, times = 1, silence = "breaching", meaning = "Nothing picks up what a crash left behind." }
    sweep-failing        = { metric = "AWS/Lambda Errors Sum", of = { FunctionName = var.function_names["sweep-pending"] }, when = "> 0", over_s = 60, times = 5, silence = "notBreaching", meaning = "Nothing picks up what a crash left behind." }
    retries-failing      = { metric = "AWS/Lambda Errors Sum", of = { FunctionName = var.function_names["retry-registrations"] }, when = "> 0", over_s = 60, times = 5, silence = "notBreaching", meaning = "Banks are not asked again." }
    server-errors        = { metric = "AWS/ApiGateway 5XXError Average", of = local.api, when = "> ${var.thresholds.server_error_rate}", over_s = 60, times = 5, silence = "notBreaching", meaning = "Too many requests fail on our side." }
    slow-creates         = { metric = "AWS/Lambda Duration p99", of = { FunctionName = var.function_names["create-boleto"] }, when = "> ${var.thresholds.create_p99_ms}", over_s = 300, times = 3, silence = "notBreaching", meaning = "Creating a boleto takes long: a bank is slow, or the database." }
  }

  database_alarms = {
    database-connections = { metric = "AWS/RDS DatabaseConnections Maximum", of = local.database, when = "> ${floor(0.9 * try(var.database.max_connections, 100))}", over_s = 60, times = 5, silence = "notBreaching", meaning = "Connections to the database run out." }
    database-storage     = { metric = "AWS/RDS FreeStorageSpace Minimum", of = local.database, when = "< ${5 * 1024 * 1024 * 1024}", over_s = 300, times = 1, silence = "notBreaching", meaning = "The database's storage runs out, and may not grow any more." }
    database-cpu         = { metric = "AWS/RDS CPUUtilization Average", of = local.database, when = "> 80", over_s = 300, times = 3, silence = "notBreaching", meaning = "The database is busy." }
  }

  # What functions log as `alarm`. A kind gives its alarm the name, with hyphens.
  kinds = {
    contradiction      = "A bank has a title that we refused."
    needs_a_person     = "A boleto can't be settled without someone who looks at the bank."
    no_entropy         = "Functions can't draw random numbers."
    not_settled        = "A bank's answer could not be kept; it is asked again."
    number_conflict    = "A bank has another title under a number of ours."
    our_fault          = "A bank refuses our credentials, our address or the form of our requests."
    refused_but_paid   = "A payment was recorded on a refused boleto."
    secrets_missing    = "A secret that functions ask for is not there."
    secrets_unreadable = "Functions can't read their secrets."
  }
  logged = { for kind, meaning in local.kinds :
    replace(kind, "_", "-") => { metric = "${local.own_namespace} Alarms Sum", of = { Alarm = kind }, when = "> 0", over_s = 300, times = 1, silence = "notBreaching", meaning = meaning }
  }

  throttles = { for short, name in var.function_names :
    "throttles-${short}" => { metric = "AWS/Lambda Throttles Sum", of = { FunctionName = name }, when = "> 0", over_s = 60, times = 3, silence = "notBreaching", meaning = "More invocations of ${short} are wanted than may run at once." }
  }

  watched = merge(local.alarms, local.logged, local.throttles, { for name, alarm in local.database_alarms : name => alarm if var.database != null })

  comparisons = {
    ">" = "GreaterThanThreshold"
    "<" = "LessThanThreshold"
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.watched

  alarm_name        = "${var.name}-${each.key}"
  alarm_description = "${each.value.meaning} Runbook: docs/operations.md#${startswith(each.key, "throttles-") ? "throttles" : each.key}"

  namespace          = split(" ", each.value.metric)[0]
  metric_name        = split(" ", each.value.metric)[1]
  dimensions         = each.value.of
  statistic          = startswith(split(" ", each.value.metric)[2], "p") ? null : split(" ", each.value.metric)[2]
  extended_statistic = startswith(split(" ", each.value.metric)[2], "p") ? split(" ", each.value.metric)[2] : null

  comparison_operator = local.comparisons[split(" ", each.value.when)[0]]
  threshold           = tonumber(split(" ", each.value.when)[1])
  period              = each.value.over_s
  evaluation_periods  = each.value.times
  treat_missing_data  = each.value.silence

  alarm_actions = [aws_sns_topic.this.arn]
  ok_actions    = [aws_sns_topic.this.arn]
}

# Every log line that someone should hear of carries `alarm` with its kind.
resource "aws_cloudwatch_log_metric_filter" "alarms" {
  for_each = var.log_group_names

  name           = "${var.name}-alarms"
  log_group_name = each.value
  pattern        = "{ $.alarm = \"*\" }"

  metric_transformation {
    namespace  = local.own_namespace
    name       = "Alarms"
    value      = "1"
    unit       = "Count"
    dimensions = { Alarm = "$.alarm" }
  }
}
