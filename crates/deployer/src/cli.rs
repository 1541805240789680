//! What can be asked for.

mod commands;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use deployer::DeployError;

use self::commands::{Deployer, build};

/// Brings code from a commit to an environment, as deploy.yml says, and back.
#[derive(Debug, Parser)]
#[command(name = "deployer", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Builds a commit's functions, each zip named by its content, and prints the manifest
    Build {
        #[command(flatten)]
        source: Source,
        #[command(flatten)]
        file: File,
    },
    /// Brings a commit to an environment
    Deploy {
        /// The environment
        #[arg(long)]
        env: String,
        #[command(flatten)]
        source: Source,
        #[command(flatten)]
        manner: Manner,
        #[command(flatten)]
        file: File,
    },
    /// Brings what runs in one environment to another, without building anything
    Promote {
        /// Where it runs
        #[arg(long)]
        from: String,
        /// Where it shall run
        #[arg(long)]
        to: String,
        /// Only this commit, or nothing
        #[arg(long = "ref")]
        reference: Option<String>,
        #[command(flatten)]
        manner: Manner,
        #[command(flatten)]
        file: File,
    },
    /// Brings back an earlier deployment, by default the one before
    Rollback {
        /// The environment
        #[arg(long)]
        env: String,
        /// The deployment's number, as `history` has it
        #[arg(long)]
        to: Option<u32>,
        #[command(flatten)]
        file: File,
    },
    /// Tells what runs where, since when, by which commit
    Status {
        /// The environment; all of them where it is not given
        #[arg(long)]
        env: Option<String>,
        /// Lists every setting of what runs
        #[arg(long)]
        settings: bool,
        /// In JSON, with all there is to know
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        file: File,
    },
    /// Tells what ran in an environment, the newest first
    History {
        /// The environment
        #[arg(long)]
        env: String,
        /// In JSON, with all there is to know
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        file: File,
    },
}

#[derive(Debug, Args)]
struct File {
    /// What to deploy and how
    #[arg(default_value = "deploy.yml")]
    file: PathBuf,
}

#[derive(Debug, Args)]
struct Source {
    /// The commit: a branch, a tag or a hash
    #[arg(long = "ref", default_value = "HEAD")]
    reference: String,
    /// Where cargo keeps what it builds, if not below target/deployer
    #[arg(long)]
    target_dir: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Args)]
struct Manner {
    /// Lets a migration break code that still runs until traffic has moved
    #[arg(long)]
    accept_breaking: bool,
    /// How many seconds to wait while another deploy is at work
    #[arg(long, default_value_t = 600)]
    wait: u64,
}

impl Cli {
    /// Does as asked.
    pub(crate) async fn run(self) -> Result<(), DeployError> {
        match self.command {
            Command::Build { source, file } => build(&source, file).await,
            Command::Deploy {
                env,
                source,
                manner,
                file,
            } => {
                Deployer::of(file)
                    .await?
                    .deploy(&env, &source, manner)
                    .await
            }
            Command::Promote {
                from,
                to,
                reference,
                manner,
                file,
            } => {
                let deployer = Deployer::of(file).await?;
                deployer.promote(&from, &to, reference, manner).await
            }
            Command::Rollback { env, to, file } => {
                Deployer::of(file).await?.roll_back(&env, to).await
            }
            Command::Status {
                env,
                settings,
                json,
                file,
            } => Deployer::of(file).await?.status(env, settings, json).await,
            Command::History { env, json, file } => {
                Deployer::of(file).await?.history(&env, json).await
            }
        }
    }
}
