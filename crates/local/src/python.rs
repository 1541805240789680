//! Programs that come as Python packages, each in a virtual environment of its own.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::progress::Progress;
use crate::{command, workspace};

/// A pinned package with what it needs.
#[derive(Debug, Clone, Copy)]
pub struct Package {
    /// What `pip` knows it by.
    pub name: &'static str,
    /// The version, exactly.
    pub version: &'static str,
    /// Other packages to install beside it, as `pip` reads them.
    pub beside: &'static [&'static str],
}

/// A virtual environment with one package installed.
#[derive(Debug, Clone)]
pub struct VirtualEnvironment(PathBuf);

/// Why a package could not be installed.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// There is no Python, or one without `venv`.
    #[error(
        "python3 with its venv module is needed for {package}: install it (Debian: apt install python3-venv): {output}"
    )]
    NoPython {
        /// The package that needs it.
        package: &'static str,
        /// What Python said.
        output: String,
    },
    /// `pip` did not install it.
    #[error("pip could not install {package} (is a package index within reach?): {output}")]
    Pip {
        /// The package.
        package: &'static str,
        /// What pip said.
        output: String,
    },
    /// The directory could not be written.
    #[error("cannot prepare a virtual environment")]
    Io(#[from] io::Error),
}

impl VirtualEnvironment {
    /// Installs a package under `target/local/python`, or finds it installed; several processes may ask at once.
    ///
    /// # Errors
    ///
    /// When Python or the package index is out of reach.
    pub fn with(package: Package, progress: &Progress) -> Result<Self, InstallError> {
        let all = workspace::local().join("python");
        fs::create_dir_all(&all)?;
        let mut name = format!("{}-{}", package.name, package.version);
        for beside in package.beside {
            name.push('-');
            name.push_str(&beside.replace("==", "-"));
        }
        let directory = all.join(name);
        let complete = directory.join("complete");

        let lock = File::create(all.join(format!("{}.lock", package.name)))?;
        lock.lock()?;
        if !complete.exists() {
            progress.step(&format!("installing {} {}", package.name, package.version));
            install(package, &directory)?;
            fs::write(complete, "")?;
        }

        Ok(Self(directory))
    }

    /// A program of the environment.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.0.join("bin").join(name)
    }

    /// Runs a program of the environment in `directory` and waits for it, with the environment's other programs within
    /// its reach. It ends when this process does.
    ///
    /// # Errors
    ///
    /// When it can't be started.
    pub fn run(
        &self,
        name: &str,
        arguments: &[&str],
        directory: &Path,
    ) -> io::Result<std::process::Output> {
        let mut command = Command::new(self.program(name));
        command
            .args(arguments)
            .current_dir(directory)
            .env("PATH", self.path_before_ours());

        command::run(&mut command, &Progress::silent())
    }

    /// A search path that finds the environment's programs before the machine's.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "a search path is extended, no setting read"
    )]
    pub fn path_before_ours(&self) -> OsString {
        let mut path = self.0.join("bin").into_os_string();
        if let Some(ours) = std::env::var_os("PATH") {
            path.push(":");
            path.push(ours);
        }

        path
    }

    /// Where an installed package's files lie.
    ///
    /// # Errors
    ///
    /// When the environment's Python does not say.
    pub fn files(&self, module: &str) -> io::Result<PathBuf> {
        let output = Command::new(self.program("python"))
            .args([
                "-c",
                "import sysconfig; print(sysconfig.get_path('purelib'))",
            ])
            .output()?;
        let directory = String::from_utf8_lossy(&output.stdout);

        Ok(Path::new(directory.trim()).join(module))
    }
}

fn install(package: Package, directory: &Path) -> Result<(), InstallError> {
    let no_python = |output| InstallError::NoPython {
        package: package.name,
        output,
    };
    let mut venv = Command::new("python3");
    venv.args(["-m", "venv", "--clear"]).arg(directory);
    let made = command::run(&mut venv, &Progress::silent());
    let made = made.map_err(|error| no_python(error.to_string()))?;
    if !made.status.success() {
        return Err(no_python(command::last_words(&made)));
    }

    let mut pip = Command::new(directory.join("bin/python"));
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ])
    .arg(format!("{}=={}", package.name, package.version))
    .args(package.beside);
    let installed = command::run(&mut pip, &Progress::silent())?;
    if !installed.status.success() {
        let output = command::last_words(&installed);
        return Err(InstallError::Pip {
            package: package.name,
            output,
        });
    }

    Ok(())
}
