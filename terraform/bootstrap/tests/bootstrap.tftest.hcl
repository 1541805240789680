mock_provider "aws" {
  source = "../mocks"
}

variables {
  repository = "owner/superbowleto"
}

run "the_pipeline_may_do_what_a_deploy_needs_to_the_functions_of_its_stage" {
  assert {
    condition = alltrue(flatten([
      for policy in aws_iam_role_policy.deployer : [
        for statement in jsondecode(policy.policy).Statement : [for action in statement.Action : !strcontains(action, "*")]
      ]
    ]))
    error_message = "An action is named in full."
  }

  assert {
    condition = alltrue(flatten([
      for stage, policy in aws_iam_role_policy.deployer : [
        for statement in jsondecode(policy.policy).Statement : [
          for resource in statement.Resource : strcontains(resource, "superbowleto-${stage}-") || startswith(resource, "arn:aws:s3:::")
        ] if statement.Action != ["lambda:GetAlias"]
      ]
    ]))
    error_message = "A role reaches into another stack, but to see what runs there."
  }

  assert {
    condition = alltrue(flatten([
      for stage, policy in aws_iam_role_policy.deployer : [
        for statement in jsondecode(policy.policy).Statement : [
          for resource in statement.Resource : !strcontains(resource, "/environments/") || endswith(resource, "/environments/${stage}/*")
        ] if contains(statement.Action, "s3:PutObject")
      ]
    ]))
    error_message = "A role writes another stack's records."
  }
}

run "a_role_is_for_jobs_of_one_github_environment" {
  assert {
    condition = {
      for stage, role in aws_iam_role.deployer : stage => jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"]
      } == {
      live    = "repo:owner/superbowleto:environment:live"
      sandbox = "repo:owner/superbowleto:environment:sandbox"
    }
    error_message = "Another job could deploy."
  }
}

run "the_state_is_encrypted_with_a_key_of_its_own" {
  assert {
    condition     = module.state_bucket.name == "superbowleto-state-123456789012" && module.state_key.arn == "arn:aws:kms:us-east-1:123456789012:key/key"
    error_message = "The API keys' values stand in the state."
  }
}

run "a_repository_that_is_none_is_refused" {
  command = plan

  variables {
    repository = "superbowleto"
  }

  expect_failures = [var.repository]
}
