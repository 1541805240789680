//! What the bank is asked to allow after the due day.

use core::{fmt, str::FromStr};

use thiserror::Error;

/// A wish about payment after the due day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Not payable after the due day, nor with another amount.
    StrictExpirationDate,
    /// Payable for a while after the due day.
    NoStrict,
}

impl Rule {
    /// Every rule, in the order that error messages list them.
    pub const ALL: [Self; 2] = [Self::StrictExpirationDate, Self::NoStrict];

    /// The name that clients use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::StrictExpirationDate => "strict_expiration_date",
            Self::NoStrict => "no_strict",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Text that names no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected one of strict_expiration_date, no_strict")]
pub struct UnknownRule;

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, UnknownRule> {
        Self::ALL
            .into_iter()
            .find(|rule| rule.name() == text)
            .ok_or(UnknownRule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_read_from_the_name_that_it_is_shown_by() {
        let names = ["strict_expiration_date", "no_strict"];
        for (rule, name) in Rule::ALL.into_iter().zip(names) {
            assert_eq!(name.parse(), Ok(rule));
            assert_eq!(alloc::format!("{rule}"), name);
        }
        assert_eq!("".parse::<Rule>(), Err(UnknownRule));
    }
}
