//! Logs: one JSON object per line.

use tracing_subscriber::EnvFilter;

use crate::{metrics, settings::Environment};

/// Begins to log and to write metrics, to standard output, at the level and for the stage that the settings name.
pub fn init(env: &Environment) {
    if let Ok(stage) = env.stage() {
        metrics::init(&stage);
    }
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_env_filter(EnvFilter::new(env.log_level()))
        .init();
}
