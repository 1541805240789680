//! Zips as Lambda takes them.

use std::io;
use std::path::Path;

use deployer::archive;

/// The zip of a function's program, without what only a debugger reads.
///
/// # Errors
///
/// When the program cannot be read.
pub fn zip(program: &Path) -> io::Result<Vec<u8>> {
    archive::zip(&archive::stripped(program)?)
}
