//! Banco do Brasil, 001.
//!
//! The customer's *agreement* (*convênio*) is a number of 4, 6 or 7 digits, and its length chooses the layout.
//!
//! **Agreements of 4 and 6 digits**: the our number has 11 digits, the agreement and then a sequence of 7 or 5. Free
//! field: our number (11), agency (4), account (8), wallet (2). Check digit of the our number: weights 9 to 2 from the
//! right, the remainder of the sum by 11, written `X` where it is 10. It is printed, `NNNNNNNNNNN-D`, but is not in the
//! barcode.
//!
//! **Agreements of 7 digits**, from 1,000,000 on: the our number has 17 digits, the agreement and a sequence of 10, and
//! no check digit. Free field: `000000`, our number (17), wallet (2).
//!
//! **Free 17 positions**, for unregistered titles of agreements of 6 digits: the customer chooses all 17 digits of the
//! our number, which has no check digit. Free field: agreement (6), our number (17), `21`. Since that `21` stands where
//! the other layouts have the wallet, they refuse a wallet 21.
//!
//! Source: Banco do Brasil, *Especificações Técnicas para Confecção de Boleto* Doc5175, p. 18-22.

use crate::{Digits, Field, InvalidField, OurNumber, check_digit::remainder_11};

use super::{FreeField, Inputs, InvalidFreeField};

/// What Banco do Brasil's free field is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fields(Layout);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Layout {
    /// Agreements of 4 and 6 digits, which begin the our number; a barcode does not tell which.
    Account {
        our_number: Digits<11>,
        account: Account,
    },
    /// Agreements of 7 digits, which begin the our number.
    Agreement {
        our_number: Digits<17>,
        wallet: Digits<2>,
    },
    /// The customer's own 17 digits.
    Free {
        agreement: Digits<6>,
        our_number: Digits<17>,
    },
}

/// The account that a title is issued for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Account {
    /// Branch, without check digit: *agência*.
    pub agency: Digits<4>,
    /// Account, without check digit: *conta*.
    pub account: Digits<8>,
    /// Kind of collection: *carteira*.
    pub wallet: Digits<2>,
}

/// What the free 17 positions are called in [`Inputs::our_number_format`].
const FREE: &str = "17-free";
const FREE_ENDING: &str = "21";
const SEVEN_DIGITS_BEGINNING: &str = "000000";
const FIRST_OF_SEVEN_DIGITS: u64 = 1_000_000;

impl Fields {
    /// Takes from `inputs` agreement and our number, and what else the agreement's layout has.
    ///
    /// # Errors
    /// The first field that is missing or does not fit.
    pub fn parse(inputs: &Inputs<'_>) -> Result<Self, InvalidField> {
        let agreement = inputs.text(Field::Agreement)?;
        let layout = match inputs.our_number_format {
            None => match agreement.len() {
                4 => eleven_digits::<4, 7>(inputs)?,
                6 => eleven_digits::<6, 5>(inputs)?,
                7 => seventeen_digits(inputs)?,
                _ => return Err(Field::Agreement.expected("a number of 4, 6 or 7 digits")),
            },
            Some(FREE) if agreement.len() == 6 => Layout::Free {
                agreement: given(inputs.digits(Field::Agreement)?)?,
                our_number: inputs.digits(Field::OurNumber)?,
            },
            Some(FREE) => {
                return Err(Field::Agreement.expected("a number of 6 digits for 17 free positions"));
            }
            Some(_) => return Err(Field::OurNumberFormat.expected(FREE)),
        };
        Ok(Self(layout))
    }

    /// Takes a free field apart.
    ///
    /// # Errors
    /// It has an agreement of seven digits below 1,000,000.
    pub fn read(free_field: &FreeField) -> Result<Self, InvalidFreeField> {
        let FreeField(digits) = free_field;
        let text = free_field.as_str();
        Ok(Self(if text.starts_with(SEVEN_DIGITS_BEGINNING) {
            seven_digits(digits.part(6))?;
            Layout::Agreement {
                our_number: digits.part(6),
                wallet: digits.part(23),
            }
        } else if text.ends_with(FREE_ENDING) {
            Layout::Free {
                agreement: digits.part(0),
                our_number: digits.part(6),
            }
        } else {
            let account = Account {
                agency: digits.part(11),
                account: digits.part(15),
                wallet: digits.part(23),
            };
            Layout::Account {
                our_number: digits.part(0),
                account,
            }
        }))
    }

    /// The agreement, where a barcode states how long it is.
    #[must_use]
    pub fn agreement(&self) -> Option<&str> {
        match &self.0 {
            Layout::Account { .. } => None,
            Layout::Agreement { our_number, .. } => Some(&our_number.as_str()[..7]),
            Layout::Free { agreement, .. } => Some(agreement.as_str()),
        }
    }

    /// The account, which only slips of agreements of 4 and 6 digits state.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        match &self.0 {
            Layout::Account { account, .. } => Some(account),
            Layout::Agreement { .. } | Layout::Free { .. } => None,
        }
    }

    /// Kind of collection: *carteira*. Slips with free positions state none.
    #[must_use]
    pub fn wallet(&self) -> Option<&Digits<2>> {
        match &self.0 {
            Layout::Account { account, .. } => Some(&account.wallet),
            Layout::Agreement { wallet, .. } => Some(wallet),
            Layout::Free { .. } => None,
        }
    }

    /// The title's number, with its check digit where it has one.
    #[must_use]
    pub fn our_number(&self) -> OurNumber {
        match self.0 {
            Layout::Account { our_number, .. } => {
                OurNumber::banco_do_brasil_11(our_number, check_digit(&our_number))
            }
            Layout::Agreement { our_number, .. } | Layout::Free { our_number, .. } => {
                OurNumber::banco_do_brasil_17(our_number)
            }
        }
    }

    /// The free field.
    #[must_use]
    pub fn free_field(&self) -> FreeField {
        FreeField(match &self.0 {
            Layout::Account {
                our_number,
                account,
            } => Digits::join(&[
                our_number.bytes(),
                account.agency.bytes(),
                account.account.bytes(),
                account.wallet.bytes(),
            ]),
            Layout::Agreement { our_number, wallet } => Digits::join(&[
                SEVEN_DIGITS_BEGINNING.as_bytes(),
                our_number.bytes(),
                wallet.bytes(),
            ]),
            Layout::Free {
                agreement,
                our_number,
            } => Digits::join(&[
                agreement.bytes(),
                our_number.bytes(),
                FREE_ENDING.as_bytes(),
            ]),
        })
    }
}

/// The layout of an agreement of `A` digits and a sequence of `S`, 11 together.
fn eleven_digits<const A: usize, const S: usize>(
    inputs: &Inputs<'_>,
) -> Result<Layout, InvalidField> {
    let agreement = given::<A>(inputs.digits(Field::Agreement)?)?;
    let sequence = inputs.digits::<S>(Field::OurNumber)?;
    let account = Account {
        agency: inputs.digits(Field::Agency)?,
        account: inputs.digits(Field::Account)?,
        wallet: inputs.digits(Field::Wallet)?,
    };
    if account.wallet.as_str() == FREE_ENDING {
        return Err(Field::Wallet.expected("another than 21, which marks 17 free positions"));
    }
    let our_number = Digits::join(&[agreement.bytes(), sequence.bytes()]);
    Ok(Layout::Account {
        our_number,
        account,
    })
}

fn seventeen_digits(inputs: &Inputs<'_>) -> Result<Layout, InvalidField> {
    let agreement = seven_digits(inputs.digits(Field::Agreement)?)?;
    let sequence = inputs.digits::<10>(Field::OurNumber)?;
    let our_number = Digits::join(&[agreement.bytes(), sequence.bytes()]);
    Ok(Layout::Agreement {
        our_number,
        wallet: inputs.digits(Field::Wallet)?,
    })
}

fn seven_digits(agreement: Digits<7>) -> Result<Digits<7>, InvalidField> {
    if agreement.number() < FIRST_OF_SEVEN_DIGITS {
        return Err(Field::Agreement.expected("from 1000000 on where it has 7 digits"));
    }
    Ok(agreement)
}

/// Zeros at the beginning of the free field belong to agreements of seven digits.
fn given<const N: usize>(agreement: Digits<N>) -> Result<Digits<N>, InvalidField> {
    if agreement == Digits::ZERO {
        return Err(Field::Agreement.expected("another number than 0"));
    }
    Ok(agreement)
}

/// Weights 9 to 2 are 11 minus the weights 2 to 9, so the bank's remainder is what the usual one lacks to 11.
fn check_digit(our_number: &Digits<11>) -> u8 {
    match (11 - remainder_11(our_number.bytes().iter(), 9)) % 11 {
        10 => b'X',
        remainder => crate::check_digit::ascii(remainder),
    }
}

#[cfg(test)]
mod tests;
