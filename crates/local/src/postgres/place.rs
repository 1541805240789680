//! Where a cluster's files go.

use std::path::PathBuf;

/// In memory where there is plenty of it, since a database is 300 files and every test wants its own.
#[cfg(target_os = "linux")]
pub(super) fn roomy() -> PathBuf {
    use nix::sys::statvfs::{FsFlags, statvfs};

    /// Bytes of memory that must be free.
    const PLENTY: u64 = 8 << 30;

    let memory = PathBuf::from("/dev/shm");
    match statvfs(&memory) {
        Ok(found)
            if !found.flags().contains(FsFlags::ST_NOEXEC)
                && found.blocks_available() * found.fragment_size() >= PLENTY =>
        {
            memory
        }
        _ => std::env::temp_dir(),
    }
}

/// With the other temporary files.
#[cfg(not(target_os = "linux"))]
pub(super) fn roomy() -> PathBuf {
    std::env::temp_dir()
}
