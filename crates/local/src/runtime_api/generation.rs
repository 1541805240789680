//! What one process is given and says, from its start to its end.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use tokio::sync::{Notify, mpsc, oneshot};

use super::server::FunctionError;

/// What a process said of an event.
pub(super) type Answer = Result<Bytes, FunctionError>;

/// An event on its way to the process.
#[derive(Debug)]
pub(super) struct Event {
    /// Names the invocation.
    pub(super) request_id: String,
    /// The event as JSON.
    pub(super) payload: Vec<u8>,
    /// How long the function may take, from when it takes the event.
    pub(super) timeout: Duration,
    /// The function, as Lambda names it.
    pub(super) function_arn: String,
    /// Where the answer goes.
    pub(super) answer: oneshot::Sender<Answer>,
}

/// An event as the process takes it.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) request_id: String,
    pub(super) event: Vec<u8>,
    pub(super) deadline_ms: u128,
    pub(super) function_arn: String,
}

/// One process's side of the Runtime API. A killed process's last words never reach the one that follows it.
#[derive(Debug)]
pub(super) struct Generation {
    started: Instant,
    first_next: OnceLock<Duration>,
    first_response: OnceLock<Duration>,
    init: Notify,
    init_error: OnceLock<FunctionError>,
    give: mpsc::Sender<Event>,
    take: tokio::sync::Mutex<mpsc::Receiver<Event>>,
    in_flight: Mutex<Option<(String, oneshot::Sender<Answer>)>>,
}

impl Generation {
    /// Counts from now.
    pub(super) fn new() -> Self {
        let (give, take) = mpsc::channel(1);

        Self {
            started: Instant::now(),
            first_next: OnceLock::new(),
            first_response: OnceLock::new(),
            init: Notify::new(),
            init_error: OnceLock::new(),
            give,
            take: tokio::sync::Mutex::new(take),
            in_flight: Mutex::new(None),
        }
    }

    /// From the start of the process until it first asked for an event.
    pub(super) fn first_next(&self) -> Option<Duration> {
        self.first_next.get().copied()
    }

    /// From the start of the process until its first answer came.
    pub(super) fn first_response(&self) -> Option<Duration> {
        self.first_response.get().copied()
    }

    /// Waits until the process has asked for its first event, or said that it never will.
    pub(super) async fn initialised(&self) -> Result<Duration, FunctionError> {
        loop {
            let settled = self.init.notified();
            if let Some(error) = self.init_error.get() {
                return Err(error.clone());
            }
            if let Some(took) = self.first_next() {
                return Ok(took);
            }
            settled.await;
        }
    }

    /// Lays an event ready for the process.
    pub(super) async fn give(&self, event: Event) {
        // The receiver lives as long as the sender: both are here.
        let _ = self.give.send(event).await;
    }

    /// The process asks for an event, and waits for it.
    pub(super) async fn next(&self) -> Option<Work> {
        if self.first_next.set(self.started.elapsed()).is_ok() {
            self.init.notify_waiters();
        }
        let event = self.take.lock().await.recv().await?;
        *self.in_flight() = Some((event.request_id.clone(), event.answer));

        Some(Work {
            request_id: event.request_id,
            event: event.payload,
            deadline_ms: (since_epoch() + event.timeout).as_millis(),
            function_arn: event.function_arn,
        })
    }

    /// The process answers; `false` where nobody waits for this answer.
    pub(super) fn answer(&self, request_id: &str, answer: Answer) -> bool {
        let _ = self.first_response.set(self.started.elapsed());
        match self
            .in_flight()
            .take_if(|(expected, _)| expected == request_id)
        {
            Some((_, waiting)) => waiting.send(answer).is_ok(),
            None => false,
        }
    }

    /// The process says that it cannot start.
    pub(super) fn init_failed(&self, error: FunctionError) {
        let _ = self.init_error.set(error);
        self.init.notify_waiters();
    }

    fn in_flight(&self) -> std::sync::MutexGuard<'_, Option<(String, oneshot::Sender<Answer>)>> {
        self.in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "Lambda states a deadline as a moment of the wall clock"
)]
fn since_epoch() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}
