//! A cluster's files as `initdb` makes them, copied from the last time where there was one.

use std::fs;
use std::path::Path;

use super::PostgresError;
use super::account::Account;
use super::binaries::Binaries;
use crate::{secret, workspace};

/// The superuser of every cluster.
pub(super) const SUPERUSER: &str = "postgres";

/// Fills `directory/data` and returns the superuser's password.
///
/// `initdb` takes most of a second and copying what it made a tenth of one.
pub(super) fn fill(
    directory: &Path,
    binaries: &Binaries,
    account: Account,
) -> Result<String, PostgresError> {
    let kept = kept_for(binaries);
    let data = directory.join("data");
    if let Ok(password) = fs::read_to_string(kept.join("password")) {
        account.copy(&kept.join("data"), &data)?;
        return Ok(password);
    }

    let password = secret::random()?;
    initdb(directory, binaries, account, &password)?;
    keep(&kept, &data, &password)?;

    Ok(password)
}

fn initdb(
    directory: &Path,
    binaries: &Binaries,
    account: Account,
    password: &str,
) -> Result<(), PostgresError> {
    let password_file = directory.join("password");
    fs::write(&password_file, password)?;
    account.own(&password_file)?;

    let output = account
        .command(&binaries.program("initdb"))
        .arg("--pgdata")
        .arg(directory.join("data"))
        .arg("--pwfile")
        .arg(&password_file)
        .args(["--username", SUPERUSER, "--auth", "scram-sha-256"])
        .args([
            "--encoding",
            "UTF8",
            "--no-locale",
            "--no-sync",
            "--wal-segsize",
            "4",
        ])
        .output()?;
    fs::remove_file(&password_file)?;
    if !output.status.success() {
        return Err(PostgresError::Initdb(
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ));
    }

    Ok(())
}

/// Another process may keep the same at the same time: the first one's stays.
fn keep(kept: &Path, data: &Path, password: &str) -> Result<(), PostgresError> {
    let parent = kept.parent().unwrap_or(kept);
    fs::create_dir_all(parent)?;
    let draft = tempfile::Builder::new()
        .prefix("draft-")
        .tempdir_in(parent)?;
    Account::Ours.copy(data, &draft.path().join("data"))?;
    fs::write(draft.path().join("password"), password)?;
    if fs::rename(draft.path(), kept).is_ok() {
        // It is where it belongs now; nothing is left to remove.
        let _ = draft.keep();
    }

    Ok(())
}

fn kept_for(binaries: &Binaries) -> std::path::PathBuf {
    let version: String = binaries
        .version
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '.' {
                c
            } else {
                '-'
            }
        })
        .collect();

    workspace::local().join("postgres").join(version)
}
