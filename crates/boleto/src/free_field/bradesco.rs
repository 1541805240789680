//! Bradesco, 237.
//!
//! **Free field**: agency (4 digits, without its own check digit), wallet (2), our number (11, without check digit),
//! account (7, without check digit) and a `0`.
//!
//! **Check digit of the our number**: over wallet and our number together, weights 2 to 7 from the right, the remainder
//! of the sum by 11. Remainder 0 gives `0`, remainder 1 gives the letter `P`, any other 11 minus the remainder. It is
//! printed, `WW/NNNNNNNNNNN-D`, but is not in the barcode.
//!
//! Slips of wallets 21 and 22 that can be paid at Bradesco only, *cobrança interna*, begin with bank `000` instead of 237
//! [p. 37-38]. They are not issued here: what is issued can be paid at any bank.
//!
//! Source: Bradesco, *Layout de Arquivo Cobrança* 4008.524.0121 v11, p. 17-19, 28, 37-38.

use crate::{
    Digits, OurNumber,
    check_digit::{eleven_minus, remainder_11},
};

use super::FreeField;

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
