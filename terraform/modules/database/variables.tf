variable "name" {
  type        = string
  description = "Name of the instance; everything that belongs to it begins with it."
}

variable "vpc_id" {
  type        = string
  description = "The network that the database lives in."
}

variable "subnet_ids" {
  type        = list(string)
  description = "Subnets that lead nowhere."

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "RDS wants subnets in two zones at least."
  }
}

variable "functions_security_group_id" {
  type        = string
  description = "The security group of those who may connect."
}

variable "instance_class" {
  type        = string
  description = "Size of the instance, as in `db.t4g.small`."

  validation {
    condition     = can(regex("^db[.][a-z0-9]+[.][a-z0-9]+$", var.instance_class))
    error_message = "An instance class is written as db.t4g.small."
  }
}

variable "storage_gb" {
  type        = number
  description = "Storage to begin with, in GiB."

  validation {
    condition     = var.storage_gb >= 20
    error_message = "gp3 begins at 20 GiB."
  }
}

variable "storage_limit_gb" {
  type        = number
  description = "What storage may grow to by itself, in GiB."

  validation {
    condition     = var.storage_limit_gb >= var.storage_gb * 1.26
    error_message = "Storage may grow by more than a quarter, else RDS does not let it grow at all."
  }
}

variable "max_connections" {
  type        = number
  description = "Connections that Postgres allows; 10 MB of memory each is a fair guess."

  validation {
    condition     = var.max_connections >= 50 && var.max_connections <= 5000
    error_message = "Between 50 and 5000 connections are allowed."
  }
}

variable "multi_az" {
  type        = bool
  description = "Whether a standby in another zone takes over when the instance fails."
}

variable "deletion_protection" {
  type        = bool
  description = "Whether the database refuses to be deleted, and leaves a snapshot when it is."
}

variable "backup_retention_days" {
  type        = number
  description = "Days that one can go back to."

  validation {
    condition     = var.backup_retention_days >= 1 && var.backup_retention_days <= 35
    error_message = "RDS keeps backups for 1 to 35 days; none at all is no choice."
  }
}

variable "proxy" {
  type        = bool
  description = "Whether functions connect by RDS Proxy."
}

variable "database_name" {
  type        = string
  description = "Name of the database in the instance."
}

variable "owner" {
  type        = string
  description = "The role that owns the schema."
}

variable "owner_password" {
  type        = string
  description = "The owner's password."
  ephemeral   = true
}

variable "owner_password_version" {
  type        = number
  description = "A higher number makes the owner's password written again."
}

variable "app_user" {
  type        = string
  description = "The role that functions log in as."
}

variable "app_password" {
  type        = string
  description = "That role's password, for the proxy."
  ephemeral   = true
}

variable "app_password_version" {
  type        = number
  description = "A higher number makes that password written again."
}

variable "log_retention_days" {
  type        = number
  description = "Days that the database's logs are kept."
}
