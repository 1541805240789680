//! Programs that the deployer has to run.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A program that is not there, or failed.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// It can't be started.
    #[error("cannot run {program}: is it installed?")]
    Start {
        /// The program.
        program: String,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// It failed.
    #[error("{program} failed{}{said}", if said.is_empty() { "" } else { ": " })]
    Failed {
        /// The program.
        program: String,
        /// What it said, where nobody has seen it.
        said: String,
    },
}

/// Runs a program to its end and returns what it printed.
pub(crate) fn read(command: &mut Command) -> Result<String, CommandError> {
    let output = run(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;

    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a program to its end, with its own words to whoever watches.
pub(crate) fn watch(command: &mut Command) -> Result<(), CommandError> {
    // Standard output is for what the deployer itself has to tell.
    run(command.stdout(Stdio::null()).stderr(Stdio::inherit())).map(|_| ())
}

fn run(command: &mut Command) -> Result<Output, CommandError> {
    let program = Path::new(command.get_program()).display().to_string();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|source| CommandError::Start {
            program: program.clone(),
            source,
        })?;
    if output.status.success() {
        return Ok(output);
    }

    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(CommandError::Failed { program, said })
}
