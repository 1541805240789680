//! The functions' programs, built in the release profile for this machine.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use local::{
    cargo::{self, Program},
    functions::{self, FunctionsError},
    progress::Progress,
    runtime_api::Function,
};
use tempfile::TempDir;

use crate::{scene::Scene, subjects};

/// The floor of a Lambda.
const HELLO: &str = "hello";
/// What makes boletos.
pub(crate) const CREATE: &str = "create-boleto";
/// What asks about them again.
pub(crate) const RETRY: &str = "retry-registrations";
/// The one that is the database's owner.
const OWNER: &str = "migrate-database";

/// The programs to measure, in the order of the table.
pub(crate) struct Programs {
    programs: Vec<Program>,
    measured: Vec<String>,
    // Where the scripts are that start programs under a command.
    _directory: TempDir,
}

impl Programs {
    /// Builds all functions and `hello`; all but `only` are left out, if it names any. Does not return until they are
    /// built.
    pub(crate) fn build(
        only: &[String],
        under: Option<String>,
        progress: &Progress,
    ) -> Result<Self, FunctionsError> {
        let names = functions::names()?;
        let mut measured: Vec<_> = names
            .into_iter()
            .filter(|name| only.is_empty() || only.contains(name))
            .collect();
        // Whatever is measured, boletos must be made.
        let needed = [HELLO, CREATE];
        let mut packages: Vec<_> = needed
            .into_iter()
            .chain(measured.iter().map(String::as_str))
            .collect();
        packages.sort_unstable();
        packages.dedup();
        let packages = packages.into_iter().flat_map(|name| ["--package", name]);
        let build: Vec<_> = ["--release", "--bins"]
            .into_iter()
            .chain(packages)
            .collect();
        let mut programs = cargo::build(&build, progress)?;

        let place = |name: &String| {
            subjects::ALL
                .iter()
                .position(|subject| subject.name == name)
        };
        measured.sort_by_key(|name| place(name).unwrap_or(usize::MAX));
        measured.insert(0, HELLO.to_owned());

        let directory = tempfile::tempdir()?;
        if let Some(under) = under {
            for program in &mut programs {
                let script = directory.path().join(&program.name);
                let text = format!("#!/bin/sh\nexec {under} {}\n", program.path.display());
                fs::write(&script, text)?;
                fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
                program.path = script;
            }
        }
        Ok(Self {
            programs,
            measured,
            _directory: directory,
        })
    }

    /// What is measured.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.measured.iter().map(String::as_str)
    }

    /// A function with its settings.
    pub(crate) fn function(&self, name: &str, scene: &Scene) -> Result<Function, String> {
        let program = self.programs.iter().find(|program| program.name == name);
        let path: PathBuf = program
            .map(|program| program.path.clone())
            .ok_or_else(|| format!("cargo made no program called {name}"))?;
        let function = scene
            .settings
            .iter()
            .fold(Function::new(name, path), |function, (name, value)| {
                function.with(*name, value)
            });
        Ok(if name == OWNER {
            function.with("DATABASE_USER", &scene.database.owner)
        } else {
            function
        })
    }
}
