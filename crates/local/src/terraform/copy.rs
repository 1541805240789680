//! A root's copy, which the emulator's address may be written into.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::ministack::{ACCESS_KEY_ID, SECRET_ACCESS_KEY};
use crate::workspace;

/// The services whose address the provider is told: those that any root uses.
const SERVICES: [&str; 15] = [
    "apigateway",
    "cloudwatch",
    "ec2",
    "events",
    "iam",
    "kms",
    "lambda",
    "logs",
    "rds",
    "s3",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "sts",
];

/// Copies the root `terraform/NAME` below `directory`, beside a link to the modules.
pub(super) fn make(name: &str, directory: &Path, endpoint_url: &str) -> io::Result<PathBuf> {
    let source = workspace::root().join("terraform");
    let root = directory.join(name);
    fs::create_dir_all(&root)?;
    remove_configuration(&root)?;
    for entry in fs::read_dir(source.join(name))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), root.join(entry.file_name()))?;
        }
    }
    fs::write(root.join("emulator_override.tf"), pointing_at(endpoint_url))?;
    let modules = directory.join("modules");
    if !modules.exists() {
        symlink(source.join("modules"), modules)?;
    }

    Ok(root)
}

/// Removes what an older copy of the root said; its state stays.
fn remove_configuration(root: &Path) -> io::Result<()> {
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "tf") {
            fs::remove_file(path)?;
        }
    }

    Ok(())
}

/// Terraform merges this into the root's own provider block.
fn pointing_at(endpoint_url: &str) -> String {
    let endpoints: String = SERVICES
        .iter()
        .map(|service| format!("    {service} = \"{endpoint_url}\"\n"))
        .collect();

    format!(
        r#"provider "aws" {{
  access_key                  = "{ACCESS_KEY_ID}"
  secret_key                  = "{SECRET_ACCESS_KEY}"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true

  endpoints {{
{endpoints}  }}
}}
"#
    )
}
