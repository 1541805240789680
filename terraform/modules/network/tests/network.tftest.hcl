mock_provider "aws" {
  source = "../../mocks"
}

variables {
  account = { partition = "aws", region = "us-east-1", id = "123456789012" }

  name         = "superbowleto-test"
  cidr         = "10.20.0.0/16"
  nat_gateways = 3
  endpoints    = { ssm = { actions = ["ssm:GetParameters"], resources = ["arn:aws:ssm:us-east-1:123456789012:parameter/superbowleto/test/*"] } }
}

run "there_are_three_zones_with_a_way_out_each" {
  assert {
    condition     = length(aws_subnet.private) == 3 && length(aws_subnet.database) == 3 && length(output.exit_addresses) == 3
    error_message = "Each zone has private subnets and an address that banks know."
  }

  assert {
    condition     = alltrue([for zone, route in aws_route.to_banks : route.nat_gateway_id == aws_nat_gateway.exit[zone].id])
    error_message = "Each zone leaves through its own NAT gateway."
  }
}

run "zones_share_the_ways_out_where_there_are_fewer" {
  variables {
    nat_gateways = 1
  }

  assert {
    condition     = length(output.exit_addresses) == 1 && length(distinct([for route in aws_route.to_banks : route.nat_gateway_id])) == 1
    error_message = "All zones leave through the one NAT gateway."
  }
}

run "nothing_comes_in_and_the_database_leads_nowhere" {
  assert {
    condition     = length(aws_default_security_group.this.ingress) == 0 && length(aws_default_security_group.this.egress) == 0
    error_message = "The group that AWS makes has to be empty."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.public : !subnet.map_public_ip_on_launch])
    error_message = "Nothing is to get a public address by itself."
  }

  assert {
    condition     = length(setintersection([for route in aws_route.to_banks : route.route_table_id], [aws_route_table.database.id])) == 0 && aws_route.to_internet.route_table_id == aws_route_table.public.id
    error_message = "The database's subnets have no route out."
  }
}

run "an_endpoint_serves_the_own_account_and_what_it_is_for" {
  assert {
    condition     = jsondecode(aws_vpc_endpoint.this["ssm"].policy).Statement[0].Action == ["ssm:GetParameters"] && jsondecode(aws_vpc_endpoint.this["ssm"].policy).Statement[0].Condition.StringEquals["aws:PrincipalAccount"] == "123456789012"
    error_message = "The endpoint allows something else."
  }
}

run "no_way_out_is_refused" {
  command = plan

  variables {
    nat_gateways = 0
  }

  expect_failures = [var.nat_gateways]
}

run "a_network_too_small_is_refused" {
  command = plan

  variables {
    cidr = "10.20.0.0/24"
  }

  expect_failures = [var.cidr]
}
