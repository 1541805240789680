//! Caixa Econômica Federal, 104, in its current layout *SIGCB*.
//!
//! **Our number**: 17 digits. The first is 1 for registered titles and 2 for unregistered ones, which ended in 2020; the
//! second is 4 where the beneficiary issues the slip and 1 where Caixa does; the other 15 are free. The check digit
//! covers all 17. It is printed `WW/NNNNNNNNNNNNNNN-D`.
//!
//! **Beneficiary's code**: up to 999999 it takes six digits and a check digit; from 1100000 on it takes seven digits and
//! has no check digit.
//!
//! **Free field**: the beneficiary's seven positions; digits 3 to 5 of the our number, its digit 1, its digits 6 to 8,
//! its digit 2, its digits 9 to 17; and a check digit over the 24 positions before it.
//!
//! **All three check digits**: weights 2 to 9 from the right, 11 minus the remainder of the sum by 11; results above 9
//! give 0.
//!
//! The agency is not in the barcode. Caixa takes amounts up to 9,999,999.99. Its older layouts, *SICOB*, are not covered.
//!
//! Source: Caixa, *Especificação do Código de Barras para Boletos de Cobrança* 67.119 v010 (2020), p. 24-38.

use crate::{
    Digits, Field, InvalidField, OurNumber,
    check_digit::{eleven_minus, remainder_11},
};

use super::{FreeField, Inputs, InvalidFreeField};

/// What Caixa's free field is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fields {
    /// Whom the title belongs to: *código do beneficiário*.
    pub beneficiary: Beneficiary,
    /// The first two digits of the our number: *modalidade*.
    pub wallet: Wallet,
    /// The other fifteen digits of the our number: *nosso número*.
    pub our_number: Digits<15>,
}

impl Fields {
    /// Takes agreement (the beneficiary's code), wallet and our number from `inputs`.
    ///
    /// # Errors
    /// The first field that is missing or does not fit.
    pub fn parse(inputs: &Inputs<'_>) -> Result<Self, InvalidField> {
        Ok(Self {
            beneficiary: Beneficiary::parse(Field::Agreement, inputs.text(Field::Agreement)?)?,
            wallet: Wallet::new(inputs.digits(Field::Wallet)?)?,
            our_number: inputs.digits(Field::OurNumber)?,
        })
    }

    /// Takes a free field apart.
    ///
    /// # Errors
    /// A check digit is wrong, or the beneficiary or the wallet is none that Caixa gives out.
    pub fn read(free_field: &FreeField) -> Result<Self, InvalidFreeField> {
        let FreeField(digits) = free_field;
        free_field.expect_check_digit(24, check_digit(&digits.bytes()[..24]))?;
        let bytes = digits.bytes();
        Ok(Self {
            beneficiary: Beneficiary::read(digits.part(0))?,
            wallet: Wallet::new(Digits::join(&[&bytes[10..11], &bytes[14..15]]))?,
            our_number: Digits::join(&[&bytes[7..10], &bytes[11..14], &bytes[15..24]]),
        })
    }

    /// The title's number with its check digit.
    #[must_use]
    pub fn our_number(&self) -> OurNumber {
        let number = Digits::<17>::join(&[self.wallet.0.bytes(), self.our_number.bytes()]);
        OurNumber::caixa(number, check_digit(number.bytes()))
    }

    /// The free field.
    #[must_use]
    pub fn free_field(&self) -> FreeField {
        let wallet = self.wallet.0.bytes();
        let number = self.our_number.bytes();
        let before = Digits::<24>::join(&[
            self.beneficiary.positions().bytes(),
            &number[..3],
            &wallet[..1],
            &number[3..6],
            &wallet[1..],
            &number[6..],
        ]);
        FreeField(Digits::join(&[
            before.bytes(),
            &[check_digit(before.bytes())],
        ]))
    }
}

/// How a title is registered and who prints its slip: *modalidade*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Wallet(Digits<2>);

impl Wallet {
    /// Registered, issued by the beneficiary.
    pub const REGISTERED: Self = Self(Digits::literal(*b"14"));

    fn new(digits: Digits<2>) -> Result<Self, InvalidField> {
        match digits.as_str() {
            "11" | "14" | "21" | "24" => Ok(Self(digits)),
            _ => Err(Field::Wallet.expected("11, 14, 21 or 24")),
        }
    }

    /// Its two digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// A customer's code at Caixa: *código do beneficiário*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Beneficiary {
    /// The seven positions in the free field.
    positions: Digits<7>,
    /// Whether the seventh is a check digit.
    size: Size,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Size {
    Six,
    Seven,
}

impl Beneficiary {
    /// The first code of seven digits.
    const FIRST_OF_SEVEN: u64 = 1_100_000;
    const EXPECTED: &str = "a code of 1 to 6 digits, or of 7 digits from 1100000 on";

    /// Reads a code without check digit, whose errors name it `field`.
    ///
    /// # Errors
    /// It is no number, or one that Caixa gives nobody.
    pub fn parse(field: Field, text: &str) -> Result<Self, InvalidField> {
        let invalid = field.expected(Self::EXPECTED);
        if text.len() <= 6 {
            return text.parse().map(Self::six).map_err(|_| invalid);
        }
        text.parse().ok().and_then(Self::seven).ok_or(invalid)
    }

    fn six(code: Digits<6>) -> Self {
        let positions = Digits::join(&[code.bytes(), &[check_digit(code.bytes())]]);
        Self {
            positions,
            size: Size::Six,
        }
    }

    fn seven(positions: Digits<7>) -> Option<Self> {
        (positions.number() >= Self::FIRST_OF_SEVEN).then_some(Self {
            positions,
            size: Size::Seven,
        })
    }

    /// Reads the seven positions; what fits both sizes is taken for six digits and a check digit.
    fn read(positions: Digits<7>) -> Result<Self, InvalidFreeField> {
        let of_six = Self::six(positions.part(0));
        if of_six.positions == positions {
            return Ok(of_six);
        }
        Self::seven(positions).ok_or_else(|| InvalidFreeField::CheckDigit {
            position: 7,
            found: char::from(positions.bytes()[6]),
            expected: char::from(of_six.positions.bytes()[6]),
        })
    }

    /// The code without check digit: six or seven digits.
    #[must_use]
    pub fn code(&self) -> &str {
        match self.size {
            Size::Six => &self.positions.as_str()[..6],
            Size::Seven => self.positions.as_str(),
        }
    }

    /// The other code that has the same seven positions, if any: a barcode does not tell a code of six digits and its
    /// check digit from a code of seven.
    #[must_use]
    pub fn double(&self) -> Option<Self> {
        match self.size {
            Size::Six => Self::seven(self.positions),
            Size::Seven => Some(Self::six(self.positions.part(0)))
                .filter(|of_six| of_six.positions == self.positions),
        }
    }

    fn positions(&self) -> &Digits<7> {
        &self.positions
    }
}

fn check_digit(digits: &[u8]) -> u8 {
    eleven_minus(remainder_11(digits.iter(), 9), b'0')
}

#[cfg(test)]
mod tests;
