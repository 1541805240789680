//! Builds as for deployment: cargo-lambda links with zig against the C library of Amazon Linux 2023.

use std::fs;

use super::FunctionsError;
use crate::cargo::{self, Program};
use crate::progress::Progress;
use crate::python::{Package, VirtualEnvironment};
use crate::workspace;

const CARGO_LAMBDA: Package = Package {
    name: "cargo-lambda",
    version: "1.9.2",
    beside: &["ziglang==0.15.2"],
};

/// Builds the packages; a program is in the folder of its name, called `bootstrap`.
pub(super) fn build(
    names: &[String],
    packages: &[&str],
    progress: &Progress,
) -> Result<Vec<Program>, FunctionsError> {
    let tools = VirtualEnvironment::with(CARGO_LAMBDA, progress)?;
    let built = workspace::local().join("release");
    fs::create_dir_all(&built)?;

    // The emulator runs functions on this machine, so they are built for its processor, whatever is deployed.
    let processor = if cfg!(target_arch = "aarch64") {
        "--arm64"
    } else {
        "--x86-64"
    };
    let mut build = cargo::cargo();
    build
        .args(["lambda", "build", "--release", processor])
        .args(packages)
        .arg("--lambda-dir")
        .arg(&built)
        .env("PATH", tools.path_before_ours())
        .env("SQLX_OFFLINE", "true");
    cargo::run(&mut build, progress)?;

    let program = |name: &String| Program {
        name: name.clone(),
        path: built.join(name).join("bootstrap"),
    };

    Ok(names
        .iter()
        .map(program)
        .filter(|program| program.path.exists())
        .collect())
}
