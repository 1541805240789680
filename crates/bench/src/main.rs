//! How fast the functions are, as they are deployed: `cargo run --release -p bench`.
//!
//! Each runs as a process under a host of the Lambda Runtime API, over a Postgres of its own on loopback. Beside them
//! stand their floors, measured in the same run: a Lambda that does nothing, and the same statements in pgbench.

mod aws;
mod baseline;
mod events;
mod floor;
mod measure;
mod process;
mod programs;
mod report;
mod scene;
mod statements;
mod subjects;
mod throughput;

use std::{error::Error, fs, path::PathBuf, process::ExitCode};

use clap::Parser;
use local::{
    progress::Progress,
    runtime_api::{Environment, Function},
};

use crate::{
    events::Givens,
    measure::LIMIT,
    programs::{CREATE, Programs, RETRY},
    report::Report,
    scene::Scene,
    subjects::Subject,
};

/// One table of how fast the functions are.
#[derive(Debug, Parser)]
struct Options {
    /// Print JSON instead of tables.
    #[arg(long)]
    json: bool,
    /// Fail where something is worse, beyond noise, than in an earlier run's JSON.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Measure only this function beside hello, and no throughput; may be given again.
    #[arg(long, value_name = "FUNCTION")]
    only: Vec<String>,
    /// Start the functions under a command, such as a profiler.
    #[arg(long, value_name = "COMMAND")]
    under: Option<String>,
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut options = Options::parse();
    let then = match &options.baseline {
        Some(file) => Some(serde_json::from_slice(&fs::read(file)?)?),
        None => None,
    };

    let report = run(&options).await?;
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{report}");
    }
    let Some(then) = then else {
        return Ok(ExitCode::SUCCESS);
    };
    options.only = baseline::suspects(&then, &report);
    if options.only.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("looking again at {}", options.only.join(", "));
    let worse = baseline::regressions(&then, &run(&options).await?);
    for line in &worse {
        eprintln!("worse: {line}");
    }
    Ok(if worse.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn run(options: &Options) -> Result<Report, Box<dyn Error>> {
    let progress = Progress::shown();
    progress.step("building the functions as they are deployed, for this machine");
    let (only, under) = (options.only.clone(), options.under.clone());
    let programs =
        tokio::task::spawn_blocking(move || Programs::build(&only, under, &progress)).await??;

    progress.step("starting Postgres, a bank, SSM and SQS");
    let scene = Scene::new().await?;
    let function = |name: &str| programs.function(name, &scene);
    let create = function(CREATE)?;
    let given = givens(&create, &scene).await?;

    let mut functions = Vec::new();
    for name in programs.names() {
        progress.step(name);
        let function = function(name)?;
        let subject = subjects::ALL.iter().find(|subject| subject.name == name);
        let mut measured = measure::measure(&function, subject, &scene, &given).await?;
        if let (Some(subject), Some(calls)) = (subject, &mut measured.calls) {
            calls.pgbench_p50_us = floor::of(&function, subject, &scene, &given).await?;
        }
        functions.push(measured);
    }

    let mut report = Report {
        functions,
        creates: Vec::new(),
        retries: Vec::new(),
    };
    if options.only.is_empty() {
        progress.step("creating with more and more environments");
        report.creates = throughput::creates(&create, creating()?, &scene, &given).await?;
        progress.step("retrying batches at a slow bank");
        let retry = function(RETRY)?;
        report.retries = throughput::retries(&create, &retry, &scene, &given).await?;
    }
    Ok(report)
}

fn creating() -> Result<&'static Subject, &'static str> {
    subjects::ALL
        .iter()
        .find(|subject| subject.name == CREATE)
        .ok_or("nothing says how to create a boleto")
}

/// Creates what calls are about.
async fn givens(create: &Function, scene: &Scene) -> Result<Givens, Box<dyn Error>> {
    let mut given = Givens {
        queue: scene.settings["CLIENT_QUEUES"].clone(),
        registered: String::new(),
        owed: String::new(),
    };
    let environment = Environment::start(create.clone())?;
    let event = (creating()?.event)(&given);
    given.registered = events::created(&environment.invoke(&event, LIMIT).await?)?;
    given.owed = events::created(&environment.invoke(&event, LIMIT).await?)?;
    Ok(given)
}
