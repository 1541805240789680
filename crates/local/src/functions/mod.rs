//! The functions of this workspace, built and zipped as Lambda takes them.

mod archive;
mod release;

use std::fs;
use std::io;
use std::path::PathBuf;

pub use archive::zip;

use crate::cargo::{self, BuildError};
use crate::progress::Progress;
use crate::python::InstallError;
use crate::workspace;

/// How functions are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quickly, for this machine.
    Debug,
    /// As they are deployed: small and quick to start, for Amazon Linux 2023, on this machine's processor.
    Release,
}

/// A function's program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name: the package's, the program's and Terraform's.
    pub name: String,
    /// Its program.
    pub bootstrap: PathBuf,
}

/// Why there are no functions to deploy.
#[derive(Debug, thiserror::Error)]
pub enum FunctionsError {
    /// They do not compile.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// cargo-lambda could not be installed.
    #[error("cannot build as for deployment")]
    Install(#[from] InstallError),
    /// One has a folder, but cargo made no program of its name.
    #[error("functions/{0} has no program called {0}")]
    NoProgram(String),
    /// A file could not be read or written.
    #[error("cannot pack the functions")]
    Io(#[from] io::Error),
}

/// The names of all functions: the folders of `functions/`.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn names() -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(workspace::root().join("functions"))? {
        let entry = entry?;
        if entry.path().join("src/main.rs").exists() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();

    Ok(names)
}

/// Builds all functions, in one run of cargo. Does not return until they are built: call it from a blocking thread.
///
/// # Errors
///
/// When one does not compile.
pub fn build(profile: Profile, progress: &Progress) -> Result<Vec<Function>, FunctionsError> {
    let names = names()?;
    let packages: Vec<&str> = names.iter().flat_map(|name| ["--package", name]).collect();

    let programs = match profile {
        Profile::Debug => cargo::build(&[&packages[..], &["--bins"]].concat(), progress)?,
        Profile::Release => release::build(&names, progress)?,
    };

    names
        .into_iter()
        .map(
            |name| match programs.iter().find(|program| program.name == name) {
                Some(program) => Ok(Function {
                    name,
                    bootstrap: program.path.clone(),
                }),
                None => Err(FunctionsError::NoProgram(name)),
            },
        )
        .collect()
}
