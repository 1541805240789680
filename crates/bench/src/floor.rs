//! The floor of a function's calls: the statements that it runs, with the values that it runs them with, in pgbench.

use std::{
    error::Error,
    fmt::Write as _,
    fs, io,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use local::runtime_api::{Environment, Function};

use crate::{
    events::Givens,
    measure::{call, percentile},
    scene::{APP_PASSWORD, APP_USER, Scene},
    statements::Ran,
    subjects::Subject,
};

/// How often pgbench runs them all.
const TRANSACTIONS: &str = "1000";
/// How long the server's log may lag behind.
const LAG: Duration = Duration::from_millis(500);
/// Calls before those that are looked at, so that every statement is prepared.
const WARM_UP: usize = 3;

/// Removes what pgbench has made, since no function can read it: ids of four letters and a ULID, and a number after it.
const FORGET: &str = "
    delete from notifications where length(boleto_id) > 30;
    delete from boleto_history where length(boleto_id) > 30;
    delete from idempotency_keys where length(boleto_id) > 30;
    delete from boletos where length(id) > 30;
    analyze";

/// The median time of the statements of a call, µs; `None` where it can't be had here.
pub(crate) async fn of(
    function: &Function,
    subject: &Subject,
    scene: &Scene,
    given: &Givens,
) -> Result<Option<u64>, Box<dyn Error>> {
    let pgbench = scene.cluster.program("pgbench");
    let Some(pgbench) = pgbench.filter(|_| subject.replayable) else {
        return Ok(None);
    };
    let calls = written_down(function, subject, scene, given).await?;
    let [.., one, other] = &calls[..] else {
        return Ok(None);
    };
    let mut script = String::from("\\set n :n + 1\n");
    for (ran, again) in one.iter().zip(other) {
        let types = scene.statements.parameter_types(&ran.text).await?;
        let text = with_values(ran, again, &types);
        writeln!(script, "{text};")?;
    }

    let directory = tempfile::tempdir()?;
    let file = directory.path().join("call.sql");
    fs::write(&file, script)?;
    let mut command = Command::new(pgbench);
    command
        .args([
            "--no-vacuum",
            "--protocol",
            "prepared",
            "--define",
            "n=0",
            "--log",
        ])
        .args(["--transactions", TRANSACTIONS, "--file"])
        .arg(&file)
        .args(["--host", &scene.database.host])
        .args(["--port", &scene.database.port.to_string()])
        .args(["--username", APP_USER, &scene.database.name])
        .env("PGPASSWORD", APP_PASSWORD)
        .current_dir(directory.path())
        .stdin(Stdio::null());
    let output = tokio::task::spawn_blocking(move || command.output()).await??;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    scene.sql(FORGET).await?;
    Ok(percentile(&mut times(directory.path())?, 50))
}

/// The statements of some calls, call by call.
async fn written_down(
    function: &Function,
    subject: &Subject,
    scene: &Scene,
    given: &Givens,
) -> Result<Vec<Vec<Ran>>, Box<dyn Error>> {
    scene.statements.write_down(true).await?;
    let environment = Environment::start(function.clone())?;
    environment.ready().await?;
    scene.statements.write_down(false).await?;

    for _ in 0..WARM_UP {
        call(&environment, subject, scene, given).await?;
    }
    let mut calls = Vec::new();
    for _ in 0..2 {
        tokio::time::sleep(LAG).await;
        let before = scene.statements.written_down().await?.len();
        call(&environment, subject, scene, given).await?;
        tokio::time::sleep(LAG).await;
        let ran = scene.statements.written_down().await?;
        calls.push(ran.into_iter().skip(before).collect());
    }
    Ok(calls)
}

/// A statement with its values in their places. A text that differs from call to call is made to differ here too.
fn with_values(ran: &Ran, again: &Ran, types: &[String]) -> String {
    let mut text = ran.text.clone();
    // From the last, since `$1` begins `$12` too.
    for (place, value) in ran.parameters.iter().enumerate().rev() {
        let kind = types.get(place).map_or("text", String::as_str);
        let differs = again.parameters.get(place) != Some(value);
        let literal = match value {
            None => format!("null::{kind}"),
            Some(value) if differs && kind == "text" => format!("({} || :n)", quoted(value)),
            Some(value) => format!("{}::{kind}", quoted(value)),
        };
        text = text.replace(&format!("${}", place + 1), &literal);
    }
    text
}

/// A text as a literal in which pgbench finds no variable.
fn quoted(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('\'', "''")
        .replace(':', "\\x3a");
    format!("e'{escaped}'")
}

/// The time of each transaction: the third word of each line of pgbench's log, µs.
fn times(directory: &Path) -> io::Result<Vec<u64>> {
    let mut times = Vec::new();
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if entry
            .file_name()
            .to_string_lossy()
            .starts_with("pgbench_log")
        {
            let log = fs::read_to_string(entry.path())?;
            let third = |line: &str| -> Option<u64> { line.split(' ').nth(2)?.parse().ok() };
            times.extend(log.lines().filter_map(third));
        }
    }
    Ok(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(parameters: &[Option<&str>]) -> Ran {
        Ran {
            text: "select $1, $2, $12".to_owned(),
            parameters: parameters
                .iter()
                .map(|value| value.map(str::to_owned))
                .collect(),
        }
    }

    #[test]
    fn values_take_the_places_of_parameters() {
        let mut one = vec![Some("12:30"), Some("it's")];
        one.resize(12, None);
        let mut other = one.clone();
        other[1] = Some("that");
        let types: Vec<_> = ["time", "text"]
            .into_iter()
            .chain(["bigint"; 10])
            .map(str::to_owned)
            .collect();
        assert_eq!(
            with_values(&ran(&one), &ran(&other), &types),
            "select e'12\\x3a30'::time, (e'it''s' || :n), null::bigint"
        );
    }
}
