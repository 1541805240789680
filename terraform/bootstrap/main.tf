# What an AWS account needs once, for all stacks in it.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account = {
    partition = data.aws_partition.current.partition
    region    = data.aws_region.current.name
    id        = data.aws_caller_identity.current.account_id
  }
}

# The API keys' values stand in the state: AWS's provider has no write-only argument for them. Hence a key of our own,
# which IAM has to allow besides the bucket.
module "state_key" {
  source = "../modules/key"

  account     = local.account
  name        = "superbowleto-state"
  description = "Encrypts Superbowleto's Terraform state."
}

module "state_bucket" {
  source = "../modules/bucket"

  name    = "superbowleto-state-${local.account.id}"
  key_arn = module.state_key.arn
}

module "artefacts_bucket" {
  source = "../modules/bucket"

  name = "superbowleto-artefacts-${local.account.id}"
}

# Functions read their secrets as they start, and many may start at once: forty calls a second are too few.
resource "aws_ssm_service_setting" "throughput" {
  setting_id    = "arn:${local.account.partition}:ssm:${local.account.region}:${local.account.id}:servicesetting/ssm/parameter-store/high-throughput-enabled"
  setting_value = "true"
}
