//! Programs of this workspace, built by cargo.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde::Deserialize;

use crate::progress::Progress;
use crate::{command, workspace};

/// A program that cargo has built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
}

/// Why a program could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// There is no cargo.
    #[error("cargo is needed: install Rust (https://rustup.rs)")]
    NoCargo(#[source] io::Error),
    /// It does not compile; what cargo said, where nobody has watched it.
    #[error("the build failed\n{0}")]
    Failed(String),
}

/// Builds what `arguments` select, as they would stand after `cargo build`, and tells where the programs are.
///
/// # Errors
///
/// When something does not compile.
pub fn build(arguments: &[&str], progress: &Progress) -> Result<Vec<Program>, BuildError> {
    let mut build = cargo();
    build
        .arg("build")
        .args(arguments)
        .args(["--message-format", "json-render-diagnostics"]);
    let output = run(&mut build, progress)?;

    Ok(output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter_map(program)
        .collect())
}

/// The cargo of a person who types it at the root of the workspace.
pub(crate) fn cargo() -> Command {
    let mut cargo = deployer::build::cargo();
    cargo.current_dir(workspace::root());

    cargo
}

/// Runs a build.
pub(crate) fn run(cargo: &mut Command, progress: &Progress) -> Result<Output, BuildError> {
    let output = command::run(cargo, progress).map_err(BuildError::NoCargo)?;
    if output.status.success() {
        return Ok(output);
    }

    Err(BuildError::Failed(
        String::from_utf8_lossy(&output.stderr).into_owned(),
    ))
}

#[derive(Deserialize)]
struct Message {
    executable: Option<PathBuf>,
    target: Option<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

fn program(line: &[u8]) -> Option<Program> {
    let message: Message = serde_json::from_slice(line).ok()?;

    Some(Program {
        name: message.target?.name,
        path: message.executable?,
    })
}
