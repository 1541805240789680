//! What Terraform can say of files without touching anything: their form, their sense, their own tests.

use std::path::Path;
use std::process::Command;

use super::{Terraform, TerraformError, run};
use crate::progress::Progress;

impl Terraform {
    /// Prepares to validate or test: as [`Terraform::init`], and no state is looked for.
    ///
    /// # Errors
    ///
    /// When there is no Terraform, or no provider.
    pub fn init_without_state(&self, progress: &Progress) -> Result<(), TerraformError> {
        self.init_with(&["-backend=false"], progress)
    }

    /// Checks that all files below `directory` are written as `terraform fmt` writes them.
    ///
    /// # Errors
    ///
    /// When one is not; the difference is what Terraform said.
    pub fn formatted(directory: &Path) -> Result<(), TerraformError> {
        let mut fmt = Self::at(directory).terraform();
        fmt.args(["fmt", "-check", "-diff", "-recursive", "-no-color"]);

        pass("fmt", &mut fmt).map(|_| ())
    }

    /// Checks names, types and arguments against the provider's schema.
    ///
    /// # Errors
    ///
    /// When something does not fit.
    pub fn validate(&self) -> Result<(), TerraformError> {
        let mut validate = self.terraform();
        validate.args(["validate", "-no-color"]);

        pass("validate", &mut validate).map(|_| ())
    }

    /// Runs the tests in `tests/`, and tells what Terraform said of each.
    ///
    /// # Errors
    ///
    /// When one fails.
    pub fn test(&self) -> Result<String, TerraformError> {
        let mut test = self.terraform();
        test.args(["test", "-no-color"]);

        pass("test", &mut test)
    }
}

/// Runs a check, which says on both streams what it has found.
fn pass(name: &'static str, check: &mut Command) -> Result<String, TerraformError> {
    let output = run(check)?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    if output.status.success() {
        return Ok(said);
    }

    Err(TerraformError::Failed {
        command: name,
        said,
    })
}
