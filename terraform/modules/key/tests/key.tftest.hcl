mock_provider "aws" {
  source = "../../mocks"
}

variables {
  account = { partition = "aws", region = "us-east-1", id = "123456789012" }

  name        = "superbowleto-test"
  description = "Encrypts a test."
  services    = ["cloudwatch.amazonaws.com"]
}

run "the_key_is_changed_every_year_and_allows_no_wildcard" {
  assert {
    condition     = aws_kms_key.this.enable_key_rotation && !anytrue(flatten([for statement in jsondecode(output.policy).Statement : [for action in statement.Action : strcontains(action, "*")]]))
    error_message = "The key allows too much, or stays the same for ever."
  }
}

run "a_service_uses_it_for_this_account_alone" {
  assert {
    condition     = [for statement in jsondecode(output.policy).Statement : statement.Condition.StringEquals["aws:SourceAccount"] if can(statement.Principal.Service)] == ["123456789012"]
    error_message = "A service could be made to use the key for others."
  }
}

run "a_service_that_is_none_is_refused" {
  command = plan

  variables {
    services = ["cloudwatch"]
  }

  expect_failures = [var.services]
}
