//! The fields that a bank's numbers are made of, and what is wrong with one.

use core::fmt;

use thiserror::Error;

use crate::{Digits, InvalidDigits};

/// What a bank composes its numbers from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Branch number: *agência*.
    Agency,
    /// Account number: *conta*.
    Account,
    /// Kind of collection agreed with the bank: *carteira*.
    Wallet,
    /// The number that the bank knows a title by: *nosso número*.
    OurNumber,
    /// The customer's code at the bank: *convênio*, *código do beneficiário*.
    Agreement,
    /// The customer's own number of the title: *seu número*.
    DocumentNumber,
    /// The customer's code in Itaú's older wallets: *código do cliente*.
    ClientCode,
    /// How the our number is composed, at Banco do Brasil.
    OurNumberFormat,
    /// The tax on insurance, at Santander: *IOS*.
    Ios,
}

impl Field {
    /// Its name in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Account => "account",
            Self::Wallet => "wallet",
            Self::OurNumber => "our_number",
            Self::Agreement => "agreement",
            Self::DocumentNumber => "document_number",
            Self::ClientCode => "client_code",
            Self::OurNumberFormat => "our_number_format",
            Self::Ios => "ios",
        }
    }

    /// Reads the field's `text`.
    ///
    /// # Errors
    /// It is empty, too long, or not all digits.
    pub fn parse<const N: usize>(self, text: &str) -> Result<Digits<N>, InvalidField> {
        text.parse().map_err(|digits| InvalidField {
            field: self,
            fault: FieldFault::Digits(digits),
        })
    }

    /// The error of a `number` with more than `limit` digits.
    pub(crate) fn too_long(self, limit: usize, number: u64) -> InvalidField {
        let found = number
            .checked_ilog10()
            .map_or(1, |power| power as usize + 1);
        InvalidField {
            field: self,
            fault: FieldFault::Digits(InvalidDigits::Length { limit, found }),
        }
    }

    /// The error that says what the field should have been.
    pub(crate) fn expected(self, expected: &'static str) -> InvalidField {
        InvalidField {
            field: self,
            fault: FieldFault::Value { expected },
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A field that does not fit its bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{field} {fault}")]
pub struct InvalidField {
    /// Which one.
    pub field: Field,
    /// What is wrong with it; displayed, it goes on after the field's name: "must have 1 to 4 digits, not 5".
    pub fault: FieldFault,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FieldFault {
    /// Its length or a character.
    #[error(transparent)]
    Digits(#[from] InvalidDigits),
    /// Its value.
    #[error("must be {expected}")]
    Value {
        /// What the bank takes.
        expected: &'static str,
    },
    /// It was not given.
    #[error("is required")]
    Missing,
}
