output "topic_arn" {
  description = "The topic that alarms are sent to."
  value       = aws_sns_topic.this.arn
}

output "arns" {
  description = "Every alarm's ARN, by its short name."
  value       = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => alarm.arn }
}
