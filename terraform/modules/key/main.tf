# A key of the account's own, for what AWS's own keys can't encrypt or guard. In a key's policy "*" means the key itself.

locals {
  account = "arn:${var.account.partition}:iam::${var.account.id}:root"

  # What IAM may allow to the account's people and roles: not to use the key for anything but what it is for.
  account_actions = [
    "kms:CancelKeyDeletion",
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
  ]

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "OwnAccount"
        Effect    = "Allow"
        Principal = { AWS = local.account }
        Action    = concat(local.account_actions, ["kms:CreateAlias", "kms:DeleteAlias"])
        Resource  = "*"
      }],
      [for service in var.services : {
        Sid       = "Service${title(split(".", service)[0])}"
        Effect    = "Allow"
        Principal = { Service = service }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = var.account.id } }
      }],
    )
  })
}

resource "aws_kms_key" "this" {
  description             = var.description
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = local.policy
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this.id
}
