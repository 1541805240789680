mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name = "superbowleto-test-123456789012"
}

run "nobody_sees_it_from_outside" {
  assert {
    condition     = aws_s3_bucket_public_access_block.this.block_public_acls && aws_s3_bucket_public_access_block.this.block_public_policy && aws_s3_bucket_public_access_block.this.ignore_public_acls && aws_s3_bucket_public_access_block.this.restrict_public_buckets
    error_message = "The bucket could be made public."
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this.policy).Statement[0].Effect == "Deny" && jsondecode(aws_s3_bucket_policy.this.policy).Statement[0].Condition.Bool["aws:SecureTransport"] == "false"
    error_message = "The bucket could be read in the clear."
  }
}

run "it_is_encrypted_and_keeps_what_was_replaced" {
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256" && aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
    error_message = "The bucket has to be encrypted and versioned."
  }
}

run "a_key_of_ones_own_encrypts_where_it_is_given" {
  variables {
    key_arn = "arn:aws:kms:us-east-1:123456789012:key/key"
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms"
    error_message = "The key is not used."
  }
}

run "a_name_that_is_none_is_refused" {
  command = plan

  variables {
    name = "Superbowleto_State"
  }

  expect_failures = [var.name]
}

run "forgetting_within_a_month_is_refused" {
  command = plan

  variables {
    noncurrent_days = 7
  }

  expect_failures = [var.noncurrent_days]
}
