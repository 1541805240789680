# The pipeline has no key of its own: GitHub vouches for the job, AWS gives it a role for an hour. A role a stage, and
# only for jobs of the GitHub environment of that name, where a person's approval stands before live.

locals {
  stages = toset(["live", "sandbox"])
  issuer = "token.actions.githubusercontent.com"

  deployer_statements = { for stage in local.stages : stage => [
    {
      Sid      = "ListArtefacts"
      Effect   = "Allow"
      Action   = ["s3:ListBucket"]
      Resource = [module.artefacts_bucket.arn]
    },
    {
      Sid      = "ReadArtefacts"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["${module.artefacts_bucket.arn}/*"]
    },
    {
      Sid      = "KeepArtefacts"
      Effect   = "Allow"
      Action   = ["s3:PutObject"]
      Resource = [for folder in ["functions", "releases", "environments/${stage}"] : "${module.artefacts_bucket.arn}/${folder}/*"]
    },
    {
      Sid      = "SeeWhatIsPromoted"
      Effect   = "Allow"
      Action   = ["lambda:GetAlias"]
      Resource = [for other in local.stages : "arn:${local.account.partition}:lambda:${local.account.region}:${local.account.id}:function:superbowleto-${other}-*"]
    },
    {
      Sid    = "PublishAndShift"
      Effect = "Allow"
      Action = [
        "lambda:GetAlias",
        "lambda:GetFunction",
        "lambda:GetFunctionConfiguration",
        "lambda:InvokeFunction",
        "lambda:ListVersionsByFunction",
        "lambda:PublishVersion",
        "lambda:UpdateAlias",
        "lambda:UpdateFunctionCode",
      ]
      Resource = ["arn:${local.account.partition}:lambda:${local.account.region}:${local.account.id}:function:superbowleto-${stage}-*"]
    },
    {
      Sid      = "WatchAlarms"
      Effect   = "Allow"
      Action   = ["cloudwatch:DescribeAlarms"]
      Resource = ["arn:${local.account.partition}:cloudwatch:${local.account.region}:${local.account.id}:alarm:superbowleto-${stage}-*"]
    },
  ] }
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "deployer" {
  for_each = local.stages

  name        = "superbowleto-${each.key}-deployer"
  description = "Brings code to ${each.key}'s functions."

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.github.arn }
      Condition = {
        StringEquals = {
          "${local.issuer}:aud" = "sts.amazonaws.com"
          "${local.issuer}:sub" = "repo:${var.repository}:environment:${each.key}"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "deployer" {
  for_each = local.stages

  name = "own-actions"
  role = aws_iam_role.deployer[each.key].id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.deployer_statements[each.key]
  })
}
