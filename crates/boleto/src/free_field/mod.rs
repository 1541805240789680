//! The 25 digits of a barcode that each bank composes in its own way: *campo livre*.

pub mod bradesco;
pub mod caixa;

use core::fmt;

use crate::{Bank, Digits, OurNumber};

/// Digits 20 to 44 of a barcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FreeField(pub(crate) Digits<25>);

impl FreeField {
    /// Its 25 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for FreeField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a bank's free field is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fields {
    /// Bradesco's.
    Bradesco(bradesco::Fields),
    /// Caixa's.
    Caixa(caixa::Fields),
}

impl Fields {
    /// The bank whose fields they are.
    #[must_use]
    pub fn bank(&self) -> Bank {
        match self {
            Self::Bradesco(_) => Bank::Bradesco,
            Self::Caixa(_) => Bank::Caixa,
        }
    }

    /// The title's number with its check digit.
    #[must_use]
    pub fn our_number(&self) -> OurNumber {
        match self {
            Self::Bradesco(fields) => fields.our_number(),
            Self::Caixa(fields) => fields.our_number(),
        }
    }

    /// The free field.
    #[must_use]
    pub fn free_field(&self) -> FreeField {
        match self {
            Self::Bradesco(fields) => fields.free_field(),
            Self::Caixa(fields) => fields.free_field(),
        }
    }
}
