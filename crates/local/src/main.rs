//! `local`: the whole stack on this machine, with one command.

mod cli;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error),
    };
    let ended = runtime.block_on(cli::Cli::parse().run());
    // A build that is still running ends with us, and is not waited for.
    runtime.shutdown_background();

    ended.unwrap_or_else(|error| failed(error.as_ref()))
}

/// Says what went wrong and why, cause by cause.
fn failed(error: &dyn Error) -> ExitCode {
    eprintln!("local: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  because {error}");
        cause = error.source();
    }

    ExitCode::FAILURE
}
