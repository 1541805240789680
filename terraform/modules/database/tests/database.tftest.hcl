mock_provider "aws" {
  source = "../../mocks"
}

variables {
  name                        = "superbowleto-test"
  vpc_id                      = "vpc-1"
  subnet_ids                  = ["subnet-1", "subnet-2", "subnet-3"]
  functions_security_group_id = "sg-functions"
  instance_class              = "db.t4g.small"
  storage_gb                  = 20
  storage_limit_gb            = 100
  max_connections             = 100
  multi_az                    = true
  deletion_protection         = true
  backup_retention_days       = 35
  proxy                       = false
  database_name               = "superbowleto"
  owner                       = "superbowleto_owner"
  owner_password              = "drawn"
  owner_password_version      = 1
  app_user                    = "superbowleto_app"
  app_password                = "drawn"
  app_password_version        = 1
  log_retention_days          = 30
}

run "the_database_is_private_encrypted_and_kept" {
  assert {
    condition     = aws_db_instance.this.storage_encrypted && !aws_db_instance.this.publicly_accessible && aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot
    error_message = "The database has to be private, encrypted and hard to lose."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.from_functions.referenced_security_group_id == "sg-functions" && length(aws_vpc_security_group_ingress_rule.from_proxy) == 0
    error_message = "Functions alone may connect."
  }
}

run "everybody_speaks_tls_and_the_log_shows_no_values" {
  assert {
    condition = {
      for parameter in aws_db_parameter_group.this.parameter : parameter.name => parameter.value
      if contains(["rds.force_ssl", "password_encryption", "log_parameter_max_length", "log_parameter_max_length_on_error", "log_error_verbosity"], parameter.name)
      } == {
      "rds.force_ssl"                     = "1"
      "password_encryption"               = "scram-sha-256"
      "log_parameter_max_length"          = "0"
      "log_parameter_max_length_on_error" = "0"
      "log_error_verbosity"               = "terse"
    }
    error_message = "The parameters allow too much."
  }
}

run "functions_connect_to_the_instance_unless_there_is_a_proxy" {
  assert {
    condition     = output.host == aws_db_instance.this.address && output.owner_host == aws_db_instance.this.address
    error_message = "Without a proxy everybody connects to the instance."
  }
}

run "with_a_proxy_the_owner_alone_connects_to_the_instance" {
  variables {
    proxy = true
  }

  assert {
    condition     = output.host == "proxy.example.com" && output.owner_host == aws_db_instance.this.address
    error_message = "Functions have to connect to the proxy, the owner to the instance."
  }

  assert {
    condition     = aws_db_proxy.this["functions"].require_tls && jsondecode(aws_iam_role_policy.proxy["functions"].policy).Statement[0].Resource == aws_secretsmanager_secret.app["functions"].arn
    error_message = "The proxy speaks TLS and reads the one secret that it needs."
  }
}

run "a_database_without_backups_is_refused" {
  command = plan

  variables {
    backup_retention_days = 0
  }

  expect_failures = [var.backup_retention_days]
}

run "storage_that_could_not_grow_is_refused" {
  command = plan

  variables {
    storage_limit_gb = 22
  }

  expect_failures = [var.storage_limit_gb]
}

run "storage_too_small_is_refused" {
  command = plan

  variables {
    storage_gb       = 10
    storage_limit_gb = 20
  }

  expect_failures = [var.storage_gb]
}

run "subnets_in_one_zone_are_refused" {
  command = plan

  variables {
    subnet_ids = ["subnet-1"]
  }

  expect_failures = [var.subnet_ids]
}

run "too_few_connections_are_refused" {
  command = plan

  variables {
    max_connections = 10
  }

  expect_failures = [var.max_connections]
}

run "an_instance_class_that_is_none_is_refused" {
  command = plan

  variables {
    instance_class = "t4g.small"
  }

  expect_failures = [var.instance_class]
}
