//! Steps as they happen, for a person who waits.

use std::time::Instant;

/// Prints each step with the time since the start, or nothing.
#[derive(Debug, Clone, Copy)]
pub struct Progress(Option<Instant>);

impl Progress {
    /// Prints to standard error.
    #[must_use]
    pub fn shown() -> Self {
        Self(Some(Instant::now()))
    }

    /// Prints nothing.
    #[must_use]
    pub fn silent() -> Self {
        Self(None)
    }

    /// Whether somebody watches.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.0.is_some()
    }

    /// Tells what happens now, or what has just been done.
    pub fn step(&self, what: &str) {
        if let Some(start) = self.0 {
            let elapsed = start.elapsed();
            eprintln!(
                "{:>4}.{} s  {what}",
                elapsed.as_secs(),
                elapsed.subsec_millis() / 100
            );
        }
    }
}
