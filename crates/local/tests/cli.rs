//! The command `local`, as a person or a script runs it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sqlx::{Connection, PgConnection};

fn local(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_local"));
    command.args(arguments);

    command
}

/// The first line of what a command prints.
fn first_line(child: &mut Child) -> String {
    let mut line = String::new();
    let stdout = child.stdout.as_mut().expect("its output is read");
    BufReader::new(stdout)
        .read_line(&mut line)
        .expect("it prints a line");

    line.trim().to_owned()
}

/// Comes back when nobody listens there any more.
async fn closed(url: &str) {
    while PgConnection::connect(url).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_database_is_there_for_a_command_and_ends_with_it() {
    let script = "echo $DATABASE_URL; read -r _; exit 7";
    let mut child = local(&["with-database", "--", "sh", "-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let url = first_line(&mut child);

    PgConnection::connect(&url).await.unwrap();
    drop(child.stdin.take());

    assert_eq!(child.wait().unwrap().code(), Some(7));
    assert!(PgConnection::connect(&url).await.is_err());
}

#[tokio::test]
async fn a_killed_owner_leaves_no_database() {
    let script = "echo $DATABASE_URL; read -r _";
    let mut child = local(&["with-database", "--", "sh", "-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let url = first_line(&mut child);
    PgConnection::connect(&url).await.unwrap();

    child.kill().unwrap();
    child.wait().unwrap();

    tokio::time::timeout(Duration::from_secs(20), closed(&url))
        .await
        .unwrap();
}

#[test]
fn what_it_can_do_is_told() {
    let help = local(&["--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();

    for command in ["up", "down", "status", "simulator", "with-database"] {
        assert!(help.contains(command), "{command} is in the help");
    }
}

#[test]
fn the_simulator_says_where_it_is() {
    let mut child = local(&["simulator"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let line = first_line(&mut child);
    child.kill().unwrap();
    child.wait().unwrap();

    assert!(line.contains("http://127.0.0.1:"), "{line}");
}
