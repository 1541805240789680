//! How fast `create-boleto` is, as it is deployed: `cargo run -p bench`, or with the path of a program that is built.
//!
//! The function runs as a process under a host of the Lambda Runtime API, over a Postgres of its own on loopback. SSM and
//! SQS are answered at once by this program, since an emulator would be measured instead.

mod aws;
mod batch;
mod process;
mod subject;

use std::{path::PathBuf, time::Duration};

use local::{
    functions::{self, FunctionsError, Profile},
    postgres,
    progress::Progress,
    runtime_api::Environment,
};

use crate::subject::Subject;

/// Processes that are started from nothing.
const STARTS: usize = 21;
/// Calls of one process after its first.
const CALLS: usize = 1000;
/// How long a call may take.
const LIMIT: Duration = Duration::from_secs(29);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let progress = Progress::shown();
    let bootstrap = match std::env::args().nth(1) {
        Some(path) => path.into(),
        None => tokio::task::spawn_blocking(move || built(&progress)).await??,
    };
    let zipped = functions::zip(&bootstrap)?.len();

    let cluster = postgres::shared().await?;
    let subject = Subject::over(cluster, bootstrap).await?;

    progress.step("starting create-boleto from nothing");
    let (mut ready, mut first) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let environment = Environment::start(subject.function())?;
        subject.created(&environment.invoke(&subject.event(), LIMIT).await?)?;
        let timings = environment.timings();
        ready.extend(timings.first_next);
        first.extend(timings.first_response);
    }

    progress.step("calling it again and again");
    let environment = Environment::start(subject.function())?;
    subject.created(&environment.invoke(&subject.event(), LIMIT).await?)?;
    let process = process::Process(environment.process_id().ok_or("the process has ended")?);
    let cpu_before = process.cpu_time()?;
    let mut calls = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        let began = std::time::Instant::now();
        subject.created(&environment.invoke(&subject.event(), LIMIT).await?)?;
        calls.push(began.elapsed());
    }
    let cpu = (process.cpu_time()? - cpu_before) / u32::try_from(CALLS)?;

    println!("create-boleto, issuer development, Postgres on loopback");
    println!(
        "  spawn to first poll    {:>9.1?} median of {STARTS}",
        median(&mut ready)
    );
    println!(
        "  spawn to first 201     {:>9.1?} median of {STARTS}",
        median(&mut first)
    );
    println!(
        "  warm create            {:>9.1?} median of {CALLS}",
        median(&mut calls)
    );
    println!("  warm create, p99       {:>9.1?}", calls[CALLS * 99 / 100]);
    println!("  CPU per warm create    {cpu:>9.1?}");
    println!(
        "  peak memory            {:>7} KiB",
        process.peak_memory_kib()?
    );
    println!("  zipped                 {:>7} KiB", zipped / 1024);

    progress.step("a batch of retries");
    println!("retry-registrations, in this process");
    println!("  ten at a bank of 1 s   {:>9.1?}", batch::of_ten().await?);
    Ok(())
}

/// `create-boleto` as it is deployed.
fn built(progress: &Progress) -> Result<PathBuf, FunctionsError> {
    let functions = functions::build(Profile::Release, progress)?;
    let create = functions
        .into_iter()
        .find(|function| function.name == "create-boleto");
    create
        .map(|create| create.bootstrap)
        .ok_or_else(|| FunctionsError::NoProgram("create-boleto".to_owned()))
}

/// The median; the times are sorted afterwards.
fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
