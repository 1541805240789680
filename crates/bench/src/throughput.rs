//! How much environments do that work at once, on the processors that they share with Postgres and this program.

use std::{
    error::Error,
    time::{Duration, Instant},
};

use futures::future::{join_all, try_join_all};
use local::{
    runtime_api::{Environment, Function},
    simulator::{Fault, Latency, Rule},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    events::{self, Givens},
    measure::{LIMIT, call, micros, percentile},
    process::Process,
    scene::Scene,
    subjects::Subject,
};

/// How many environments work at once.
const CROWDS: [usize; 3] = [1, 8, 64];
/// How long they create.
const FOR: Duration = Duration::from_secs(5);
/// How many batches are retried at once.
const BATCHES: [usize; 2] = [1, 8];
/// Boletos of a batch.
const BATCH: usize = 10;
/// How long the bank takes.
const BANK_MS: u32 = 1000;

/// What so many environments create.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Creates {
    /// How many there are.
    pub(crate) environments: usize,
    /// Boletos a second, all together.
    pub(crate) per_second: u64,
    /// The median time of one, µs.
    pub(crate) p50_us: u64,
    /// What one in a hundred exceeds, µs.
    pub(crate) p99_us: u64,
    /// Processor time of one in the functions, µs.
    pub(crate) functions_cpu_us: u64,
    /// In Postgres.
    pub(crate) postgres_cpu_us: u64,
    /// In this program, which is the Runtime API, SSM, SQS and the caller.
    pub(crate) host_cpu_us: u64,
}

/// What so many environments take for a batch of ten each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Retries {
    /// How many there are, a batch each.
    pub(crate) environments: usize,
    /// Until all were done, µs.
    pub(crate) took_us: u64,
}

/// Creates with ever more environments.
pub(crate) async fn creates(
    function: &Function,
    subject: &Subject,
    scene: &Scene,
    given: &Givens,
) -> Result<Vec<Creates>, Box<dyn Error>> {
    let mut all = Vec::new();
    for crowd in CROWDS {
        let environments: Vec<_> = (0..crowd)
            .map(|_| Environment::start(function.clone()))
            .collect::<Result<_, _>>()?;
        let first = environments
            .iter()
            .map(|environment| call(environment, subject, scene, given));
        try_join_all(first).await?;

        let processes = environments
            .iter()
            .filter_map(Environment::process_id)
            .map(Process);
        let functions: Vec<_> = processes.collect();
        let postgres = scene
            .cluster
            .process_ids()
            .into_iter()
            .map(Process)
            .collect();
        let ours = vec![Process::own()];
        let groups = [functions, postgres, ours];

        let before = groups.each_ref().map(|group| cpu(group));
        let began = Instant::now();
        let work = environments.iter().map(async |environment| {
            let mut times = Vec::new();
            while began.elapsed() < FOR {
                times.push(micros(call(environment, subject, scene, given).await?));
            }
            Ok::<_, Box<dyn Error>>(times)
        });
        let mut times: Vec<_> = try_join_all(work).await?.into_iter().flatten().collect();
        let took = began.elapsed();
        let after = groups.each_ref().map(|group| cpu(group));

        let number = u64::try_from(times.len())?.max(1);
        let each = |group: usize| micros(after[group].saturating_sub(before[group])) / number;
        all.push(Creates {
            environments: crowd,
            per_second: number * 1_000_000 / micros(took).max(1),
            p50_us: percentile(&mut times, 50).unwrap_or_default(),
            p99_us: percentile(&mut times, 99).unwrap_or_default(),
            functions_cpu_us: each(0),
            postgres_cpu_us: each(1),
            host_cpu_us: each(2),
        });
    }
    Ok(all)
}

/// Retries batches of ten at a bank that takes a second.
pub(crate) async fn retries(
    create: &Function,
    retry: &Function,
    scene: &Scene,
    given: &Givens,
) -> Result<Vec<Retries>, Box<dyn Error>> {
    let mut all = Vec::new();
    for crowd in BATCHES {
        let batches = owed(create, crowd, scene, given).await?;
        let environments: Vec<_> = (0..crowd)
            .map(|_| Environment::start(retry.clone()))
            .collect::<Result<_, _>>()?;
        for environment in &environments {
            environment.ready().await?;
        }

        scene.bank.script(Latency {
            ms: BANK_MS.into(),
            jitter_ms: 0,
        });
        let began = Instant::now();
        let work = environments
            .iter()
            .zip(&batches)
            .map(|(environment, event)| environment.invoke(event, LIMIT));
        let answers = join_all(work).await;
        let took = began.elapsed();
        scene.bank.recover();
        for answer in answers {
            let answer: Value = serde_json::from_slice(&answer?)?;
            if answer["batchItemFailures"] != serde_json::json!([]) {
                return Err(format!("a batch failed: {answer}").into());
            }
        }
        all.push(Retries {
            environments: crowd,
            took_us: micros(took),
        });
    }
    Ok(all)
}

/// Batches of boletos that owe their second attempt, since their bank was down.
async fn owed(
    create: &Function,
    batches: usize,
    scene: &Scene,
    given: &Givens,
) -> Result<Vec<Value>, Box<dyn Error>> {
    scene.bank.script(Rule::next(1000, Fault::page(503)));
    let environment = Environment::start(create.clone())?;
    let event = events::http(
        "POST",
        "/boletos",
        "",
        Some(given.request("bradesco", 2000)),
    );
    let mut ids = Vec::new();
    for _ in 0..batches * BATCH {
        ids.push(events::created(&environment.invoke(&event, LIMIT).await?)?);
    }
    scene.bank.recover();
    scene.pass(Duration::from_secs(3600)).await?;
    let batches = ids.chunks(BATCH).map(|ids| {
        let ids: Vec<_> = ids.iter().map(String::as_str).collect();
        events::batch(&ids)
    });
    Ok(batches.collect())
}

fn cpu(processes: &[Process]) -> Duration {
    // One that has ended meanwhile has done its part before.
    let times = processes
        .iter()
        .filter_map(|process| process.cpu_time().ok());
    times.sum()
}
