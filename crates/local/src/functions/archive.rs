//! Zips, kept for as long as their programs stay the same.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::UNIX_EPOCH;

use deployer::archive;
use tempfile::NamedTempFile;

use super::Function;
use crate::workspace;

/// The zip of a function's program, from the last time where cargo has not written the program since.
///
/// # Errors
///
/// When the program cannot be read or the zip not kept.
pub fn packed(function: &Function) -> io::Result<Vec<u8>> {
    let program = fs::metadata(&function.bootstrap)?;
    let written = program
        .modified()?
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let kept = workspace::local().join("zips").join(&function.name);
    let file = kept.join(format!("{}-{}.zip", written.as_nanos(), program.len()));
    if let Ok(zip) = fs::read(&file) {
        return Ok(zip);
    }

    let zip = zip(&function.bootstrap)?;
    fs::create_dir_all(&kept)?;
    let mut draft = NamedTempFile::new_in(&kept)?;
    draft.write_all(&zip)?;
    draft.persist(&file)?;
    forget_all_but(&file, &kept)?;

    Ok(zip)
}

/// Only the newest zip of a function is worth its room.
fn forget_all_but(newest: &Path, kept: &Path) -> io::Result<()> {
    for entry in fs::read_dir(kept)? {
        let path = entry?.path();
        if path != newest && path.extension().is_some_and(|extension| extension == "zip") {
            // Another process may have been quicker.
            let _ = fs::remove_file(path);
        }
    }

    Ok(())
}

/// The zip of a function's program, without what only a debugger reads.
///
/// # Errors
///
/// When the program cannot be read.
pub fn zip(program: &Path) -> io::Result<Vec<u8>> {
    archive::zip(&archive::stripped(program)?)
}
