//! Why a barcode's free field does not read as its bank's.

use thiserror::Error;

use crate::{Digits, InvalidField};

use super::FreeField;

/// Why a free field is not in its bank's layout. The barcode around it may be right all the same: banks keep older
/// layouts alive, which are not covered here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidFreeField {
    /// The bank is none of [`Bank::ALL`](crate::Bank::ALL).
    #[error("the free field of bank {code} is not known")]
    UnknownBank {
        /// The bank's three digits.
        code: Digits<3>,
    },
    /// Digits that are always the same at this bank are others.
    #[error("the free field's digits from {position} on are not {expected}")]
    Constant {
        /// Where they begin, counting from 1.
        position: usize,
        /// What they always are.
        expected: &'static str,
    },
    /// A check digit inside the free field does not fit what it covers.
    #[error(
        "the free field's digit {position} is {found}, the digits that it checks make it {expected}"
    )]
    CheckDigit {
        /// Where it is, counting from 1.
        position: usize,
        /// What came.
        found: char,
        /// What it should have been.
        expected: char,
    },
    /// A field has a value that the bank gives nobody.
    #[error(transparent)]
    Field(#[from] InvalidField),
}

impl FreeField {
    /// Holds the digits after the first `start` against `expected`.
    pub(super) fn expect_constant(
        &self,
        start: usize,
        expected: &'static str,
    ) -> Result<(), InvalidFreeField> {
        if self.as_str()[start..].starts_with(expected) {
            Ok(())
        } else {
            Err(InvalidFreeField::Constant {
                position: start + 1,
                expected,
            })
        }
    }

    /// Holds the digit after the first `start` against the check digit `expected`.
    pub(super) fn expect_check_digit(
        &self,
        start: usize,
        expected: u8,
    ) -> Result<(), InvalidFreeField> {
        let found = self.0.bytes()[start];
        if found == expected {
            return Ok(());
        }
        Err(InvalidFreeField::CheckDigit {
            position: start + 1,
            found: char::from(found),
            expected: char::from(expected),
        })
    }
}
