//! Zips, the same for the same program: Lambda tells by the hash of the zip whether code has changed.

use std::fs;
use std::io::{self, Cursor, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Zips a program as Lambda expects it, under the name of `bootstrap`; the zip depends on the program alone.
///
/// # Errors
///
/// When the program is too large for a zip.
pub fn zip(program: &[u8]) -> io::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o755);

    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("bootstrap", options)?;
    archive.write_all(program)?;

    Ok(archive.finish()?.into_inner())
}

/// A program without what only a debugger reads, or as it is where no `strip` is at hand.
///
/// # Errors
///
/// When the program can't be read.
pub fn stripped(program: &Path) -> io::Result<Vec<u8>> {
    let directory = tempfile::tempdir()?;
    let copy = directory.path().join("bootstrap");
    let strip = Command::new("strip")
        .arg("-o")
        .args([copy.as_path(), program])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if matches!(strip, Ok(status) if status.success()) {
        return fs::read(copy);
    }

    fs::read(program)
}
