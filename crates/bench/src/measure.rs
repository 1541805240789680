//! Measuring one function: starts from nothing, then calls of one process.

use std::{
    error::Error,
    time::{Duration, Instant},
};

use local::runtime_api::{Environment, Function};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{events::Givens, process::Process, scene::Scene, subjects::Subject};

/// Processes that are started from nothing.
const STARTS: usize = 21;
/// Calls of one process after its first ones.
const CALLS: usize = 1000;
/// Calls in a row whose processor time is taken together: the median of such stretches does not mind a neighbour that
/// comes and goes.
const STRETCH: usize = 100;
/// Calls before them, until caches are warm.
const WARM_UP: usize = 20;
/// The calls of one function end after this, however many there were.
const ENOUGH: Duration = Duration::from_secs(20);
/// How long a call may take.
pub(crate) const LIMIT: Duration = Duration::from_secs(29);

/// What was measured of a function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Measured {
    /// Its name.
    pub(crate) name: String,
    /// From its start until it first asks for an event, the median, µs.
    pub(crate) first_poll_us: u64,
    /// From its start until its first answer, the median, µs.
    pub(crate) first_answer_us: Option<u64>,
    /// What its calls take.
    pub(crate) calls: Option<Calls>,
    /// The most memory that it has held, KiB.
    pub(crate) peak_memory_kib: u64,
    /// Its zip, bytes.
    pub(crate) zip_bytes: u64,
}

/// What was measured of a function's calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Calls {
    /// How many there were.
    pub(crate) number: u64,
    /// The median, µs.
    pub(crate) p50_us: u64,
    /// What one in a hundred exceeds, µs.
    pub(crate) p99_us: u64,
    /// Processor time of one, the median of stretches, µs.
    pub(crate) cpu_us: u64,
    /// Statements of one, in hundredths.
    pub(crate) statements_hundredths: Option<u64>,
    /// The median of the same statements in pgbench, µs.
    pub(crate) pgbench_p50_us: Option<u64>,
}

/// Measures a function. Where there is no `subject` it is only started.
pub(crate) async fn measure(
    function: &Function,
    subject: Option<&Subject>,
    scene: &Scene,
    given: &Givens,
) -> Result<Measured, Box<dyn Error>> {
    let (mut polls, mut answers) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let environment = Environment::start(function.clone())?;
        match subject {
            Some(subject) => {
                call(&environment, subject, scene, given).await?;
            }
            None => {
                environment.ready().await?;
            }
        }
        let timings = environment.timings();
        polls.extend(timings.first_next.map(micros));
        answers.extend(timings.first_response.map(micros));
    }

    let environment = Environment::start(function.clone())?;
    environment.ready().await?;
    let process = Process(environment.process_id().ok_or("the process has ended")?);
    let calls = match subject {
        Some(subject) => Some(warm(&environment, process, subject, scene, given).await?),
        None => None,
    };
    Ok(Measured {
        name: function.name.clone(),
        first_poll_us: percentile(&mut polls, 50).unwrap_or_default(),
        first_answer_us: percentile(&mut answers, 50),
        calls,
        peak_memory_kib: process.peak_memory_kib()?,
        zip_bytes: local::functions::zip(&function.bootstrap)?
            .len()
            .try_into()?,
    })
}

async fn warm(
    environment: &Environment,
    process: Process,
    subject: &Subject,
    scene: &Scene,
    given: &Givens,
) -> Result<Calls, Box<dyn Error>> {
    for _ in 0..WARM_UP {
        call(environment, subject, scene, given).await?;
    }
    let statements = scene.statements.count().await?;
    let began = Instant::now();
    let (mut times, mut cpu) = (Vec::with_capacity(CALLS), Vec::new());
    while times.len() < CALLS && began.elapsed() < ENOUGH {
        let before = process.cpu_time()?;
        for _ in 0..STRETCH {
            times.push(micros(call(environment, subject, scene, given).await?));
        }
        let used = process.cpu_time()? - before;
        cpu.push(micros(used) / u64::try_from(STRETCH)?);
    }
    let number = u64::try_from(times.len())?;
    let statements = match (statements, scene.statements.count().await?) {
        (Some(before), Some(after)) => Some((after - before) * 100 / number),
        _ => None,
    };
    Ok(Calls {
        number,
        p50_us: percentile(&mut times, 50).unwrap_or_default(),
        p99_us: percentile(&mut times, 99).unwrap_or_default(),
        cpu_us: percentile(&mut cpu, 50).unwrap_or_default(),
        statements_hundredths: statements,
        pgbench_p50_us: None,
    })
}

/// Calls a function once, and tells how long it took.
pub(crate) async fn call(
    environment: &Environment,
    subject: &Subject,
    scene: &Scene,
    given: &Givens,
) -> Result<Duration, Box<dyn Error>> {
    if let Some(arrange) = subject.arrange {
        scene.sql(&arrange(given)).await?;
    }
    let event = (subject.event)(given);
    let began = Instant::now();
    let answer = environment.invoke(&event, LIMIT).await?;
    let took = began.elapsed();
    let answer: Value = serde_json::from_slice(&answer)?;
    if (subject.accepts)(&answer) {
        Ok(took)
    } else {
        Err(format!("{} answered {answer}", subject.name).into())
    }
}

/// A time in microseconds.
pub(crate) fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// What so many of a hundred don't exceed; the numbers are sorted afterwards.
pub(crate) fn percentile(numbers: &mut [u64], percent: usize) -> Option<u64> {
    numbers.sort_unstable();
    let place = numbers.len() * percent / 100;
    numbers
        .get(place.min(numbers.len().saturating_sub(1)))
        .copied()
}
