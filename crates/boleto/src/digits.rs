//! Text of a fixed number of decimal digits.

use core::{fmt, str::FromStr};

use thiserror::Error;

/// Exactly `N` decimal digits, leading zeros included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digits<const N: usize>([u8; N]);

/// Why text does not fit a field of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidDigits {
    /// It is empty or longer than the field.
    #[error("must have 1 to {limit} digits, not {found}")]
    Length {
        /// The field's length.
        limit: usize,
        /// How many characters came.
        found: usize,
    },
    /// It holds something else than `0` to `9`.
    #[error("must have 1 to {limit} digits only, not {found:?}")]
    Character {
        /// The field's length.
        limit: usize,
        /// The first character that is no digit.
        found: char,
    },
}

impl<const N: usize> Digits<N> {
    /// All zeros.
    pub const ZERO: Self = Self([b'0'; N]);

    /// The digits of a constant, which must be `0` to `9`.
    pub(crate) const fn literal(digits: [u8; N]) -> Self {
        Self(digits)
    }

    /// The digits of `number` with leading zeros, or nothing if they are more than `N`.
    #[must_use]
    pub fn of(number: u64) -> Option<Self> {
        let mut rest = number;
        let mut digits = [b'0'; N];
        for digit in digits.iter_mut().rev() {
            *digit += (rest % 10) as u8;
            rest /= 10;
        }
        (rest == 0).then_some(Self(digits))
    }

    /// The digits as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).expect("ASCII digits are UTF-8")
    }

    /// Takes `text` as it is, or nothing if it is not `N` digits.
    pub(crate) fn exactly(text: &[u8]) -> Option<Self> {
        let digits = <[u8; N]>::try_from(text).ok()?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then_some(Self(digits))
    }

    /// Joins `parts`, whose lengths add up to `N`.
    pub(crate) fn join(parts: &[&[u8]]) -> Self {
        let mut digits = [b'0'; N];
        let mut rest = digits.as_mut_slice();
        for part in parts {
            let (place, after) = rest.split_at_mut(part.len());
            place.copy_from_slice(part);
            rest = after;
        }
        assert!(rest.is_empty(), "the parts of a layout fill it");
        Self(digits)
    }

    /// Puts the ASCII digit `digit` after the first `place`.
    pub(crate) fn replace(&mut self, place: usize, digit: u8) {
        self.0[place] = digit;
    }

    /// The digits' ASCII characters.
    pub(crate) fn bytes(&self) -> &[u8; N] {
        &self.0
    }

    /// The `M` digits after the first `start`.
    pub(crate) fn part<const M: usize>(&self, start: usize) -> Digits<M> {
        let mut part = [b'0'; M];
        part.copy_from_slice(&self.0[start..start + M]);
        Digits(part)
    }

    /// The number that they write; at most 19 digits fit.
    pub(crate) fn number(&self) -> u64 {
        self.0
            .iter()
            .fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
    }
}

impl<const N: usize> FromStr for Digits<N> {
    type Err = InvalidDigits;

    /// Fills up with zeros on the left: `469` in a field of 7 is `0000469`.
    fn from_str(text: &str) -> Result<Self, InvalidDigits> {
        if let Some(found) = text.chars().find(|character| !character.is_ascii_digit()) {
            return Err(InvalidDigits::Character { limit: N, found });
        }
        if text.is_empty() || text.len() > N {
            return Err(InvalidDigits::Length {
                limit: N,
                found: text.len(),
            });
        }
        let mut digits = [b'0'; N];
        digits[N - text.len()..].copy_from_slice(text.as_bytes());
        Ok(Self(digits))
    }
}

impl<const N: usize> fmt::Display for Digits<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<const N: usize> fmt::Debug for Digits<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn short_text_is_filled_with_zeros_on_the_left() {
        assert_eq!(
            "469"
                .parse::<Digits<7>>()
                .map(|digits| digits.to_string())
                .unwrap(),
            "0000469"
        );
        assert_eq!(
            Digits::<3>::of(7).map(|digits| digits.to_string()).unwrap(),
            "007"
        );
    }

    #[test]
    fn they_are_debugged_as_they_are_written() {
        assert_eq!(alloc::format!("{:?}", Digits::<3>::ZERO), "000");
    }

    #[test]
    fn what_does_not_fit_says_the_limit_and_what_came() {
        assert_eq!(
            "".parse::<Digits<2>>(),
            Err(InvalidDigits::Length { limit: 2, found: 0 })
        );
        assert_eq!(
            "123".parse::<Digits<2>>(),
            Err(InvalidDigits::Length { limit: 2, found: 3 })
        );
        assert_eq!(
            "1-".parse::<Digits<2>>(),
            Err(InvalidDigits::Character {
                limit: 2,
                found: '-'
            })
        );
        assert_eq!(
            "٣".parse::<Digits<2>>(),
            Err(InvalidDigits::Character {
                limit: 2,
                found: '٣'
            })
        );
        assert_eq!(Digits::<3>::of(1000), None);
        assert_eq!(
            Digits::<3>::of(999).map(|digits| digits.number()),
            Some(999)
        );
    }
}
