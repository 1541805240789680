//! Digits as people type or paste them.

use crate::{Barcode, DigitableLine, Digits, InvalidBarcode, InvalidDigitableLine};

/// The digits of a text, without the punctuation between them.
///
/// It keeps as many as the longest code has; what comes after those is counted only.
pub(crate) struct Typed {
    digits: [u8; Self::LONGEST],
    len: usize,
}

/// A character that is neither a digit nor punctuation.
pub(crate) struct Unexpected {
    pub(crate) found: char,
    /// Counting characters from 1.
    pub(crate) position: usize,
}

impl Typed {
    /// A utility's line has 48 digits.
    const LONGEST: usize = 48;

    /// Collects the digits of `text`; whitespace, dots and hyphens are passed over.
    pub(crate) fn read(text: &str) -> Result<Self, Unexpected> {
        let mut typed = Self {
            digits: [b'0'; Self::LONGEST],
            len: 0,
        };
        for (before, found) in text.chars().enumerate() {
            if found.is_whitespace() || matches!(found, '.' | '-') {
                continue;
            }
            if !found.is_ascii_digit() {
                return Err(Unexpected {
                    found,
                    position: before + 1,
                });
            }
            if let Some(place) = typed.digits.get_mut(typed.len) {
                // It is an ASCII digit, so one byte holds it.
                *place = found as u8;
            }
            typed.len += 1;
        }
        Ok(typed)
    }

    /// How many digits there were.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The barcode that they are.
    pub(crate) fn barcode(&self) -> Result<Barcode, InvalidBarcode> {
        let code = self
            .exactly()
            .ok_or(InvalidBarcode::Length { found: self.len })?;
        Barcode::checked(code)
    }

    /// The line that they are.
    pub(crate) fn line(&self) -> Result<DigitableLine, InvalidDigitableLine> {
        let line = self
            .exactly()
            .ok_or(InvalidDigitableLine::Length { found: self.len })?;
        DigitableLine::checked(line)
    }

    /// Whether a utility's or a tax's code begins like this: *arrecadação*.
    pub(crate) fn starts_with_8(&self) -> bool {
        self.digits[0] == b'8'
    }

    /// The digits, or nothing if they are not `N`.
    fn exactly<const N: usize>(&self) -> Option<Digits<N>> {
        if self.len == N {
            Digits::exactly(self.digits.get(..N)?)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_is_passed_over_and_anything_else_is_pointed_at() {
        let typed = Typed::read(" 1.2-3\t4 ").ok().unwrap();
        assert_eq!(typed.len(), 4);
        assert_eq!(
            typed.exactly::<4>().map(|digits| digits.number()),
            Some(1234)
        );
        assert!(typed.exactly::<3>().is_none());
        assert!(typed.exactly::<5>().is_none());
        let unexpected = Typed::read("é1x").err().unwrap();
        assert_eq!((unexpected.found, unexpected.position), ('é', 1));
        let unexpected = Typed::read(" 1x").err().unwrap();
        assert_eq!((unexpected.found, unexpected.position), ('x', 3));
    }

    #[test]
    fn digits_beyond_the_longest_code_are_counted() {
        let text = "7".repeat(60);
        let typed = Typed::read(&text).ok().unwrap();
        assert_eq!(typed.len(), 60);
        assert!(typed.exactly::<60>().is_none());
        assert!(!typed.starts_with_8());
        assert!(Typed::read("8").ok().unwrap().starts_with_8());
        assert!(!Typed::read("").ok().unwrap().starts_with_8());
    }
}
