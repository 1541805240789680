//! Caixa Econômica Federal, 104, in its current layout *SIGCB*.
//!
//! **Our number**: 17 digits, of which the first two are the wallet (*modalidade*: 14 registered, 24 unregistered in
//! versions before 2020, both issued by the beneficiary) and 15 are free. Its check digit covers all 17.
//!
//! **Beneficiary code**: up to 999999 it takes six digits and a check digit; from 1100000 on it takes seven digits and
//! has no check digit.
//!
//! **Free field**: the beneficiary's seven positions; digits 3 to 5 of the our number, its digit 1, its digits 6 to 8,
//! its digit 2, its digits 9 to 17; and a check digit over the 24 positions before it.
//!
//! **All three check digits**: weights 2 to 9 from the right, 11 minus the remainder of the sum by 11; results above 9
//! give 0.
//!
//! The agency is not in the barcode. Amounts end at 9,999,999.99. Older layouts, *SICOB*, are not covered.
//!
//! Source: Caixa, *Leiaute de Arquivo Eletrônico, Especificação do Código de Barras* 67.119 v010 (2020), p. 24-38.

use crate::{
    Digits, OurNumber,
    check_digit::{eleven_minus, remainder_11},
    field::{Field, InvalidField},
};

use super::FreeField;

/// What Caixa's free field is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fields {
    /// Whom the title belongs to: *código do beneficiário*.
    pub beneficiary: Beneficiary,
    /// The first two digits of the our number: *modalidade*.
    pub wallet: Digits<2>,
    /// The other fifteen digits of the our number: *nosso número*.
    pub our_number: Digits<15>,
}

/// The wallet of registered titles that the beneficiary itself issues.
pub const REGISTERED: Digits<2> = Digits::literal(*b"14");

/// A customer's code at Caixa: *código do beneficiário*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Beneficiary {
    /// Up to 999999: has a check digit.
    Six(Digits<6>),
    /// From 1100000 on: has none.
    Seven(SevenDigits),
}

/// A beneficiary's code from 1100000 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SevenDigits(Digits<7>);

impl SevenDigits {
    const FIRST: u64 = 1_100_000;

    fn new(digits: Digits<7>) -> Option<Self> {
        (digits.number() >= Self::FIRST).then_some(Self(digits))
    }
}

impl Beneficiary {
    /// Reads a code, whose errors name it `field`.
    ///
    /// # Errors
    /// It is no number, or one that Caixa gives nobody.
    pub fn parse(field: Field, text: &str) -> Result<Self, InvalidField> {
        // Six digits with or without leading zeros; a seventh place belongs to the longer codes, never to a check digit.
        if text.len() < 7 {
            return field
                .parse(text)
                .map(Self::Six)
                .map_err(|_| field.expected(Self::EXPECTED));
        }
        let code = field
            .parse(text)
            .map_err(|_| field.expected(Self::EXPECTED))?;
        SevenDigits::new(code)
            .map(Self::Seven)
            .ok_or(field.expected(Self::EXPECTED))
    }

    const EXPECTED: &str = "a code of 1 to 6 digits, or of 7 digits from 1100000 on";

    /// The code without check digit: six or seven digits.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Six(code) => code.as_str(),
            Self::Seven(SevenDigits(code)) => code.as_str(),
        }
    }

    /// Its seven positions in the free field.
    fn positions(&self) -> Digits<7> {
        match self {
            Self::Six(code) => Digits::join(&[code.bytes(), &[check_digit(code.bytes())]]),
            Self::Seven(SevenDigits(code)) => *code,
        }
    }
}

impl Fields {
    /// The title's number with its check digit.
    #[must_use]
    pub fn our_number(&self) -> OurNumber {
        let number = self.number();
        OurNumber::caixa(number, check_digit(number.bytes()))
    }

    fn number(&self) -> Digits<17> {
        Digits::join(&[self.wallet.bytes(), self.our_number.bytes()])
    }

    /// The free field.
    #[must_use]
    pub fn free_field(&self) -> FreeField {
        let number = self.number();
        let number = number.bytes();
        let before: Digits<24> = Digits::join(&[
            self.beneficiary.positions().bytes(),
            &number[2..5],
            &number[..1],
            &number[5..8],
            &number[1..2],
            &number[8..],
        ]);
        FreeField(Digits::join(&[
            before.bytes(),
            &[check_digit(before.bytes())],
        ]))
    }
}

fn check_digit(digits: &[u8]) -> u8 {
    eleven_minus(remainder_11(digits.iter(), 9), b'0')
}
