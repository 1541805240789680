//! Building functions: each package of that name is one program.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::archive;
use crate::command::{self, CommandError};
use crate::configuration::{Architecture, Builder, Package};

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

/// Why there are no programs.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// They do not compile, or there is nothing to compile them with.
    #[error("the functions can't be built{}", hint(.builder))]
    Compile {
        /// What was to build them.
        builder: Builder,
        /// What went wrong.
        #[source]
        source: CommandError,
    },
    /// A function has no program.
    #[error("cargo made no program called {0}")]
    NoProgram(String),
    /// A file could not be read or written.
    #[error("cannot pack the functions")]
    Io(#[from] io::Error),
}

fn hint(builder: &Builder) -> &'static str {
    match builder {
        Builder::CargoLambda => {
            " (cargo-lambda is needed: pip install cargo-lambda==1.9.2 ziglang==0.15.2)"
        }
        Builder::Cargo => "",
    }
}

/// A function's program, zipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zipped {
    /// The function's short name.
    pub function: String,
    /// What Lambda takes.
    pub zip: Vec<u8>,
}

/// A build: of what, how and where.
#[derive(Debug, Clone)]
pub struct Build<'a> {
    /// The workspace.
    pub source: &'a Path,
    /// Where cargo keeps what it builds.
    pub target: &'a Path,
    /// How.
    pub package: &'a Package,
    /// For which processor.
    pub architecture: Architecture,
    /// Which functions.
    pub functions: &'a [String],
}

impl Build<'_> {
    /// Builds and zips all functions, in one run of cargo. It does not return until they are: call it from a blocking
    /// thread.
    ///
    /// # Errors
    ///
    /// When one does not compile.
    pub fn run(&self) -> Result<Vec<Zipped>, BuildError> {
        fs::create_dir_all(self.target)?;
        command::watch(&mut self.command()).map_err(|source| BuildError::Compile {
            builder: self.package.builder,
            source,
        })?;

        self.functions
            .iter()
            .map(|function| {
                let program = self.program(function);
                if !program.exists() {
                    return Err(BuildError::NoProgram(function.clone()));
                }
                let program = match self.package.builder {
                    Builder::CargoLambda => fs::read(program)?,
                    Builder::Cargo => archive::stripped(&program)?,
                };
                Ok(Zipped {
                    function: function.clone(),
                    zip: archive::zip(&program)?,
                })
            })
            .collect()
    }

    /// The command that builds; whoever has cargo-lambda in a place of its own adds that to its `PATH`.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut build = cargo();
        match self.package.builder {
            Builder::CargoLambda => {
                build
                    .args(["lambda", "build", "--quiet"])
                    .arg(match self.architecture {
                        Architecture::Arm64 => "--arm64",
                        Architecture::X86_64 => "--x86-64",
                    })
            }
            Builder::Cargo => build.args(["build", "--quiet", "--bins"]),
        };
        build.args(["--profile", &self.package.profile]);
        for function in self.functions {
            build.args(["--package", function]);
        }
        if self.package.builder == Builder::CargoLambda {
            build
                .arg("--lambda-dir")
                .arg(self.programs())
                .env("RUSTFLAGS", self.without_our_paths());
        }
        build
            .env("CARGO_TARGET_DIR", self.target)
            .env("SQLX_OFFLINE", "true")
            .current_dir(self.source);

        build
    }

    /// Where a function's program is, once it is built.
    #[must_use]
    pub fn program(&self, function: &str) -> PathBuf {
        match self.package.builder {
            Builder::CargoLambda => self.programs().join(function).join("bootstrap"),
            Builder::Cargo => self.programs().join(function),
        }
    }

    fn programs(&self) -> PathBuf {
        match self.package.builder {
            Builder::CargoLambda => self.target.join("functions"),
            // Cargo's only profile whose folder has another name.
            Builder::Cargo if self.package.profile == "dev" => self.target.join("debug"),
            Builder::Cargo => self.target.join(&self.package.profile),
        }
    }

    /// A program names the files that can panic. Where they lay on the machine that built it is nobody's business, and
    /// would make every machine's program another.
    fn without_our_paths(&self) -> String {
        let shown =
            |path: &Path, name: &str| format!("--remap-path-prefix={}={name}", path.display());

        [
            shown(&home("CARGO_HOME", ".cargo"), "/cargo"),
            shown(self.source, "/superbowleto"),
        ]
        .join(" ")
    }
}

/// The cargo of a person who types it, whoever runs us.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "names are forgotten, no setting is read"
)]
pub fn cargo() -> Command {
    let mut cargo = Command::new("cargo");
    for (name, _) in std::env::vars_os() {
        let told = |name: &str| TOLD_BY_CARGO.iter().any(|told| name.starts_with(told));
        if name.to_str().is_some_and(told) {
            cargo.env_remove(name);
        }
    }

    cargo
}

/// A tool's folder: where its variable says, or below the person's home.
#[expect(
    clippy::disallowed_methods,
    reason = "cargo's own variable, which only cargo's commands read"
)]
fn home(variable: &str, folder: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(
        || std::env::home_dir().unwrap_or_default().join(folder),
        PathBuf::from,
    )
}
