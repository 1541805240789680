//! Numbers as JSON writes them, read exactly.

/// Why text is no whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotWhole {
    /// It is no number at all.
    NotANumber,
    /// It has decimals.
    Fraction,
}

/// Reads a whole number: `2000`, `-1`, `2e3`, `20.0`. What does not fit is the nearest that does.
pub(super) fn whole(text: &str) -> Result<i64, NotWhole> {
    use NotWhole::{Fraction, NotANumber};

    let (sign, magnitude) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (mantissa, exponent) = match magnitude.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| NotANumber)?),
        None => (magnitude, 0),
    };
    let (whole, decimals) = match mantissa.split_once('.') {
        Some((_, "")) => return Err(NotANumber),
        Some(parts) => parts,
        None => (mantissa, ""),
    };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(decimals) {
        return Err(NotANumber);
    }

    let digits = format!("{whole}{decimals}");
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return Ok(0);
    }
    let trailing_zeros = digits.len() - digits.trim_end_matches('0').len();
    let length = |part: usize| i64::try_from(part).unwrap_or(i64::MAX);
    let scale = i64::from(exponent) - length(decimals.len()) + length(trailing_zeros);
    if scale < 0 {
        return Err(Fraction);
    }
    let value = u32::try_from(scale)
        .ok()
        .and_then(|scale| 10_i64.checked_pow(scale))
        .zip(significant.parse::<i64>().ok())
        .and_then(|(power, significant)| significant.checked_mul(power))
        .unwrap_or(i64::MAX);
    Ok(sign * value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_whole_number_is_the_same_number() {
        for text in [
            "2000", "2000.0", "2e3", "2E+3", "20000e-1", "0002000", "2000.000",
        ] {
            assert_eq!(whole(text), Ok(2000), "{text}");
        }
        assert_eq!(whole("-5"), Ok(-5));
        assert_eq!(whole("-0.0"), Ok(0));
        assert_eq!(whole("1e400"), Ok(i64::MAX));
        assert_eq!(whole("-99999999999999999999"), Ok(-i64::MAX));
    }

    #[test]
    fn fractions_and_other_text_are_told_apart() {
        for text in ["0.5", "1e-1", "2000.01"] {
            assert_eq!(whole(text), Err(NotWhole::Fraction), "{text}");
        }
        for text in [
            "", "-", ".5", "5.", "1,5", "0x10", "NaN", "Infinity", "1e", " 1",
        ] {
            assert_eq!(whole(text), Err(NotWhole::NotANumber), "{text}");
        }
    }
}
