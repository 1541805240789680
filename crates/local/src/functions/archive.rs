//! Zips, the same for the same program: Lambda tells by the hash of the zip whether code has changed.

use std::fs::{self, File};
use std::io::{self, Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::UNIX_EPOCH;

use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

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

/// Zips a program as Lambda expects it, under the name of `bootstrap`, without what only a debugger reads.
///
/// # Errors
///
/// When the program cannot be read.
pub fn zip(program: &Path) -> io::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o755);

    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("bootstrap", options)?;
    io::copy(&mut stripped(program)?, &mut archive)?;

    Ok(archive.finish()?.into_inner())
}

/// The program without its debug information, or as it is where no `strip` is at hand.
fn stripped(program: &Path) -> io::Result<Box<dyn Read>> {
    let directory = tempfile::tempdir()?;
    let copy = directory.path().join("bootstrap");
    let strip = Command::new("strip")
        .arg("-o")
        .args([&copy, program])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if matches!(strip, Ok(status) if status.success()) {
        return Ok(Box::new(Cursor::new(fs::read(copy)?)));
    }

    Ok(Box::new(File::open(program)?))
}
