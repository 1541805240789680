//! Where a boleto stands with its bank.

use core::{fmt, str::FromStr};

use thiserror::Error;

/// Where a boleto stands with its bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Recorded, and no bank was asked yet.
    Issued,
    /// A bank was or will be asked, and its answer is not known.
    PendingRegistration,
    /// The bank has the title. Final.
    Registered,
    /// The bank refused the title and does not have it. Final.
    Refused,
}

impl Status {
    /// Every status, in the order that a boleto can pass through them.
    pub const ALL: [Self; 4] = [
        Self::Issued,
        Self::PendingRegistration,
        Self::Registered,
        Self::Refused,
    ];

    /// The name that clients see.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::PendingRegistration => "pending_registration",
            Self::Registered => "registered",
            Self::Refused => "refused",
        }
    }

    /// Whether the bank's answer is known.
    #[must_use]
    pub fn is_settled(self) -> bool {
        match self {
            Self::Issued | Self::PendingRegistration => false,
            Self::Registered | Self::Refused => true,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Text that names no status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected one of issued, pending_registration, registered, refused")]
pub struct UnknownStatus;

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.name() == text)
            .ok_or(UnknownStatus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_read_from_the_name_that_it_is_shown_by() {
        let names = ["issued", "pending_registration", "registered", "refused"];
        for (status, name) in Status::ALL.into_iter().zip(names) {
            assert_eq!(name.parse(), Ok(status));
            assert_eq!(alloc::format!("{status}"), name);
        }
        assert_eq!("".parse::<Status>(), Err(UnknownStatus));
    }

    #[test]
    fn only_what_the_bank_answered_is_settled() {
        let settled = Status::ALL.map(Status::is_settled);
        assert_eq!(settled, [false, false, true, true]);
    }
}
