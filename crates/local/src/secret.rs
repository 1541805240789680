//! Passwords that nobody chose.

use std::io;

/// 128 random bits in hexadecimal.
///
/// # Errors
///
/// When the system has no randomness to give.
pub(crate) fn random() -> io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;

    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
