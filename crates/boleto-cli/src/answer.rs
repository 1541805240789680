//! What every command answers with.

use std::fmt::{self, Display};

use serde::Serialize;

/// An answer: JSON for a program, text for a person.
pub(crate) trait Answer: Serialize + Display {}

impl<T: Serialize + Display> Answer for T {}

/// Writes a row of a text answer, names in one column and values in the next.
pub(crate) fn row(f: &mut fmt::Formatter<'_>, name: &str, value: impl Display) -> fmt::Result {
    write!(f, "\n  {name:<16} {value}")
}
