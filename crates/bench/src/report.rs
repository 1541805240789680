//! What a run found, as a table for people; machines get its JSON.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    measure::{Calls, Measured},
    throughput::{Creates, Retries},
};

/// What a run found. The first function is `hello`, the floor of the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    /// Function by function.
    pub(crate) functions: Vec<Measured>,
    /// Creating with more and more environments.
    pub(crate) creates: Vec<Creates>,
    /// Retrying at a bank that takes a second.
    pub(crate) retries: Vec<Retries>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| function | first poll, ms | first answer, ms | × hello | warm p50, ms | p99, ms | × pgbench | CPU, ms | × hello | statements | memory, MiB | zip, KB |"
        )?;
        writeln!(
            f,
            "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
        )?;
        let hello = self.functions.first();
        for function in &self.functions {
            row(f, function, hello)?;
        }

        if !self.creates.is_empty() {
            writeln!(
                f,
                "\n| environments | creates a second | p50, ms | p99, ms | CPU of a create, ms: functions | Postgres | bench |"
            )?;
            writeln!(f, "|---:|---:|---:|---:|---:|---:|---:|")?;
        }
        for creates in &self.creates {
            writeln!(
                f,
                "| {} | {} | {} | {} | {} | {} | {} |",
                creates.environments,
                creates.per_second,
                Thousandths(creates.p50_us),
                Thousandths(creates.p99_us),
                Thousandths(creates.functions_cpu_us),
                Thousandths(creates.postgres_cpu_us),
                Thousandths(creates.host_cpu_us),
            )?;
        }

        if !self.retries.is_empty() {
            writeln!(
                f,
                "\n| batches of ten at a bank of 1 s, at once | took, ms |"
            )?;
            writeln!(f, "|---:|---:|")?;
        }
        for retries in &self.retries {
            let took = Thousandths(retries.took_us);
            writeln!(f, "| {} | {took} |", retries.environments)?;
        }
        Ok(())
    }
}

fn row(f: &mut fmt::Formatter<'_>, function: &Measured, hello: Option<&Measured>) -> fmt::Result {
    let calls = function.calls.as_ref();
    let of = |value: fn(&Calls) -> u64| calls.map(value);
    let floor = hello.and_then(|hello| hello.calls.as_ref());
    let cells = [
        Some(Thousandths(function.first_poll_us).to_string()),
        function
            .first_answer_us
            .map(|time| Thousandths(time).to_string()),
        ratio(
            function.first_answer_us,
            hello.and_then(|hello| hello.first_answer_us),
        ),
        of(|calls| calls.p50_us).map(|time| Thousandths(time).to_string()),
        of(|calls| calls.p99_us).map(|time| Thousandths(time).to_string()),
        ratio(
            of(|calls| calls.p50_us),
            calls.and_then(|calls| calls.pgbench_p50_us),
        ),
        of(|calls| calls.cpu_us).map(|time| Thousandths(time).to_string()),
        ratio(of(|calls| calls.cpu_us), floor.map(|floor| floor.cpu_us)),
        calls
            .and_then(|calls| calls.statements_hundredths)
            .map(hundredths),
        Some(tenths(function.peak_memory_kib * 10 / 1024)),
        Some((function.zip_bytes / 1000).to_string()),
    ];
    write!(f, "| {}", function.name)?;
    for cell in cells {
        write!(f, " | {}", cell.as_deref().unwrap_or("–"))?;
    }
    writeln!(f, " |")
}

/// Microseconds, in milliseconds.
struct Thousandths(u64);

impl fmt::Display for Thousandths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 1000, self.0 % 1000 / 10)
    }
}

fn ratio(value: Option<u64>, floor: Option<u64>) -> Option<String> {
    let floor = floor.filter(|floor| *floor > 0)?;
    Some(tenths(value? * 10 / floor))
}

fn tenths(number: u64) -> String {
    format!("{}.{}", number / 10, number % 10)
}

fn hundredths(number: u64) -> String {
    match number % 100 {
        0 => (number / 100).to_string(),
        rest => format!("{}.{rest:02}", number / 100),
    }
}
