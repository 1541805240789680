//! Commands that run to their end, or to ours.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::process::{Command, Output, Stdio};

use nix::sys::signal::Signal;

use crate::progress::Progress;
use crate::tether::Tether;

/// Runs a command and waits for it; where this process ends first, the command and all it has started end too.
///
/// Standard error goes to the person who watches, if one does, and comes back otherwise.
pub(crate) fn run(command: &mut Command, progress: &Progress) -> io::Result<Output> {
    let mut stdout = tempfile::tempfile()?;
    let mut stderr = tempfile::tempfile()?;
    command.stdin(Stdio::null()).stdout(stdout.try_clone()?);
    if progress.is_shown() {
        command.stderr(Stdio::inherit());
    } else {
        command.stderr(stderr.try_clone()?);
    }

    // SIGINT is what a person's Ctrl-C would be: Terraform keeps its state, cargo its finished work.
    let mut tether = Tether::new(Signal::SIGINT, &[])?;
    let status = tether.spawn(command)?.wait()?;
    let read = |file: &mut File| -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        file.rewind()?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };

    Ok(Output {
        status,
        stdout: read(&mut stdout)?,
        stderr: read(&mut stderr)?,
    })
}

/// The last words of a command that failed, in one line.
pub(crate) fn last_words(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();

    lines[lines.len().saturating_sub(5)..].join(" / ")
}

/// Leaves the variables of our environment that start with one of `prefixes` out of a command's.
#[expect(
    clippy::disallowed_methods,
    reason = "names are forgotten, no setting is read"
)]
pub(crate) fn forget(command: &mut Command, prefixes: &[&str]) {
    for (name, _) in std::env::vars_os() {
        let starts = |name: &str| prefixes.iter().any(|prefix| name.starts_with(prefix));
        if name.to_str().is_some_and(starts) {
            command.env_remove(name);
        }
    }
}
