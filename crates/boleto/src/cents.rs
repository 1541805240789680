//! Money.

use core::fmt;

use thiserror::Error;

/// An amount of money in centavos of real: never negative, never a float, never above what a signed 64-bit number
/// holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cents(u64);

/// A number that is no amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected 0 to {} centavos", i64::MAX)]
pub struct InvalidCents;

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of `cents` centavos.
    ///
    /// # Errors
    /// Above [`i64::MAX`].
    pub const fn new(cents: u64) -> Result<Self, InvalidCents> {
        if cents > i64::MAX as u64 {
            Err(InvalidCents)
        } else {
            Ok(Self(cents))
        }
    }

    /// The largest amount of so many digits, which are at most 18.
    pub(crate) const fn with_digits(digits: u32) -> Self {
        Self(10_u64.pow(digits) - 1)
    }

    /// The number of centavos.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Whether it is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl From<u32> for Cents {
    fn from(cents: u32) -> Self {
        Self(u64::from(cents))
    }
}

impl TryFrom<u64> for Cents {
    type Error = InvalidCents;

    fn try_from(cents: u64) -> Result<Self, InvalidCents> {
        Self::new(cents)
    }
}

impl TryFrom<i64> for Cents {
    type Error = InvalidCents;

    fn try_from(cents: i64) -> Result<Self, InvalidCents> {
        u64::try_from(cents)
            .map_err(|_| InvalidCents)
            .and_then(Self::new)
    }
}

impl From<Cents> for u64 {
    fn from(cents: Cents) -> Self {
        cents.0
    }
}

impl From<Cents> for i64 {
    fn from(cents: Cents) -> Self {
        i64::try_from(cents.0).expect("an amount is at most i64::MAX")
    }
}

impl fmt::Display for Cents {
    /// Reais with two decimals: `15.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn an_amount_fits_a_signed_number() {
        let most = Cents::new(i64::MAX as u64).unwrap();
        assert_eq!(i64::from(most), i64::MAX);
        assert_eq!(Cents::try_from(i64::MAX), Ok(most));
        assert_eq!(Cents::new(i64::MAX as u64 + 1), Err(InvalidCents));
        assert_eq!(Cents::try_from(u64::MAX), Err(InvalidCents));
        assert_eq!(Cents::try_from(-1_i64), Err(InvalidCents));
    }

    #[test]
    fn it_is_shown_in_reais() {
        assert_eq!(Cents::ZERO.to_string(), "0.00");
        assert_eq!(Cents::from(5).to_string(), "0.05");
        assert_eq!(Cents::from(150_099).to_string(), "1500.99");
        assert!(Cents::ZERO.is_zero() && !Cents::from(1).is_zero());
        assert_eq!(u64::from(Cents::from(7)), Cents::from(7).get());
    }
}
