//! The digits behind the bars.

use core::{fmt, str::FromStr};

use thiserror::Error;

use crate::{
    Bank, Cents, DigitableLine, Digits, DueFactor,
    check_digit::{eleven_minus, remainder_11},
    free_field::{Fields, FreeField, InvalidFreeField},
    typed::{Typed, Unexpected},
};

/// The 44 digits that a reader scans: *código de barras*.
///
/// | digits | content |
/// |---|---|
/// | 1-3 | bank |
/// | 4 | currency, `9` = real |
/// | 5 | general check digit, never `0` |
/// | 6-9 | due factor; `0000` = no due day |
/// | 10-19 | amount in centavos; all zeros = no amount |
/// | 20-44 | free field, each bank's own |
///
/// The general check digit covers all digits but itself: weights 2 to 9 from the right, 11 minus the remainder of the
/// sum by 11; where that is 0, 10 or 11 it is 1.
///
/// An amount of more than ten digits takes over the factor's place, and the slip then states no due day. Factors begin
/// at 1000, so a first digit `0` followed by anything but `000` tells such an amount.
///
/// Source: BACEN Carta-Circular 2926/2000; large amounts: Banco do Brasil, *Especificações Técnicas* Doc5175, p. 13, and
/// Itaú, *Cobrança 400 bytes* Jul/2021, annex 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Barcode(Digits<44>);

/// Why text is no barcode of a bank's boleto.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidBarcode {
    /// It does not have 44 digits.
    #[error("length ({found} digits): a barcode has 44")]
    Length {
        /// How many digits came.
        found: usize,
    },
    /// It holds something else than digits, spaces, dots and hyphens.
    #[error("character {found:?} at {position}: a barcode has digits only")]
    Character {
        /// What came.
        found: char,
        /// Where, counting characters from 1.
        position: usize,
    },
    /// It begins with 8: a bill of a utility or a tax, *arrecadação*, whose digits mean something else.
    #[error("utility or tax slip (arrecadacao, starts with 8): not a bank boleto")]
    Utility,
    /// Digit 4 is not 9, the real.
    #[error("currency {found}: only 9, the real, is read")]
    Currency {
        /// What came.
        found: char,
    },
    /// Digit 5 does not fit the others.
    #[error("general check digit {found}: the other digits make it {expected}")]
    CheckDigit {
        /// What came.
        found: char,
        /// What it should have been.
        expected: char,
    },
}

/// How many digits the amount has where a due factor stands before it.
const AMOUNT_DIGITS: u32 = 10;

impl Barcode {
    /// Composes a barcode; `due_and_amount` are digits 6 to 19.
    pub(crate) fn compose(bank: Bank, due_and_amount: &Digits<14>, free_field: &FreeField) -> Self {
        let mut code = Digits::<44>::join(&[
            bank.code().as_bytes(),
            b"90",
            due_and_amount.bytes(),
            free_field.0.bytes(),
        ]);
        code.replace(4, general_check_digit(&code));
        Self(code)
    }

    /// The 44 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The bank's three digits.
    #[must_use]
    pub fn bank_code(&self) -> &str {
        &self.as_str()[..3]
    }

    /// The bank, where it is one whose own fields are known.
    #[must_use]
    pub fn bank(&self) -> Option<Bank> {
        Bank::from_code(self.bank_code())
    }

    /// The due factor; nothing where the slip states no due day.
    #[must_use]
    pub fn due_factor(&self) -> Option<DueFactor> {
        u16::try_from(self.0.part::<4>(5).number())
            .ok()
            .and_then(DueFactor::from_number)
    }

    /// The amount; zero where the slip states none.
    #[must_use]
    pub fn amount(&self) -> Cents {
        let digits = self.0.part::<14>(5).number();
        let cents = match self.due_factor() {
            Some(_) => digits % 10_u64.pow(AMOUNT_DIGITS),
            None => digits,
        };
        Cents::new(cents).expect("14 digits fit 63 bits")
    }

    /// The bank's own 25 digits.
    #[must_use]
    pub fn free_field(&self) -> FreeField {
        FreeField(self.0.part(19))
    }

    /// What the bank's own digits are made of, at the five banks that are known.
    ///
    /// # Errors
    /// It is another bank's, or its free field is in a layout that is not covered.
    pub fn fields(&self) -> Result<Fields, InvalidFreeField> {
        let bank = self.bank().ok_or(InvalidFreeField::UnknownBank {
            code: self.0.part(0),
        })?;
        Fields::read(bank, &self.free_field())
    }

    /// Takes 44 digits whose check digit is right.
    pub(crate) fn checked(code: Digits<44>) -> Result<Self, InvalidBarcode> {
        let digits = code.bytes();
        if digits[0] == b'8' {
            return Err(InvalidBarcode::Utility);
        }
        let (found, expected) = (digits[4], general_check_digit(&code));
        if found != expected {
            let (found, expected) = (char::from(found), char::from(expected));
            return Err(InvalidBarcode::CheckDigit { found, expected });
        }
        if digits[3] != b'9' {
            return Err(InvalidBarcode::Currency {
                found: char::from(digits[3]),
            });
        }
        Ok(Self(code))
    }

    pub(crate) fn digits(&self) -> &Digits<44> {
        &self.0
    }
}

fn general_check_digit(code: &Digits<44>) -> u8 {
    let digits = code.bytes();
    match eleven_minus(
        remainder_11(digits[..4].iter().chain(&digits[5..]), 9),
        b'1',
    ) {
        b'0' => b'1',
        digit => digit,
    }
}

impl FromStr for Barcode {
    type Err = InvalidBarcode;

    /// Reads 44 digits, with or without spaces, dots and hyphens.
    fn from_str(text: &str) -> Result<Self, InvalidBarcode> {
        Typed::read(text)
            .map_err(|Unexpected { found, position }| InvalidBarcode::Character {
                found,
                position,
            })?
            .barcode()
    }
}

impl From<DigitableLine> for Barcode {
    fn from(line: DigitableLine) -> Self {
        line.barcode()
    }
}

impl fmt::Display for Barcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use crate::free_field::InvalidFreeField;

    use super::*;

    /// The code with a right check digit.
    fn barcode(code: &str) -> Result<Barcode, InvalidBarcode> {
        let mut code = Digits::<44>::exactly(code.as_bytes()).expect("44 digits");
        code.replace(4, general_check_digit(&code));
        Barcode::checked(code)
    }

    #[test]
    fn a_first_digit_zero_of_the_factor_means_that_no_day_is_stated() {
        let none = "23797000000000000004150090019801673500021140"
            .parse::<Barcode>()
            .unwrap();
        assert_eq!((none.due_factor(), none.amount()), (None, Cents::ZERO));

        let only_amount = barcode("23797000000000123454150090019801673500021140").unwrap();
        assert_eq!(only_amount.due_factor(), None);
        assert_eq!(only_amount.amount(), Cents::from(12_345));

        let large = barcode("00190099999999999990000002569645000000009517").unwrap();
        assert_eq!(large.due_factor(), None);
        assert_eq!(large.amount().get(), 9_999_999_999_999);

        let first = barcode("00190100099999999990000002569645000000009517").unwrap();
        assert_eq!(first.due_factor().map(DueFactor::get), Some(1000));
        assert_eq!(first.amount().get(), 9_999_999_999);
    }

    #[test]
    fn other_currencies_and_utility_slips_are_told_apart() {
        assert_eq!(
            barcode("23707000000000000004150090019801673500021140"),
            Err(InvalidBarcode::Currency { found: '0' })
        );
        assert_eq!(
            "83860000005096000190000008017823000034306271".parse::<Barcode>(),
            Err(InvalidBarcode::Utility)
        );
    }

    #[test]
    fn its_own_reader_names_length_and_character() {
        assert_eq!(
            "2379".parse::<Barcode>(),
            Err(InvalidBarcode::Length { found: 4 })
        );
        assert_eq!(
            "2379x".parse::<Barcode>(),
            Err(InvalidBarcode::Character {
                found: 'x',
                position: 5
            })
        );
    }

    #[test]
    fn a_bank_that_is_not_known_has_a_code_and_no_fields() {
        let other = barcode("75697000000000000004150090019801673500021140").unwrap();
        assert_eq!((other.bank_code(), other.bank()), ("756", None));
        let code = "756".parse().unwrap();
        assert_eq!(other.fields(), Err(InvalidFreeField::UnknownBank { code }));
    }
}
