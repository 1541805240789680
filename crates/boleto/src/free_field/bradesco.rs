//! Bradesco, 237.
//!
//! **Free field**: agency (4 digits, without its own check digit), wallet (2), our number (11, without check digit),
//! account (7, without its own check digit) and a `0`.
//!
//! **Check digit of the our number**: over wallet and our number together, weights 2 to 7 from the right, the remainder
//! of the sum by 11. Remainder 0 gives `0`, remainder 1 gives the letter `P`, any other 11 minus the remainder. It is
//! printed, `WW/NNNNNNNNNNN-D`, but is not in the barcode.
//!
//! Slips of wallets 21 and 22 that can be paid at Bradesco only, *cobrança interna*, begin with bank `000` instead of
//! 237 (p. 37-38). They are not issued here: what is issued can be paid at any bank.
//!
//! Source: Bradesco, *Layout de Arquivo de Cobrança* 4008.524.0121 v11, p. 17-19, 28.

use crate::{
    Digits, Field, InvalidField, OurNumber,
    check_digit::{eleven_minus, remainder_11},
};

use super::{FreeField, Inputs, InvalidFreeField};

/// What Bradesco's free field is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fields {
    /// Branch, without check digit: *agência*.
    pub agency: Digits<4>,
    /// Kind of collection: *carteira*.
    pub wallet: Digits<2>,
    /// The title's number: *nosso número*.
    pub our_number: Digits<11>,
    /// Account, without check digit: *conta*.
    pub account: Digits<7>,
}

impl Fields {
    /// Takes agency, wallet, our number and account from `inputs`.
    ///
    /// # Errors
    /// The first field that is missing or does not fit.
    pub fn parse(inputs: &Inputs<'_>) -> Result<Self, InvalidField> {
        Ok(Self {
            agency: inputs.digits(Field::Agency)?,
            wallet: inputs.digits(Field::Wallet)?,
            our_number: inputs.digits(Field::OurNumber)?,
            account: inputs.digits(Field::Account)?,
        })
    }

    /// Takes a free field apart.
    ///
    /// # Errors
    /// Its last digit is not `0`.
    pub fn read(free_field: &FreeField) -> Result<Self, InvalidFreeField> {
        free_field.expect_constant(24, "0")?;
        let FreeField(digits) = free_field;
        Ok(Self {
            agency: digits.part(0),
            wallet: digits.part(4),
            our_number: digits.part(6),
            account: digits.part(17),
        })
    }

    /// The title's number with its check digit.
    #[must_use]
    pub fn our_number(&self) -> OurNumber {
        let wallet_and_number = self.wallet.bytes().iter().chain(self.our_number.bytes());
        let check_digit = match remainder_11(wallet_and_number, 7) {
            1 => b'P',
            remainder => eleven_minus(remainder, b'0'),
        };
        OurNumber::bradesco(self.wallet, self.our_number, check_digit)
    }

    /// The free field.
    #[must_use]
    pub fn free_field(&self) -> FreeField {
        FreeField(Digits::join(&[
            self.agency.bytes(),
            self.wallet.bytes(),
            self.our_number.bytes(),
            self.account.bytes(),
            b"0",
        ]))
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    fn printed(wallet: &str, our_number: &str) -> alloc::string::String {
        let inputs = Inputs {
            agency: Some("1"),
            account: Some("1"),
            wallet: Some(wallet),
            our_number: Some(our_number),
            ..Inputs::default()
        };
        Fields::parse(&inputs).unwrap().our_number().to_string()
    }

    #[test]
    fn the_check_digit_covers_the_wallet_and_may_be_a_letter() {
        // The three examples of the manual, p. 18.
        assert_eq!(printed("19", "2"), "19/00000000002-8");
        assert_eq!(printed("19", "1"), "19/00000000001-P");
        assert_eq!(printed("19", "6"), "19/00000000006-0");
        assert_eq!(printed("26", "2"), "26/00000000002-5");
    }

    #[test]
    fn a_free_field_ends_with_zero() {
        let read =
            |digits: &str| Fields::read(&FreeField::from(digits.parse::<Digits<25>>().unwrap()));
        assert!(read("1229250000000000600004690").is_ok());
        assert_eq!(
            read("1229250000000000600004691"),
            Err(InvalidFreeField::Constant {
                position: 25,
                expected: "0"
            })
        );
    }
}
