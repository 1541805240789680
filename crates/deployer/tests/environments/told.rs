//! The command as a process: what it says, and killing it at a step.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Output, Stdio};

/// What the command said.
pub(crate) struct Told {
    pub(crate) succeeded: bool,
    /// On standard error.
    pub(crate) steps: String,
    /// On standard output.
    pub(crate) result: String,
}

impl Told {
    pub(crate) fn by(output: std::io::Result<Output>) -> Self {
        let output = output.expect("the deployer starts");
        let told = Self {
            succeeded: output.status.success(),
            steps: String::from_utf8_lossy(&output.stderr).into_owned(),
            result: String::from_utf8_lossy(&output.stdout).into_owned(),
        };
        // For whoever reads a failed test's output.
        println!("{}", told.steps);
        if !told.result.starts_with('[') {
            println!("{}", told.result);
        }

        told
    }
}

/// Runs a command until it has printed a step's name, then kills it.
pub(crate) fn kill_at(command: &mut Command, step: &str) {
    let mut child: Child = command
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the deployer starts");
    let stderr = child.stderr.take().expect("it is piped");
    let mut lines = BufReader::new(stderr).lines();
    let reached = lines.any(|line| {
        let line = line.expect("it is text");
        println!("{line}");
        line.contains(&format!(" s  {step} "))
    });
    child.kill().expect("it is ours");
    child.wait().expect("it has ended");
    assert!(reached, "it came to {step}");
}
