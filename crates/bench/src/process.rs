//! What the kernel knows about a process.

use std::{fs, io, time::Duration};

/// A process by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Process(pub(crate) u32);

impl Process {
    /// This one.
    pub(crate) fn own() -> Self {
        Self(std::process::id())
    }

    /// How long it has used a processor, all threads together.
    pub(crate) fn cpu_time(self) -> io::Result<Duration> {
        let mut total = Duration::ZERO;
        for thread in fs::read_dir(format!("/proc/{}/task", self.0))? {
            let statistics = fs::read_to_string(thread?.path().join("schedstat"))?;
            let nanoseconds = statistics
                .split(' ')
                .next()
                .and_then(|text| text.parse().ok());
            total += Duration::from_nanos(nanoseconds.unwrap_or(0));
        }
        Ok(total)
    }

    /// The most memory that it has held at once, in KiB.
    pub(crate) fn peak_memory_kib(self) -> io::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let number = peak.and_then(|text| text.trim().trim_end_matches(" kB").parse().ok());
        number.ok_or_else(|| io::Error::other("the kernel does not tell"))
    }
}
