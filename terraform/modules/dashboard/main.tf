# One page that answers at a glance: are boletos being registered, by which bank, how fast, what is waiting.

locals {
  own = "Superbowleto/${var.stage}"

  # Rows of widgets, top to bottom; a row's widgets share its width.
  rows = [
    [
      { title = "Alarms", alarms = var.alarm_arns },
    ],
    [
      { title = "Settled, by outcome", search = "{${local.own},Issuer,Outcome} MetricName=\"BoletosSettled\"", stat = "Sum" },
      { title = "Created, by issuer", search = "{${local.own},Issuer} MetricName=\"BoletosCreated\"", stat = "Sum" },
      { title = "Unknown answers, by issuer and cause", search = "{${local.own},Issuer,Cause} MetricName=\"BankUnknowns\"", stat = "Sum" },
    ],
    [
      { title = "Bank latency p50, ms", search = "{${local.own},Issuer} MetricName=\"BankLatency\"", stat = "p50" },
      { title = "Bank latency p99, ms", search = "{${local.own},Issuer} MetricName=\"BankLatency\"", stat = "p99" },
      { title = "Create p50 and p99, ms", metrics = [
        ["AWS/Lambda", "Duration", "FunctionName", var.function_names["create-boleto"], { stat = "p50" }],
        ["AWS/Lambda", "Duration", "FunctionName", var.function_names["create-boleto"], { stat = "p99" }],
      ] },
    ],
    [
      { title = "Waiting: pending boletos, oldest age in s, open circuits", metrics = [
        [local.own, "PendingBoletos", { stat = "Maximum" }],
        [local.own, "OldestPendingAge", { stat = "Maximum", yAxis = "right" }],
        [local.own, "OpenCircuits", { stat = "Maximum" }],
      ] },
      { title = "Notifications: unsent, sent, retried, parked", metrics = [
        [local.own, "UnsentNotifications", { stat = "Maximum" }],
        [local.own, "NotificationsSent", { stat = "Sum" }],
        [local.own, "NotificationsRetried", { stat = "Sum" }],
        [local.own, "NotificationsParked", { stat = "Sum" }],
      ] },
      { title = "Wake-ups waiting, dead letters", metrics = [
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", var.registration_queue_name, { stat = "Maximum" }],
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", var.dead_letter_queue_name, { stat = "Maximum" }],
      ] },
    ],
    [
      { title = "Requests, refused, failed", metrics = [
        ["AWS/ApiGateway", "Count", "ApiName", var.api_name, "Stage", var.stage, { stat = "Sum" }],
        ["AWS/ApiGateway", "4XXError", "ApiName", var.api_name, "Stage", var.stage, { stat = "Sum" }],
        ["AWS/ApiGateway", "5XXError", "ApiName", var.api_name, "Stage", var.stage, { stat = "Sum" }],
      ] },
      { title = "Invocations at once", metrics = [
        for short, name in var.function_names : ["AWS/Lambda", "ConcurrentExecutions", "FunctionName", name, { stat = "Maximum", label = short }]
      ] },
      { title = "Replays, cold starts", metrics = [
        [local.own, "IdempotentReplays", { stat = "Sum" }],
        [{ expression = "SUM(SEARCH('{${local.own},Function} MetricName=\"ColdStarts\"', 'Sum', 60))", label = "ColdStarts", id = "cold" }],
      ] },
    ],
    [for widget in [
      { title = "Database: connections, CPU %", metrics = [
        ["AWS/RDS", "DatabaseConnections", "DBInstanceIdentifier", coalesce(var.database_identifier, "none"), { stat = "Maximum" }],
        ["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", coalesce(var.database_identifier, "none"), { stat = "Average", yAxis = "right" }],
      ] },
      { title = "Database: free storage, bytes", metrics = [
        ["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", coalesce(var.database_identifier, "none"), { stat = "Minimum" }],
      ] },
      { title = "Database: read and write latency, s", metrics = [
        ["AWS/RDS", "ReadLatency", "DBInstanceIdentifier", coalesce(var.database_identifier, "none"), { stat = "p99" }],
        ["AWS/RDS", "WriteLatency", "DBInstanceIdentifier", coalesce(var.database_identifier, "none"), { stat = "p99" }],
      ] },
    ] : widget if var.database_identifier != null],
  ]

  widgets = flatten([
    for row, widgets in local.rows : [
      for column, widget in widgets : {
        x      = column * floor(24 / length(widgets))
        y      = 6 * row
        width  = floor(24 / length(widgets))
        height = 6
        type   = can(widget.alarms) ? "alarm" : "metric"
        properties = { for name, value in {
          title   = widget.title
          region  = can(widget.alarms) ? null : var.region
          view    = can(widget.alarms) ? null : "timeSeries"
          period  = can(widget.alarms) ? null : 60
          stat    = try(widget.stat, null)
          alarms  = try(widget.alarms, null)
          metrics = try([[{ expression = "SEARCH('${widget.search}', '${widget.stat}', 60)", id = "search" }]], widget.metrics, null)
        } : name => value if value != null }
      }
    ]
  ])
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = local.widgets })
}
