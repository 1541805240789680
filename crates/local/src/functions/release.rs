//! Builds as for deployment: cargo-lambda links with zig against the C library of Amazon Linux 2023.

use deployer::build::Build;
use deployer::configuration::{Architecture, Builder, Package};

use super::FunctionsError;
use crate::cargo::{self, Program};
use crate::progress::Progress;
use crate::python::{self, VirtualEnvironment};
use crate::workspace;

const CARGO_LAMBDA: python::Package = python::Package {
    name: "cargo-lambda",
    version: "1.9.2",
    beside: &["ziglang==0.15.2"],
};

/// Builds the functions as the deployer does.
pub(super) fn build(names: &[String], progress: &Progress) -> Result<Vec<Program>, FunctionsError> {
    let tools = VirtualEnvironment::with(CARGO_LAMBDA, progress)?;
    let package = Package {
        builder: Builder::CargoLambda,
        profile: "release".to_owned(),
    };
    let build = Build {
        source: workspace::root(),
        target: &workspace::root().join("target"),
        package: &package,
        // The emulator runs functions on this machine, so they are built for its processor, whatever is deployed.
        architecture: Architecture::HERE,
        functions: names,
    };
    cargo::run(
        build.command().env("PATH", tools.path_before_ours()),
        progress,
    )?;

    Ok(names
        .iter()
        .map(|name| Program {
            name: name.clone(),
            path: build.program(name),
        })
        .filter(|program| program.path.exists())
        .collect())
}
