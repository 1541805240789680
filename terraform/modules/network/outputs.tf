output "vpc_id" {
  description = "The network's id."
  value       = aws_vpc.this.id
}

output "private_subnet_ids" {
  description = "Subnets that functions live in."
  value       = [for subnet in aws_subnet.private : subnet.id]
}

output "database_subnet_ids" {
  description = "Subnets that lead nowhere, for the database."
  value       = [for subnet in aws_subnet.database : subnet.id]
}

output "functions_security_group_id" {
  description = "The security group of functions."
  value       = aws_security_group.functions.id
}

output "exit_addresses" {
  description = "The fixed addresses that banks see, for their allow-lists."
  value       = [for address in aws_eip.exit : address.public_ip]
}
