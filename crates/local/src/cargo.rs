//! Programs of this workspace, built by cargo.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::progress::Progress;
use crate::workspace;

/// What cargo tells the programs that it runs, and must not tell a cargo that they run: some build scripts would
/// run again, and everything above them be built anew.
const TOLD_BY_CARGO: [&str; 6] = [
    "CARGO_BIN_",
    "CARGO_CRATE_",
    "CARGO_MANIFEST_",
    "CARGO_PKG_",
    "CARGO_PRIMARY_",
    "OUT_DIR",
];

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
    /// It does not compile.
    #[error("the build failed{0}")]
    Failed(String),
}

/// Builds what `arguments` select, as they would stand after `cargo build`, and tells where the programs are.
///
/// # Errors
///
/// When something does not compile.
pub fn build(arguments: &[&str], progress: &Progress) -> Result<Vec<Program>, BuildError> {
    let output = command()
        .arg("build")
        .args(arguments)
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(workspace::root())
        .stdin(Stdio::null())
        .stderr(if progress.is_shown() {
            Stdio::inherit()
        } else {
            Stdio::piped()
        })
        .output()
        .map_err(BuildError::NoCargo)?;
    if !output.status.success() {
        return Err(BuildError::Failed(described(&output.stderr)));
    }

    Ok(output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter_map(program)
        .collect())
}

/// The cargo of a person who types it.
#[expect(
    clippy::disallowed_methods,
    reason = "names are forgotten, no setting is read"
)]
pub(crate) fn command() -> Command {
    let mut command = Command::new("cargo");
    for (name, _) in std::env::vars_os() {
        if is_told_by_cargo(&name) {
            command.env_remove(name);
        }
    }

    command
}

/// What failed, where nobody has seen it yet.
pub(crate) fn described(stderr: &[u8]) -> String {
    if stderr.is_empty() {
        return String::new();
    }

    format!(":\n{}", String::from_utf8_lossy(stderr))
}

fn is_told_by_cargo(name: &OsString) -> bool {
    name.to_str()
        .is_some_and(|name| TOLD_BY_CARGO.iter().any(|told| name.starts_with(told)))
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
