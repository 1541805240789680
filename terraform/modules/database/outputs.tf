output "host" {
  description = "Where functions connect: the proxy, where there is one, else the instance."
  value       = one(concat([for proxy in aws_db_proxy.this : proxy.endpoint], var.proxy ? [] : [aws_db_instance.this.address]))
}

output "owner_host" {
  description = "Where the schema's owner connects: always the instance."
  value       = aws_db_instance.this.address
}

output "port" {
  description = "The port that Postgres listens on."
  value       = local.port
}

output "name" {
  description = "Name of the database."
  value       = aws_db_instance.this.db_name
}

output "owner" {
  description = "The role that owns the schema."
  value       = aws_db_instance.this.username
}

output "identifier" {
  description = "The instance's name at RDS."
  value       = aws_db_instance.this.identifier
}
