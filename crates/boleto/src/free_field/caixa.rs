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
mod tests {
    use alloc::string::ToString;

    use super::*;

    fn code(text: &str) -> Result<Beneficiary, InvalidField> {
        Beneficiary::parse(Field::Agreement, text)
    }

    #[test]
    fn short_codes_have_a_check_digit_and_long_ones_have_none() {
        // The manual's example, p. 25.
        assert_eq!(code("005507").unwrap().positions().as_str(), "0055077");
        assert_eq!(code("5507"), code("005507"));
        assert_eq!(code("999999").unwrap().code(), "999999");
        assert_eq!(code("1100000").unwrap().positions().as_str(), "1100000");
        assert_eq!(code("1100000").unwrap().code(), "1100000");
    }

    #[test]
    fn codes_that_nobody_has_are_refused() {
        for text in ["", "1099999", "0055077", "12345678", "12-4", "1100O00"] {
            assert_eq!(
                code(text).map_err(|error| error.to_string()),
                Err(
                    "agreement must be a code of 1 to 6 digits, or of 7 digits from 1100000 on"
                        .into()
                ),
                "{text}"
            );
        }
    }

    #[test]
    fn a_barcode_does_not_tell_six_digits_and_a_check_digit_from_seven() {
        let (six, seven) = (code("200656").unwrap(), code("2006561").unwrap());
        assert_eq!(six.positions(), seven.positions());
        assert_eq!(six.double(), Some(seven));
        assert_eq!(seven.double(), Some(six));
        assert_eq!(Beneficiary::read(*seven.positions()), Ok(six));

        assert_eq!(code("005507").unwrap().double(), None);
        assert_eq!(code("2006562").unwrap().double(), None);
        assert_eq!(
            Beneficiary::read("2006562".parse().unwrap()),
            code("2006562").map_err(Into::into)
        );
    }

    #[test]
    fn the_our_number_begins_with_a_wallet_that_exists() {
        let inputs = |wallet| Inputs {
            agreement: Some("005507"),
            wallet: Some(wallet),
            our_number: Some("19"),
            ..Inputs::default()
        };
        let printed =
            |wallet| Fields::parse(&inputs(wallet)).map(|fields| fields.our_number().to_string());
        assert_eq!(printed("14"), Ok("14/000000000000019-7".to_string()));
        assert!(printed("24").is_ok() && printed("11").is_ok() && printed("21").is_ok());
        for wallet in ["1", "4", "10", "25", "34"] {
            assert_eq!(
                printed(wallet),
                Err(Field::Wallet.expected("11, 14, 21 or 24")),
                "{wallet}"
            );
        }
        assert_eq!(Wallet::REGISTERED.as_str(), "14");
    }

    #[test]
    fn each_check_digit_of_a_read_free_field_is_held_against_its_digits() {
        let read =
            |digits: &str| Fields::read(&FreeField::from(digits.parse::<Digits<25>>().unwrap()));
        assert!(read("0055077000100040000000190").is_ok());
        assert_eq!(
            read("0055077000100040000000191"),
            Err(InvalidFreeField::CheckDigit {
                position: 25,
                found: '1',
                expected: '0'
            })
        );
        assert_eq!(
            read("0055078000100040000000198"),
            Err(InvalidFreeField::CheckDigit {
                position: 7,
                found: '8',
                expected: '7'
            })
        );
        assert_eq!(
            read("0055077000300040000000198"),
            Err(InvalidFreeField::Field(
                Field::Wallet.expected("11, 14, 21 or 24")
            ))
        );
    }
}
