//! Where things lie in the work tree.

use std::path::{Path, PathBuf};

/// The root of the workspace.
///
/// # Panics
///
/// Never: the crate lies two directories below it.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("crates/local lies two below")
}

/// What the local stack makes and keeps, safe to delete while nothing runs: `target/local`.
#[must_use]
pub fn local() -> PathBuf {
    root().join("target/local")
}
