//! `deployer`: from a commit to live, the same for a person, for CI and for a chat bot.

mod cli;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    match cli::Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

/// Says what went wrong and why, cause by cause.
fn failed(error: &dyn Error) -> ExitCode {
    eprintln!("deployer: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  because {error}");
        cause = error.source();
    }

    ExitCode::FAILURE
}
