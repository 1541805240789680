mock_provider "aws" {
  source = "../../mocks"
}

variables {
  account = { partition = "aws", region = "us-east-1", id = "123456789012" }

  name                 = "boletos-to-register"
  visibility_timeout_s = 360
  max_receive_count    = 10
}

run "a_message_that_fails_ten_times_is_a_dead_letter" {
  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_policy.this.redrive_policy).maxReceiveCount == 10
    error_message = "The queue has to let go of a message after ten deliveries."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_policy.this.redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead_letter.arn
    error_message = "Dead letters have to go to the queue's own dead-letter queue."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.dead_letter.redrive_allow_policy).sourceQueueArns == ["arn:aws:sqs:us-east-1:123456789012:boletos-to-register"]
    error_message = "The dead-letter queue has to take letters from its own queue alone."
  }
}

run "both_queues_are_encrypted_and_keep_messages_for_fourteen_days" {
  assert {
    condition     = aws_sqs_queue.this.sqs_managed_sse_enabled && aws_sqs_queue.dead_letter.sqs_managed_sse_enabled
    error_message = "Both queues have to be encrypted."
  }

  assert {
    condition     = aws_sqs_queue.this.message_retention_seconds == 1209600 && aws_sqs_queue.dead_letter.message_retention_seconds == 1209600
    error_message = "Both queues have to keep messages for fourteen days."
  }
}

run "a_name_that_leaves_no_room_for_the_dead_letter_queue_is_refused" {
  command = plan

  variables {
    name = "a-queue-with-a-name-so-long-that-its-dead-letter-queue-would-have-no-name"
  }

  expect_failures = [var.name]
}

run "a_single_delivery_is_refused" {
  command = plan

  variables {
    max_receive_count = 1
  }

  expect_failures = [var.max_receive_count]
}

run "a_visibility_timeout_shorter_than_any_work_is_refused" {
  command = plan

  variables {
    visibility_timeout_s = 5
  }

  expect_failures = [var.visibility_timeout_s]
}
