//! The head of a migration, which says whether code that does not know it can work with it.
//!
//! Its first line, or the second where the first is sqlx's `-- no-transaction`, is one of
//!
//! ```sql
//! -- compatible: yes
//! -- breaks: code that reads boletos.token, which 3.2 was the last to do
//! ```

use serde::{Deserialize, Serialize};

const NO_TRANSACTION: &str = "-- no-transaction";
const COMPATIBLE: &str = "-- compatible: yes";
const BREAKS: &str = "-- breaks: ";

/// Whether code that does not know a migration can work with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compatibility {
    /// It can.
    Compatible,
    /// It can't, or not all of it.
    Breaks(String),
}

/// Why a head can't be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidHead {
    /// There is none.
    #[error(
        "it has to begin with `-- compatible: yes` or `-- breaks: WHAT`, after `-- no-transaction` if it has that"
    )]
    Missing,
    /// It does not say what breaks.
    #[error("`-- breaks:` has to say what breaks")]
    Unexplained,
}

/// Reads a migration's head.
pub(super) fn parse(text: &str) -> Result<Compatibility, InvalidHead> {
    let mut lines = text.lines().peekable();
    lines.next_if_eq(&NO_TRANSACTION);
    let line = lines.next().ok_or(InvalidHead::Missing)?;
    if line == COMPATIBLE {
        return Ok(Compatibility::Compatible);
    }

    match line.strip_prefix(BREAKS.trim_end()).map(str::trim) {
        None => Err(InvalidHead::Missing),
        Some("") => Err(InvalidHead::Unexplained),
        Some(what) => Ok(Compatibility::Breaks(what.to_owned())),
    }
}
