//! Plans: what Terraform would do, what it knows, and what it finds gone.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Terraform, TerraformError, Variables, succeed, with};
use crate::progress::Progress;

/// The files of a laid root that say where AWS and the state are.
const BARE: [&str; 5] = [
    "backend.tf",
    "providers.tf",
    "terraform.tf",
    "emulator_override.tf",
    "state_override.tf",
];

impl Terraform {
    /// Plans, and keeps the plan as `NAME.tfplan` beside the root's files; returns it as `terraform show -json` has it.
    ///
    /// # Errors
    ///
    /// When it cannot be planned.
    pub fn plan(&self, name: &str, variables: &Variables) -> Result<Value, TerraformError> {
        self.plan_with(&[], name, variables)
    }

    /// Asks AWS for everything that `state` knows, and plans nothing: what is gone stands in `resource_drift`, what is
    /// still there in `prior_state`.
    ///
    /// It is asked from a root of its own, called `name`, which has this one's provider and nothing else: expressions of
    /// this root could not be worked out over what is gone.
    ///
    /// # Errors
    ///
    /// When AWS does not answer.
    pub fn look(
        &self,
        name: &str,
        state: &[u8],
        progress: &Progress,
    ) -> Result<Value, TerraformError> {
        let bare = Self {
            root: self.root.with_file_name(name),
        };
        fs::create_dir_all(&bare.root)?;
        for file in BARE {
            fs::copy(self.root.join(file), bare.root.join(file))?;
        }
        bare.init(progress)?;
        fs::write(bare.state_file(), state)?;

        bare.plan_with(&["-refresh-only"], name, &Variables::new())
    }

    fn plan_with(
        &self,
        options: &[&str],
        name: &str,
        variables: &Variables,
    ) -> Result<Value, TerraformError> {
        let file = self.plan_file(name);
        let mut plan = self.terraform();
        plan.args(["plan", "-input=false", "-no-color"])
            .args(options)
            .arg(format!("-out={}", file.display()));
        succeed("plan", with(&mut plan, variables))?;

        self.show(Some(&file))
    }

    /// Does what was planned under a name, and tells how much that was.
    ///
    /// # Errors
    ///
    /// When something cannot be done.
    pub fn apply_plan(&self, name: &str, variables: &Variables) -> Result<String, TerraformError> {
        let mut apply = self.terraform();
        apply
            .args(["apply", "-input=false", "-no-color"])
            .arg(self.plan_file(name));
        let output = succeed("apply", with(&mut apply, variables))?;

        Ok(super::summary(&output))
    }

    /// What has been made, as `terraform show -json` has it.
    ///
    /// # Errors
    ///
    /// When there is no state.
    pub fn state(&self) -> Result<Value, TerraformError> {
        self.show(None)
    }

    /// Where the state of a root with a local backend is.
    #[must_use]
    pub fn state_file(&self) -> PathBuf {
        self.root.join("terraform.tfstate")
    }

    /// Where a plan is.
    #[must_use]
    pub fn plan_file(&self, name: &str) -> PathBuf {
        self.root.join(format!("{name}.tfplan"))
    }

    fn show(&self, plan: Option<&Path>) -> Result<Value, TerraformError> {
        let mut show = self.terraform();
        show.args(["show", "-json", "-no-color"]).args(plan);

        Ok(serde_json::from_slice(&succeed("show", &mut show)?.stdout)?)
    }
}
