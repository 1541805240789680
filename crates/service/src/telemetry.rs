//! Logs: one JSON object per line.

use tracing_subscriber::EnvFilter;

use crate::settings::Environment;

/// Begins to log to standard output, at the level that the settings name.
pub fn init(env: &Environment) {
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_env_filter(EnvFilter::new(env.log_level()))
        .init();
}
