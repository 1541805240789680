//! The number of a title before its bank's own formatting.

use core::fmt;

use thiserror::Error;

/// The number of a title, from 1 to 15 nines: what a client chooses or our sequence draws.
///
/// What fits a particular bank is [`Bank::max_title_id`](crate::Bank::max_title_id).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TitleId(u64);

/// A number that no title can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected 1 to {}", TitleId::MAX.get())]
pub struct InvalidTitleId;

impl TitleId {
    /// The largest number at any bank.
    pub const MAX: Self = Self::with_digits(15);

    /// The title number `number`.
    ///
    /// # Errors
    /// 0, or more than 15 digits.
    pub const fn new(number: u64) -> Result<Self, InvalidTitleId> {
        if number == 0 || number > Self::MAX.0 {
            Err(InvalidTitleId)
        } else {
            Ok(Self(number))
        }
    }

    /// The largest number of so many digits, which are at most 15.
    pub(crate) const fn with_digits(digits: u32) -> Self {
        Self(10_u64.pow(digits) - 1)
    }

    /// The number itself.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl TryFrom<u64> for TitleId {
    type Error = InvalidTitleId;

    fn try_from(number: u64) -> Result<Self, InvalidTitleId> {
        Self::new(number)
    }
}

impl TryFrom<i64> for TitleId {
    type Error = InvalidTitleId;

    fn try_from(number: i64) -> Result<Self, InvalidTitleId> {
        u64::try_from(number)
            .map_err(|_| InvalidTitleId)
            .and_then(Self::new)
    }
}

impl From<TitleId> for u64 {
    fn from(id: TitleId) -> Self {
        id.0
    }
}

impl From<TitleId> for i64 {
    fn from(id: TitleId) -> Self {
        i64::try_from(id.0).expect("15 digits fit 63 bits")
    }
}

impl fmt::Display for TitleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_title_is_numbered_from_one_to_fifteen_nines() {
        assert_eq!(TitleId::new(0), Err(InvalidTitleId));
        assert_eq!(TitleId::new(1).map(TitleId::get), Ok(1));
        assert_eq!(TitleId::new(999_999_999_999_999), Ok(TitleId::MAX));
        assert_eq!(TitleId::new(1_000_000_000_000_000), Err(InvalidTitleId));
        assert_eq!(TitleId::try_from(-1_i64), Err(InvalidTitleId));
        assert_eq!(i64::from(TitleId::MAX), 999_999_999_999_999);
        assert_eq!(u64::from(TitleId::MAX), 999_999_999_999_999);
        assert_eq!(TitleId::MAX.to_string(), "999999999999999");
    }
}
