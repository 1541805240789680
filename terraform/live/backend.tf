# The bucket is the account's: terraform init -backend-config="bucket=…", which the output of bootstrap names.
terraform {
  backend "s3" {
    key          = "live/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}
