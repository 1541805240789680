//! `deploy.yml`: what is deployed, where to, and how traffic gets there.

mod check;
mod shifting;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;

pub use check::{Check, Checks, EventCheck, RequestCheck};
pub use shifting::{Shifting, Step};

/// The file, whole.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    deploy: Configuration,
}

/// What `deploy.yml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// What kind of thing is deployed.
    pub r#type: Type,
    /// The region of the functions and the bucket.
    pub region: String,
    /// The bucket of artefacts and records.
    pub s3_bucket: String,
    /// How functions are built.
    pub package: Package,
    /// The processor that they are built for.
    pub architecture: Architecture,
    /// The alias that takes traffic.
    pub alias: String,
    /// The function that brings the schema up to date.
    pub migrate: Spanned<String>,
    /// What new versions have to answer before they take traffic.
    pub checks: Checks,
    /// Where to.
    pub environment: BTreeMap<String, Environment>,
}

/// The kinds of things that can be deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// Functions of AWS Lambda.
    Lambda,
}

/// How functions are built.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// With what.
    pub builder: Builder,
    /// Cargo's profile.
    pub profile: String,
}

/// What builds functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Builder {
    /// cargo-lambda, for Amazon Linux 2023: the same commit gives the same bytes.
    CargoLambda,
    /// cargo alone, for the machine that builds: what an emulator runs.
    Cargo,
}

impl fmt::Display for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CargoLambda => "cargo-lambda",
            Self::Cargo => "cargo",
        })
    }
}

/// A processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Architecture {
    /// AWS's own.
    Arm64,
    /// Intel's and AMD's.
    #[serde(rename = "x86_64")]
    X86_64,
}

impl Architecture {
    /// This machine's.
    pub const HERE: Self = if cfg!(target_arch = "aarch64") {
        Self::Arm64
    } else {
        Self::X86_64
    };
}

impl fmt::Display for Architecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Arm64 => "arm64",
            Self::X86_64 => "x86_64",
        })
    }
}

/// A place that code is brought to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Each function by its package: its name at Lambda.
    pub functions: Spanned<BTreeMap<String, String>>,
    /// How traffic moves.
    pub shift: Shifting,
    /// The alarms that are watched while it does.
    pub alarms: BTreeSet<String>,
}

/// Why `deploy.yml` can't be followed.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    /// It is not there, or can't be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It says what can't be understood, or not what it has to.
    #[error("{}:{line}:{column}: {says}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// The column, from 1.
        column: u64,
        /// What is wrong there.
        says: String,
    },
    /// It has no such environment.
    #[error("{} has no environment called {name}: there are {known}", path.display())]
    NoEnvironment {
        /// The file.
        path: PathBuf,
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
}

impl Configuration {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// When a key is unknown, missing or doubled, or a value makes no sense: with the line.
    pub fn read(path: &Path) -> Result<Self, ConfigurationError> {
        let text = fs::read_to_string(path).map_err(|source| ConfigurationError::Io {
            path: path.to_owned(),
            source,
        })?;
        let invalid =
            |location: Option<serde_saphyr::Location>, says: String| ConfigurationError::Invalid {
                path: path.to_owned(),
                line: location.map_or(1, |location| location.line()),
                column: location.map_or(1, |location| location.column()),
                says,
            };

        let File {
            deploy: configuration,
        } = serde_saphyr::from_str(&text)
            .map_err(|error| invalid(error.location(), said(&error)))?;
        match configuration.contradiction() {
            Some((location, says)) => Err(invalid(Some(location), says)),
            None => Ok(configuration),
        }
    }

    /// What one part says and another does not know of.
    fn contradiction(&self) -> Option<(serde_saphyr::Location, String)> {
        for (name, environment) in &self.environment {
            let functions = &environment.functions;
            if !functions.value.contains_key(&self.migrate.value) {
                let migrate = &self.migrate.value;
                let says = format!("{name} has no function `{migrate}`, which is to migrate");
                return Some((functions.referenced, says));
            }
            for checked in self.checks.functions() {
                if !functions.value.contains_key(&checked.value) {
                    let says = format!("{name} has no function `{}`", checked.value);
                    return Some((checked.referenced, says));
                }
            }
        }

        None
    }
}

/// What the parser says, without the place, which stands before it.
fn said(error: &serde_saphyr::Error) -> String {
    let said = error.without_snippet().to_string();
    match said.rsplit_once(" at line ") {
        Some((said, _)) => said.to_owned(),
        None => said,
    }
}
