mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name                    = "superbowleto-test"
  stage                   = "test"
  region                  = "us-east-1"
  function_names          = { create-boleto = "superbowleto-test-create-boleto" }
  api_name                = "superbowleto-test"
  registration_queue_name = "boletos-to-register"
  dead_letter_queue_name  = "boletos-to-register-dead-letter"
  database_identifier     = "superbowleto-test"
  alarm_arns              = ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:alarm"]
}

run "widgets_fill_their_rows_and_do_not_overlap" {
  assert {
    condition     = alltrue([for widget in local.widgets : widget.x + widget.width <= 24]) && length(distinct([for widget in local.widgets : "${widget.x}/${widget.y}"])) == length(local.widgets)
    error_message = "Two widgets stand in the same place, or one stands outside."
  }
}

run "it_tells_what_is_registered_by_whom_how_fast_and_what_waits" {
  assert {
    condition     = alltrue([for metric in ["BoletosSettled", "BoletosCreated", "BankLatency", "BankUnknowns", "PendingBoletos", "OldestPendingAge"] : strcontains(aws_cloudwatch_dashboard.this.dashboard_body, metric)])
    error_message = "The page leaves a question open."
  }
}

run "a_database_of_others_has_no_row" {
  variables {
    database_identifier = null
  }

  assert {
    condition     = !strcontains(aws_cloudwatch_dashboard.this.dashboard_body, "AWS/RDS")
    error_message = "There is no instance to show."
  }
}
