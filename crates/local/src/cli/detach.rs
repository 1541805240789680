//! Leaving the stack to a process that stays when this one ends.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use local::workspace;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::signal::ctrl_c;
use tokio::time::sleep;

use super::Up;
use super::keeper::description_path;

/// Starts a process that keeps the stack, shows what it says until the stack is up, and leaves it.
pub(super) async fn up(how: Up) -> Result<ExitCode, Box<dyn Error>> {
    let log = workspace::local().join("stack.log");
    let output = File::create(&log)?;
    // Of an earlier stack, whose keeper was killed.
    let _ = fs::remove_file(description_path());
    let mut keeper = Command::new(std::env::current_exe()?)
        .args(["up", "--detached"])
        .args(how.release.then_some("--release"))
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output)
        .process_group(0)
        .spawn()?;

    tokio::select! {
        ended = follow(&mut keeper, &log) => ended,
        interrupted = ctrl_c() => {
            interrupted?;
            kill(Pid::from_raw(i32::try_from(keeper.id())?), Signal::SIGTERM)?;
            keeper.wait()?;
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Shows what is written to a log until the stack is up, or its keeper has ended.
async fn follow(keeper: &mut Child, log: &Path) -> Result<ExitCode, Box<dyn Error>> {
    let mut shown = 0;
    loop {
        let ended = keeper.try_wait()?;
        let is_up = description_path().exists();
        shown += show(log, shown)?;
        if ended.is_some() {
            return Ok(ExitCode::FAILURE);
        }
        if is_up {
            return Ok(ExitCode::SUCCESS);
        }
        sleep(Duration::from_millis(100)).await;
    }
}

fn show(log: &Path, from: usize) -> io::Result<usize> {
    let written = fs::read(log)?;
    let new = written.get(from..).unwrap_or_default();
    io::stdout().write_all(new)?;
    io::stdout().flush()?;

    Ok(new.len())
}
