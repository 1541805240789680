# API Gateway writes every stage's access log with one role of the account.

resource "aws_iam_role" "api_gateway_log" {
  name        = "superbowleto-api-gateway-log"
  description = "How API Gateway writes access logs."

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "apigateway.amazonaws.com" }
    }]
  })
}

# AWS's own policy: API Gateway checks the role against it, and refuses one that allows less.
resource "aws_iam_role_policy_attachment" "api_gateway_log" {
  role       = aws_iam_role.api_gateway_log.name
  policy_arn = "arn:${local.account.partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}

resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = aws_iam_role.api_gateway_log.arn

  depends_on = [aws_iam_role_policy_attachment.api_gateway_log]
}
