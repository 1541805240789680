//! Text about a person, which no log may show.

use alloc::string::String;
use core::fmt;

/// Text about a person: a name, a document, a part of an address.
///
/// `Debug` hides it and there is no `Display`, so that it can reach a log or an error only through [`Personal::reveal`].
#[derive(Clone, PartialEq, Eq)]
pub struct Personal(String);

impl Personal {
    /// Marks `text` as being about a person.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself: for the bank, the database and the client who gave it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(personal)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_revealing_it_shows_it() {
        let name = Personal::new("Ana");
        assert_eq!(alloc::format!("{name:?}"), "(personal)");
        assert_eq!(name.reveal(), "Ana");
    }
}
