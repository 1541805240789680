//! What a person types instead of scanning.

use core::{fmt, str::FromStr};

use thiserror::Error;

use crate::{
    Barcode, Digits, InvalidBarcode,
    check_digit::modulus_10,
    typed::{Typed, Unexpected},
};

/// The 47 digits that a person types: *linha digitável*.
///
/// The barcode's digits in another order, in five fields, three of them with a check digit of their own:
///
/// | field | content | printed |
/// |---|---|---|
/// | 1 | barcode 1-4 and 20-24, check digit | `AAAAA.AAAAA` |
/// | 2 | barcode 25-34, check digit | `BBBBB.BBBBBB` |
/// | 3 | barcode 35-44, check digit | `CCCCC.CCCCCC` |
/// | 4 | barcode 5, the general check digit | `D` |
/// | 5 | barcode 6-19: due factor and amount | `EEEEEEEEEEEEEE` |
///
/// The fields' check digits are modulus 10: weights 2, 1, 2, 1… from the right, the digits of each product added up, and
/// what that lacks to the next multiple of ten.
///
/// Displayed, it is the printed form.
///
/// Source: BACEN Carta-Circular 2926/2000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DigitableLine(Digits<47>);

/// Why text is no digitable line of a bank's boleto.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidDigitableLine {
    /// It does not have 47 digits.
    #[error("length ({found} digits): a line has 47")]
    Length {
        /// How many digits came.
        found: usize,
    },
    /// It holds something else than digits, spaces, dots and hyphens.
    #[error("character {found:?} at {position}: a line has digits, dots and spaces only")]
    Character {
        /// What came.
        found: char,
        /// Where, counting characters from 1.
        position: usize,
    },
    /// The last digit of field 1, 2 or 3 does not fit the others.
    #[error("field {field} check digit {found}: the other digits make it {expected}")]
    FieldCheckDigit {
        /// Which field, 1 to 3.
        field: u8,
        /// What came.
        found: char,
        /// What it should have been.
        expected: char,
    },
    /// The fields are right and the barcode that they make is not.
    #[error(transparent)]
    Barcode(InvalidBarcode),
}

/// Where fields 1, 2 and 3 begin and where their check digits are.
const CHECKED_FIELDS: [(usize, usize); 3] = [(0, 9), (10, 20), (21, 31)];

impl DigitableLine {
    /// The 47 digits without punctuation.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.0.as_str()
    }

    /// The barcode that it stands for.
    #[must_use]
    pub fn barcode(&self) -> Barcode {
        Barcode::checked(scanned(&self.0)).expect("a line exists only with a right barcode in it")
    }

    /// Takes 47 digits whose check digits are right.
    pub(crate) fn checked(line: Digits<47>) -> Result<Self, InvalidDigitableLine> {
        let digits = line.bytes();
        for (field, (start, end)) in (1..).zip(CHECKED_FIELDS) {
            let (found, expected) = (digits[end], modulus_10(&digits[start..end]));
            if found != expected {
                let (found, expected) = (char::from(found), char::from(expected));
                return Err(InvalidDigitableLine::FieldCheckDigit {
                    field,
                    found,
                    expected,
                });
            }
        }
        Barcode::checked(scanned(&line)).map_err(InvalidDigitableLine::Barcode)?;
        Ok(Self(line))
    }
}

/// The digits of a line in the barcode's order.
fn scanned(line: &Digits<47>) -> Digits<44> {
    let line = line.bytes();
    Digits::join(&[
        &line[..4],
        &line[32..33],
        &line[33..],
        &line[4..9],
        &line[10..20],
        &line[21..31],
    ])
}

impl From<Barcode> for DigitableLine {
    fn from(barcode: Barcode) -> Self {
        let code = barcode.digits().bytes();
        let mut line = Digits::<47>::join(&[
            &code[..4],
            &code[19..24],
            b"0",
            &code[24..34],
            b"0",
            &code[34..],
            b"0",
            &code[4..5],
            &code[5..19],
        ]);
        for (start, end) in CHECKED_FIELDS {
            line.replace(end, modulus_10(&line.bytes()[start..end]));
        }
        Self(line)
    }
}

impl FromStr for DigitableLine {
    type Err = InvalidDigitableLine;

    /// Reads 47 digits, with or without spaces, dots and hyphens.
    fn from_str(text: &str) -> Result<Self, InvalidDigitableLine> {
        Typed::read(text)
            .map_err(
                |Unexpected { found, position }| InvalidDigitableLine::Character {
                    found,
                    position,
                },
            )?
            .line()
    }
}

impl fmt::Display for DigitableLine {
    /// The printed form: `23791.22928 50000.000005 06000.046901 4 10000000001500`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.digits();
        write!(
            f,
            "{}.{} {}.{} {}.{} {} {}",
            &line[..5],
            &line[5..10],
            &line[10..15],
            &line[15..21],
            &line[21..26],
            &line[26..32],
            &line[32..33],
            &line[33..],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_own_reader_names_length_character_and_what_is_wrong_with_the_barcode() {
        use InvalidDigitableLine as Invalid;
        for (text, fault) in [
            ("2379", Invalid::Length { found: 4 }),
            (
                "23 79x",
                Invalid::Character {
                    found: 'x',
                    position: 6,
                },
            ),
            (
                "23791.22928 50000.000005 06000.046901 5 10000000001500",
                Invalid::Barcode(InvalidBarcode::CheckDigit {
                    found: '5',
                    expected: '4',
                }),
            ),
            (
                "23791.22929 50000.000005 06000.046901 5 10000000001500",
                Invalid::FieldCheckDigit {
                    field: 1,
                    found: '9',
                    expected: '8',
                },
            ),
        ] {
            assert_eq!(text.parse::<DigitableLine>(), Err(fault));
        }
    }
}
