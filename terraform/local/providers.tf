# The emulator's address and keys come in by a generated emulator_override.tf: see README.md.
provider "aws" {
  region = var.region
}
