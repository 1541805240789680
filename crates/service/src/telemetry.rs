//! Logs: one JSON object per line, the fields of the surrounding spans at its top level.

use std::sync::{
    Mutex, OnceLock, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use json_subscriber::JsonLayer;
use lambda_runtime::Context;
use tracing_subscriber::{Layer as _, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::{metrics, settings::Environment};

static FUNCTION: OnceLock<String> = OnceLock::new();
static SERVED: AtomicBool = AtomicBool::new(false);
static TRACE: Mutex<Option<String>> = Mutex::new(None);

/// Begins to log and to write metrics, to standard output, at the level and for the stage that the settings name.
pub fn init(env: &Environment) {
    if let Ok(stage) = env.stage() {
        metrics::init(&stage);
    }
    if let Some(function) = env.function_name() {
        FUNCTION.get_or_init(|| function.to_owned());
    }
    let mut lines = JsonLayer::stdout();
    lines
        .with_timer("timestamp", tracing_subscriber::fmt::time::SystemTime)
        .with_level("level")
        .with_target("target")
        .with_flattened_event()
        .with_top_level_flattened_span_list();
    tracing_subscriber::registry()
        .with(lines.with_filter(env.log_level()))
        .init();
}

/// An invocation under way. Its metrics are written when it is dropped: one that is killed leaves log lines alone.
#[derive(Debug)]
#[must_use = "it lasts until it is dropped"]
pub struct Invocation {
    /// Whether it is the environment's first, which is counted.
    pub is_first: bool,
}

impl Drop for Invocation {
    fn drop(&mut self) {
        metrics::flush();
    }
}

/// Begins an invocation: what is sent meanwhile belongs to its trace.
pub fn begin(context: &Context) -> Invocation {
    *trace() = context.xray_trace_id.clone();
    let is_first = !SERVED.swap(true, Ordering::Relaxed);
    if is_first && let Some(function) = FUNCTION.get() {
        metrics::COLD_STARTS.count(&[function]);
    }
    Invocation { is_first }
}

/// The trace of the invocation, in X-Ray's words, for what it sends. An environment serves one at a time.
pub(crate) fn trace_header() -> Option<String> {
    trace().clone()
}

fn trace() -> std::sync::MutexGuard<'static, Option<String>> {
    TRACE.lock().unwrap_or_else(PoisonError::into_inner)
}
