//! What a person can ask for.

mod detach;
mod keeper;
mod up;
mod with_database;

use std::error::Error;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use local::functions::Profile;
use local::simulator;

/// Superbowleto on this machine: Postgres, AWS, a bank, and the functions, on loopback.
#[derive(Debug, Parser)]
#[command(name = "local", version, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    up: Up,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Brings the stack up and keeps it until Ctrl-C; where it is up, brings it what has changed
    Up(Up),
    /// Takes the stack down
    Down,
    /// Tells whether the stack is up, and where everything is
    Status,
    /// Serves the bank simulator alone
    Simulator {
        /// Port on loopback; any free one where it is not given
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
    /// Runs a command with `DATABASE_URL` leading to an empty database, which ends with it
    WithDatabase {
        /// The command and its arguments
        #[arg(required = true, trailing_var_arg = true)]
        command: Vec<String>,
    },
}

/// How to bring the stack up.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Up {
    /// Leaves the stack running and comes back; `down` ends it
    #[arg(long)]
    detach: bool,
    /// Builds the functions as they are deployed
    #[arg(long)]
    release: bool,
    /// Runs as the process that `--detach` leaves behind
    #[arg(long, hide = true, conflicts_with = "detach")]
    detached: bool,
}

impl Up {
    fn profile(self) -> Profile {
        if self.release {
            Profile::Release
        } else {
            Profile::Debug
        }
    }
}

impl Cli {
    /// Does as asked.
    pub(crate) async fn run(self) -> Result<ExitCode, Box<dyn Error>> {
        match self.command.unwrap_or(Command::Up(self.up)) {
            Command::Up(how) => up::up(how).await,
            Command::Down => keeper::down(),
            Command::Status => keeper::status(),
            Command::Simulator { port } => {
                simulator::serve(simulator::Options {
                    port,
                    ..Default::default()
                })
                .await?;
                Ok(ExitCode::SUCCESS)
            }
            Command::WithDatabase { command } => with_database::run(&command).await,
        }
    }
}
