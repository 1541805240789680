//! Steps as they happen, for whoever waits.

use std::time::Instant;

/// Prints what happens to standard error, with the time since the start.
#[derive(Debug, Clone, Copy)]
pub struct Progress(Instant);

impl Progress {
    /// Starts to count.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// A step begins.
    pub fn step(&self, name: &str, what: &str) {
        let elapsed = self.0.elapsed();
        let (seconds, tenths) = (elapsed.as_secs(), elapsed.subsec_millis() / 100);
        eprintln!("{seconds:>4}.{tenths} s  {name:<8} {what}");
    }

    /// Something of the step is done.
    pub fn done(&self, what: &str) {
        self.step("", what);
    }
}
