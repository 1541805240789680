//! One execution environment: a process, its Runtime API, and whoever invokes it.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use serde::Serialize;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

use super::function::Function;
use super::generation::Event;
use super::process::Process;
use super::server::FunctionError;
use crate::ministack;

/// How long Lambda lets a process start.
const INIT_LIMIT: Duration = Duration::from_secs(10);

/// How often a process is looked at while its answer is awaited.
const GLANCE: Duration = Duration::from_millis(5);

/// A process that runs a function, and what it is asked and says.
#[derive(Debug)]
pub struct Environment {
    function: Function,
    process: Mutex<Process>,
    // Lambda gives an environment one event at a time.
    turn: tokio::sync::Mutex<()>,
    invocations: AtomicU64,
}

/// How fast a process was, counted from just before it was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timings {
    /// When it first asked for an event: Lambda's init phase.
    pub first_next: Option<Duration>,
    /// When its first answer had come: a cold start, where the event was there from the beginning.
    pub first_response: Option<Duration>,
}

/// Why a function cannot be run.
#[derive(Debug, thiserror::Error)]
#[error("cannot run {bootstrap}")]
pub struct HostError {
    /// The program.
    pub bootstrap: PathBuf,
    #[source]
    source: io::Error,
}

/// Why an invocation has no answer.
#[derive(Debug, thiserror::Error)]
pub enum InvokeError {
    /// The process cannot be started.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The process said that it cannot start, or did not ask for its first event within 10 s.
    #[error("the function does not start")]
    Init(#[source] FunctionError),
    /// The function failed.
    #[error("the function failed")]
    Function(#[source] FunctionError),
    /// The process ended, or was killed, before it answered.
    #[error("the process ended before it answered")]
    Exited,
    /// The time was over; the process was killed, as Lambda does.
    #[error("timed out")]
    TimedOut,
}

impl Environment {
    /// Starts the function's process, without waiting until it is ready.
    ///
    /// # Errors
    ///
    /// When the program cannot be started.
    pub fn start(function: Function) -> Result<Self, HostError> {
        let failed = |source| HostError {
            bootstrap: function.bootstrap.clone(),
            source,
        };
        let process = Process::start(&function).map_err(failed)?;

        Ok(Self {
            function,
            process: Mutex::new(process),
            turn: tokio::sync::Mutex::default(),
            invocations: AtomicU64::new(0),
        })
    }

    /// Waits until the process has asked for its first event, and tells how long that took.
    ///
    /// # Errors
    ///
    /// When it cannot start, or needs more than 10 s.
    pub async fn ready(&self) -> Result<Duration, InvokeError> {
        let generation = self.process().generation();
        let limit = || FunctionError {
            kind: "Sandbox.Timedout".to_owned(),
            message: "no first event was asked for within 10 s".to_owned(),
        };

        tokio::select! {
            init = timeout(INIT_LIMIT, generation.initialised()) => {
                init.unwrap_or_else(|_| Err(limit())).map_err(InvokeError::Init)
            }
            () = self.exited() => Err(InvokeError::Exited),
        }
    }

    /// Gives the function an event and waits for its answer, for `limit` from when it takes the event. Starts the
    /// process where it has ended, as Lambda does. Further callers wait for their turn.
    ///
    /// # Errors
    ///
    /// When there is no answer, or it is an error.
    pub async fn invoke(
        &self,
        event: &(impl Serialize + ?Sized),
        limit: Duration,
    ) -> Result<Bytes, InvokeError> {
        let _turn = self.turn.lock().await;
        if self.process().has_exited() {
            self.restart()?;
        }

        let generation = self.process().generation();
        let (answer, answered) = oneshot::channel();
        let event = Event {
            request_id: format!("local-{}", self.invocations.fetch_add(1, Ordering::Relaxed)),
            payload: serde_json::to_vec(event).map_err(|error| self.failed(error.into()))?,
            timeout: limit,
            function_arn: self.arn(),
            answer,
        };
        // Before the process is ready, so that a cold start is not slowed by whoever measures it.
        generation.give(event).await;
        if let Err(error) = self.ready().await {
            // What has not started in time does not take the event any more.
            self.kill();
            return Err(error);
        }

        tokio::select! {
            biased;
            answer = answered => match answer {
                Ok(answer) => answer.map_err(InvokeError::Function),
                Err(_) => Err(InvokeError::Exited),
            },
            () = self.exited() => Err(InvokeError::Exited),
            () = sleep(limit) => {
                self.kill();
                Err(InvokeError::TimedOut)
            }
        }
    }

    /// Ends the process with SIGKILL, whatever it is doing.
    pub fn kill(&self) {
        self.process().kill();
    }

    /// Ends the process and starts a new one.
    ///
    /// # Errors
    ///
    /// When the program cannot be started.
    pub fn restart(&self) -> Result<(), HostError> {
        self.process()
            .restart(&self.function)
            .map_err(|error| self.failed(error))
    }

    /// How fast the present process was.
    #[must_use]
    pub fn timings(&self) -> Timings {
        let generation = self.process().generation();

        Timings {
            first_next: generation.first_next(),
            first_response: generation.first_response(),
        }
    }

    /// The id of the process, while it runs.
    #[must_use]
    pub fn process_id(&self) -> Option<u32> {
        self.process().id()
    }

    /// All that the function's processes have written to standard output and standard error.
    #[must_use]
    pub fn log(&self) -> String {
        self.process().log()
    }

    /// Comes back when the process has ended.
    async fn exited(&self) {
        while !self.process().has_exited() {
            sleep(GLANCE).await;
        }
    }

    fn process(&self) -> MutexGuard<'_, Process> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, source: io::Error) -> HostError {
        HostError {
            bootstrap: self.function.bootstrap.clone(),
            source,
        }
    }

    fn arn(&self) -> String {
        format!(
            "arn:aws:lambda:{}:000000000000:function:{}",
            ministack::REGION,
            self.function.name
        )
    }
}
