//! Percentages, exact to five decimals.

use alloc::format;
use core::{fmt, str::FromStr};

use thiserror::Error;

/// A percentage from 0 to 100, kept as a whole number of 0.00001 %.
///
/// Five decimals are what Bradesco's registration carries; floating point would turn 2.3 into 2.29999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percentage(u32);

/// Why text is no percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidPercentage {
    /// It is no decimal number.
    #[error("expected a decimal number")]
    NotANumber,
    /// It is below 0.
    #[error("expected 0 or more")]
    Negative,
    /// It is above 100.
    #[error("expected 100 or less")]
    AboveHundred,
    /// It has more than five decimals.
    #[error("expected at most 5 decimals")]
    TooPrecise,
}

impl Percentage {
    /// How many units make one per cent.
    const UNITS: u32 = 100_000;
    const HUNDRED: u32 = 100 * Self::UNITS;

    /// From a number of 0.00001 %.
    ///
    /// # Errors
    /// Above 100 %.
    pub fn from_units(units: u32) -> Result<Self, InvalidPercentage> {
        if units > Self::HUNDRED {
            Err(InvalidPercentage::AboveHundred)
        } else {
            Ok(Self(units))
        }
    }

    /// The number of 0.00001 %: 100 % is 10,000,000.
    #[must_use]
    pub fn units(self) -> u32 {
        self.0
    }

    /// Whether it is 0 %.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl FromStr for Percentage {
    type Err = InvalidPercentage;

    /// Reads a JSON number, exponents included: `2.3`, `2.30`, `23e-1`.
    fn from_str(text: &str) -> Result<Self, InvalidPercentage> {
        use InvalidPercentage::{AboveHundred, Negative, NotANumber, TooPrecise};

        let (negative, text) = text
            .strip_prefix('-')
            .map_or((false, text), |magnitude| (true, magnitude));
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                (mantissa, exponent.parse::<i32>().map_err(|_| NotANumber)?)
            }
            None => (text, 0),
        };
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) {
            return Err(NotANumber);
        }
        if mantissa.len() != whole.len() && decimals.is_empty() {
            return Err(NotANumber);
        }

        let digits = format!("{whole}{decimals}");
        let digits = digits.trim_start_matches('0');
        let significant = digits.trim_end_matches('0');
        if significant.is_empty() {
            return Ok(Self(0));
        }
        if negative {
            return Err(Negative);
        }
        let trailing_zeros = i64::try_from(digits.len() - significant.len()).unwrap_or(i64::MAX);
        let decimals = i64::try_from(decimals.len()).unwrap_or(i64::MAX);
        // The value is `significant` times ten to the `scale`, in units of 0.00001 %.
        let scale = i64::from(exponent) - decimals + trailing_zeros + 5;
        if scale < 0 {
            return Err(if Self::exceeds_hundred(significant, scale) {
                AboveHundred
            } else {
                TooPrecise
            });
        }
        if Self::exceeds_hundred(significant, scale) {
            return Err(AboveHundred);
        }
        let scale = u32::try_from(scale).map_err(|_| AboveHundred)?;
        let units = significant.parse::<u64>().map_err(|_| AboveHundred)? * 10_u64.pow(scale);
        Self::from_units(u32::try_from(units).map_err(|_| AboveHundred)?)
    }
}

impl Percentage {
    /// Whether `significant` times ten to the `scale` has more digits than 100 % does, or is larger.
    fn exceeds_hundred(significant: &str, scale: i64) -> bool {
        let length = i64::try_from(significant.len())
            .unwrap_or(i64::MAX)
            .saturating_add(scale);
        // 100 % is 10,000,000 units: eight digits.
        length > 8 || (length == 8 && significant > "1")
    }
}

impl fmt::Display for Percentage {
    /// The shortest decimal number: `2.3`, `100`, `0.00001`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, decimals) = (self.0 / Self::UNITS, self.0 % Self::UNITS);
        if decimals == 0 {
            return write!(f, "{whole}");
        }
        let decimals = format!("{decimals:05}");
        write!(f, "{whole}.{}", decimals.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decimals_are_exact() {
        for (text, units) in [
            ("2.3", 230_000),
            ("1.15", 115_000),
            ("0.29", 29_000),
            ("100", 10_000_000),
            ("100.00000", 10_000_000),
            ("1e2", 10_000_000),
            ("23e-1", 230_000),
            ("0.00001", 1),
            ("-0", 0),
            ("0e999", 0),
            ("00012", 1_200_000),
        ] {
            assert_eq!(
                text.parse::<Percentage>().map(Percentage::units),
                Ok(units),
                "{text}"
            );
        }
    }

    #[test]
    fn only_nothing_is_zero() {
        assert!(Percentage(0).is_zero());
        assert!(!Percentage(1).is_zero());
    }

    #[test]
    fn each_fault_is_named() {
        use InvalidPercentage::{AboveHundred, Negative, NotANumber, TooPrecise};
        for (text, fault) in [
            ("", NotANumber),
            ("1.", NotANumber),
            (".5", NotANumber),
            ("1,5", NotANumber),
            ("NaN", NotANumber),
            ("-1", Negative),
            ("100.00001", AboveHundred),
            ("101", AboveHundred),
            ("1e999999999", AboveHundred),
            ("123.4567891", AboveHundred),
            ("0.000001", TooPrecise),
            ("1e-2147483648", TooPrecise),
            ("99.999999", TooPrecise),
        ] {
            assert_eq!(text.parse::<Percentage>(), Err(fault), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(units in 0..=10_000_000_u32) {
            let percentage = Percentage::from_units(units).unwrap();
            prop_assert_eq!(percentage.to_string().parse(), Ok(percentage));
        }

        #[test]
        fn no_text_panics(text in "[-0-9.eE]{0,24}") {
            let _ = text.parse::<Percentage>();
        }
    }
}
