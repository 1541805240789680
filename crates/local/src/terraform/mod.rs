//! Terraform over the emulator: a copy of a root, so that the tree stays clean and several stacks stand side by side.

mod check;
mod copy;
mod fingerprint;
mod mirror;
mod plan;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::de::DeserializeOwned;

use crate::progress::Progress;
use crate::{command, workspace};

/// A root's copy, its state, and the emulator it is applied to.
#[derive(Debug, Clone)]
pub struct Terraform {
    root: PathBuf,
}

/// Values of a root's variables: text, or JSON for what is no text.
pub type Variables = BTreeMap<String, String>;

/// Why Terraform did not do as told.
#[derive(Debug, thiserror::Error)]
pub enum TerraformError {
    /// There is no Terraform.
    #[error(
        "terraform 1.11.1 or newer is needed: install it (https://developer.hashicorp.com/terraform/install)"
    )]
    NoTerraform(#[source] io::Error),
    /// The provider can't be had.
    #[error(
        "terraform finds no hashicorp/aws provider: its registry is out of reach and no copy is on this machine: {0}"
    )]
    NoProvider(String),
    /// It failed.
    #[error("terraform {command} failed\n{said}")]
    Failed {
        /// What it was told.
        command: &'static str,
        /// What it said.
        said: String,
    },
    /// An output is not what is expected.
    #[error("terraform's outputs are not as expected")]
    Outputs(#[from] serde_json::Error),
    /// The copy could not be made.
    #[error("cannot copy the root")]
    Io(#[from] io::Error),
}

impl Terraform {
    /// Copies the root `terraform/NAME` into `directory`, over an older copy there whose state stays, and points its
    /// provider at the emulator.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn lay(name: &str, directory: &Path, endpoint_url: &str) -> Result<Self, TerraformError> {
        let root = copy::make(name, directory, endpoint_url)?;

        Ok(Self { root })
    }

    /// A root or a module that lies in a directory already.
    #[must_use]
    pub fn at(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    /// Where its files are, its state and its plans among them.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Writes `NAME_override.tf` beside the copy, which Terraform merges into the root's own blocks.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn overrule(&self, name: &str, text: &str) -> Result<(), TerraformError> {
        Ok(fs::write(
            self.root.join(format!("{name}_override.tf")),
            text,
        )?)
    }

    /// Prepares the modules and the provider: the registry's, or a copy that lies on this machine.
    ///
    /// # Errors
    ///
    /// When there is no Terraform, or no provider.
    pub fn init(&self, progress: &Progress) -> Result<(), TerraformError> {
        self.init_with(&[], progress)
    }

    fn init_with(&self, options: &[&str], progress: &Progress) -> Result<(), TerraformError> {
        // Terraform's cache of providers is not made for two at once.
        let cache = workspace::local().join("terraform-providers");
        fs::create_dir_all(&cache)?;
        let lock = File::create(workspace::local().join("terraform-providers.lock"))?;
        lock.lock()?;

        let mut init = self.terraform();
        init.args(["init", "-input=false", "-no-color"])
            .args(options)
            .env("TF_PLUGIN_CACHE_DIR", &cache)
            .env("TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE", "true");
        let output = run(&mut init)?;
        if output.status.success() {
            return Ok(());
        }
        let said = command::last_words(&output);
        if !said.contains("provider") {
            return Err(TerraformError::Failed {
                command: "init",
                said,
            });
        }

        let Some(mirror) = mirror::find(progress) else {
            return Err(TerraformError::NoProvider(said));
        };
        let mut init = self.terraform();
        init.args(["init", "-input=false", "-no-color"])
            .args(options)
            .arg(format!("-plugin-dir={}", mirror.display()));

        succeed("init", &mut init).map(|_| ())
    }

    /// Whether root, modules and values are those that were applied last.
    ///
    /// # Errors
    ///
    /// When a file cannot be read.
    pub fn is_applied(&self, variables: &Variables) -> Result<bool, TerraformError> {
        let wanted = fingerprint::of(&self.root, variables)?;

        Ok(fs::read_to_string(self.applied()).is_ok_and(|applied| applied == wanted))
    }

    /// Makes what the root describes, and tells how much that was.
    ///
    /// # Errors
    ///
    /// When something cannot be made.
    pub fn apply(&self, variables: &Variables) -> Result<String, TerraformError> {
        let wanted = fingerprint::of(&self.root, variables)?;
        let mut apply = self.terraform();
        apply.args(["apply", "-auto-approve", "-input=false", "-no-color"]);
        let output = succeed("apply", with(&mut apply, variables))?;
        fs::write(self.applied(), wanted)?;

        Ok(summary(&output))
    }

    /// Makes what of the root `target` names, and what that needs.
    ///
    /// # Errors
    ///
    /// When something cannot be made.
    pub fn apply_only(
        &self,
        target: &str,
        variables: &Variables,
    ) -> Result<String, TerraformError> {
        let mut apply = self.terraform();
        apply
            .args(["apply", "-auto-approve", "-input=false", "-no-color"])
            .arg(format!("-target={target}"));

        Ok(summary(&succeed("apply", with(&mut apply, variables))?))
    }

    /// Removes all that was made.
    ///
    /// # Errors
    ///
    /// When something cannot be removed.
    pub fn destroy(&self, variables: &Variables) -> Result<(), TerraformError> {
        let mut destroy = self.terraform();
        destroy.args(["destroy", "-auto-approve", "-input=false", "-no-color"]);

        succeed("destroy", with(&mut destroy, variables)).map(|_| ())
    }

    /// Reads the root's outputs, secret ones too.
    ///
    /// # Errors
    ///
    /// When one is missing or of another type.
    pub fn outputs<T: DeserializeOwned>(&self) -> Result<T, TerraformError> {
        let output = succeed(
            "output",
            self.terraform().args(["output", "-json", "-no-color"]),
        )?;
        let stated: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&output.stdout)?;
        let values = stated
            .into_iter()
            .map(|(name, mut stated)| (name, stated["value"].take()));

        Ok(serde_json::from_value(serde_json::Value::Object(
            values.collect(),
        ))?)
    }

    fn applied(&self) -> PathBuf {
        self.root.join("applied")
    }

    /// Terraform as it runs without anybody's settings: what it reaches is the emulator, and nothing else.
    fn terraform(&self) -> Command {
        let mut terraform = Command::new("terraform");
        command::forget(
            &mut terraform,
            &[
                "AWS_",
                "TF_VAR_",
                "TF_WORKSPACE",
                "TF_DATA_DIR",
                "TF_CLI_ARGS",
            ],
        );
        if !configuration_exists() {
            terraform.env_remove("TF_CLI_CONFIG_FILE");
        }
        terraform
            .env("TF_IN_AUTOMATION", "1")
            .env("CHECKPOINT_DISABLE", "1")
            .current_dir(&self.root);

        terraform
    }
}

/// How much an apply did.
fn summary(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .find(|line| line.starts_with("Apply complete!"))
        .unwrap_or_default()
        .to_owned()
}

fn with<'a>(command: &'a mut Command, variables: &Variables) -> &'a mut Command {
    // Not arguments: anybody on the machine may read those, and some are passwords.
    command.envs(
        variables
            .iter()
            .map(|(name, value)| (format!("TF_VAR_{name}"), value)),
    )
}

fn succeed(name: &'static str, terraform: &mut Command) -> Result<Output, TerraformError> {
    let output = run(terraform)?;
    if output.status.success() {
        return Ok(output);
    }

    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(TerraformError::Failed {
        command: name,
        said,
    })
}

fn run(terraform: &mut Command) -> Result<Output, TerraformError> {
    command::run(terraform, &Progress::silent()).map_err(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            TerraformError::NoTerraform(error)
        } else {
            TerraformError::Io(error)
        }
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "Terraform's own variable, which may lead nowhere"
)]
fn configuration_exists() -> bool {
    std::env::var_os("TF_CLI_CONFIG_FILE").is_some_and(|file| Path::new(&file).exists())
}
