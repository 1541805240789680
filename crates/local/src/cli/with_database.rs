//! A command with a database of its own, for tools that want one at `DATABASE_URL`.

use std::error::Error;
use std::process::{Command, ExitCode};

use local::postgres::Cluster;

pub(super) async fn run(command: &[String]) -> Result<ExitCode, Box<dyn Error>> {
    let [program, arguments @ ..] = command else {
        return Err("no command is given".into());
    };
    let cluster = Cluster::start().await?;
    let database = cluster.database().await?;
    let status = Command::new(program)
        .args(arguments)
        .env("DATABASE_URL", database.url())
        .status()
        .map_err(|error| format!("cannot run {program}: {error}"))?;

    // A signal has no code of its own.
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1)
        .into())
}
