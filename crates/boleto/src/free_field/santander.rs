//! Santander, 033.
//!
//! **Free field**: a `9`, the beneficiary's code (7 digits), our number (12), its check digit, the insurance tax code
//! (1, `0` but for insurers, which have 7, 8 or 9: the tax *IOS* in per cent) and wallet (3).
//!
//! **Check digit of the our number**: weights 2 to 9 from the right, 11 minus the remainder of the sum by 11; where that
//! is above 9 it is 0. The manual words it as remainder 10 giving 1 and remainders 0 and 1 giving 0, which is the same.
//! It is printed `NNNNNNNNNNNN-D`. Customers whose files carry shorter numbers fill them with zeros on the left.
//!
//! Source: Santander, *Layout de Código de Barras* v3.1 Jan/2017, p. 5-7, 14.

use crate::{
    Digits, Field, InvalidField, OurNumber,
    check_digit::{eleven_minus, remainder_11},
};

use super::{FreeField, Inputs, InvalidFreeField};

/// What Santander's free field is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fields {
    /// Whom the title belongs to: *código do beneficiário*.
    pub beneficiary: Digits<7>,
    /// The title's number: *nosso número*.
    pub our_number: Digits<12>,
    /// The insurance tax.
    pub ios: InsuranceTax,
    /// Kind of collection: *carteira*.
    pub wallet: Digits<3>,
}

/// The tax on insurance as the free field states it: *IOS*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InsuranceTax(Digits<1>);

impl InsuranceTax {
    /// What all but insurers state.
    pub const NONE: Self = Self(Digits::ZERO);

    fn new(digit: Digits<1>) -> Result<Self, InvalidField> {
        match digit.as_str() {
            "0" | "7" | "8" | "9" => Ok(Self(digit)),
            _ => Err(Field::Ios.expected("0, 7, 8 or 9")),
        }
    }

    /// Its digit.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Fields {
    /// Takes agreement (the beneficiary's code), our number, wallet and, where it is given, the insurance tax from
    /// `inputs`.
    ///
    /// # Errors
    /// The first field that is missing or does not fit.
    pub fn parse(inputs: &Inputs<'_>) -> Result<Self, InvalidField> {
        Ok(Self {
            beneficiary: inputs.digits(Field::Agreement)?,
            our_number: inputs.digits(Field::OurNumber)?,
            ios: match inputs.ios {
                Some(_) => InsuranceTax::new(inputs.digits(Field::Ios)?)?,
                None => InsuranceTax::NONE,
            },
            wallet: inputs.digits(Field::Wallet)?,
        })
    }

    /// Takes a free field apart.
    ///
    /// # Errors
    /// It does not begin with `9`, the our number's check digit is wrong, or the insurance tax is none there is.
    pub fn read(free_field: &FreeField) -> Result<Self, InvalidFreeField> {
        free_field.expect_constant(0, "9")?;
        let FreeField(digits) = free_field;
        let our_number = digits.part(8);
        free_field.expect_check_digit(20, check_digit(&our_number))?;
        Ok(Self {
            beneficiary: digits.part(1),
            our_number,
            ios: InsuranceTax::new(digits.part(21))?,
            wallet: digits.part(22),
        })
    }

    /// The title's number with its check digit.
    #[must_use]
    pub fn our_number(&self) -> OurNumber {
        OurNumber::santander(self.our_number, check_digit(&self.our_number))
    }

    /// The free field.
    #[must_use]
    pub fn free_field(&self) -> FreeField {
        FreeField(Digits::join(&[
            b"9",
            self.beneficiary.bytes(),
            self.our_number.bytes(),
            &[check_digit(&self.our_number)],
            self.ios.0.bytes(),
            self.wallet.bytes(),
        ]))
    }
}

fn check_digit(our_number: &Digits<12>) -> u8 {
    eleven_minus(remainder_11(our_number.bytes().iter(), 9), b'0')
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};

    use super::*;

    fn parse(our_number: &str, ios: Option<&str>) -> Result<Fields, String> {
        let inputs = Inputs {
            agreement: Some("0282033"),
            our_number: Some(our_number),
            wallet: Some("101"),
            ios,
            ..Inputs::default()
        };
        Fields::parse(&inputs).map_err(|error| error.to_string())
    }

    #[test]
    fn the_check_digit_is_zero_where_eleven_minus_the_remainder_is_above_nine() {
        for (our_number, printed) in [
            // The manual's example, p. 14.
            ("566612457800", "566612457800-2"),
            ("0", "000000000000-0"),
            ("6", "000000000006-0"),
            ("5", "000000000005-1"),
        ] {
            let fields = parse(our_number, None).unwrap();
            assert_eq!(fields.our_number().to_string(), printed);
        }
    }

    #[test]
    fn only_insurers_state_a_tax() {
        assert_eq!(parse("1", None).unwrap().ios, InsuranceTax::NONE);
        for ios in ["0", "7", "8", "9"] {
            let fields = parse("1", Some(ios)).unwrap();
            assert_eq!(fields.ios.as_str(), ios);
            assert_eq!(&fields.free_field().as_str()[21..22], ios);
        }
        for ios in ["1", "6"] {
            assert_eq!(
                parse("1", Some(ios)),
                Err("ios must be 0, 7, 8 or 9".into())
            );
        }
        assert_eq!(
            parse("1", Some("10")),
            Err("ios must have 1 to 1 digits, not 2".into())
        );
    }

    #[test]
    fn each_digit_that_can_be_checked_is() {
        let read =
            |digits: &str| Fields::read(&FreeField::from(digits.parse::<Digits<25>>().unwrap()));
        assert!(read("9028203356661245780020101").is_ok());
        assert_eq!(
            read("8028203356661245780020101"),
            Err(InvalidFreeField::Constant {
                position: 1,
                expected: "9"
            })
        );
        assert_eq!(
            read("9028203356661245780030101"),
            Err(InvalidFreeField::CheckDigit {
                position: 21,
                found: '3',
                expected: '2'
            })
        );
        assert_eq!(
            read("9028203356661245780025101"),
            Err(Field::Ios.expected("0, 7, 8 or 9").into())
        );
    }
}
