variable "account" {
  type = object({
    partition = string
    region    = string
    id        = string
  })
  description = "Where it is made: ARNs are composed of it."
}

variable "name" {
  type        = string
  description = "Name of the network; everything in it begins with it."
}

variable "cidr" {
  type        = string
  description = "The network's addresses, a /16 to /20."

  validation {
    condition     = can(cidrsubnet(var.cidr, 4, 0)) && try(tonumber(split("/", var.cidr)[1]), 0) >= 16 && try(tonumber(split("/", var.cidr)[1]), 99) <= 20
    error_message = "The network is written as 10.20.0.0/16 and is between a /16 and a /20."
  }
}

variable "nat_gateways" {
  type        = number
  description = "How many ways out there are, each with a fixed address: one a zone outlives the loss of a zone, one in all is cheaper."

  validation {
    condition     = contains([1, 2, 3], var.nat_gateways)
    error_message = "There are one to three NAT gateways."
  }
}

variable "endpoints" {
  type = map(object({
    actions   = list(string)
    resources = list(string)
  }))
  description = "AWS services that are reached from inside, as `ssm`, and what may be done through each."
}
