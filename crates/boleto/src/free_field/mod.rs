//! The 25 digits of a barcode that each bank composes in its own way, and the number that it knows a title by: *campo
//! livre* and *nosso número*.
//!
//! A module per bank states its rules in words. Each has a `Fields`, which says what the free field is made of; it is
//! parsed from [`Inputs`] to issue a slip and read back from the free field of a slip that somebody else issued.

pub mod banco_do_brasil;
pub mod bradesco;
pub mod caixa;
mod inputs;
mod invalid;
pub mod itau;
pub mod santander;

use core::fmt;

use crate::{Bank, Digits, InvalidField, OurNumber};

pub use inputs::Inputs;
pub use invalid::InvalidFreeField;

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

impl From<Digits<25>> for FreeField {
    fn from(digits: Digits<25>) -> Self {
        Self(digits)
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
    /// Itaú's.
    Itau(itau::Fields),
    /// Banco do Brasil's.
    BancoDoBrasil(banco_do_brasil::Fields),
    /// Santander's.
    Santander(santander::Fields),
}

impl Fields {
    /// Takes what `bank` needs from `inputs`.
    ///
    /// # Errors
    /// The first field that is missing or does not fit.
    pub fn parse(bank: Bank, inputs: &Inputs<'_>) -> Result<Self, InvalidField> {
        match bank {
            Bank::Bradesco => bradesco::Fields::parse(inputs).map(Self::Bradesco),
            Bank::Caixa => caixa::Fields::parse(inputs).map(Self::Caixa),
            Bank::Itau => itau::Fields::parse(inputs).map(Self::Itau),
            Bank::BancoDoBrasil => banco_do_brasil::Fields::parse(inputs).map(Self::BancoDoBrasil),
            Bank::Santander => santander::Fields::parse(inputs).map(Self::Santander),
        }
    }

    /// Takes the free field of one of `bank`'s slips apart.
    ///
    /// # Errors
    /// It is not in the bank's layout.
    pub fn read(bank: Bank, free_field: &FreeField) -> Result<Self, InvalidFreeField> {
        match bank {
            Bank::Bradesco => bradesco::Fields::read(free_field).map(Self::Bradesco),
            Bank::Caixa => caixa::Fields::read(free_field).map(Self::Caixa),
            Bank::Itau => itau::Fields::read(free_field).map(Self::Itau),
            Bank::BancoDoBrasil => {
                banco_do_brasil::Fields::read(free_field).map(Self::BancoDoBrasil)
            }
            Bank::Santander => santander::Fields::read(free_field).map(Self::Santander),
        }
    }

    /// The bank whose fields they are.
    #[must_use]
    pub fn bank(&self) -> Bank {
        match self {
            Self::Bradesco(_) => Bank::Bradesco,
            Self::Caixa(_) => Bank::Caixa,
            Self::Itau(_) => Bank::Itau,
            Self::BancoDoBrasil(_) => Bank::BancoDoBrasil,
            Self::Santander(_) => Bank::Santander,
        }
    }

    /// The title's number with its check digit.
    #[must_use]
    pub fn our_number(&self) -> OurNumber {
        match self {
            Self::Bradesco(fields) => fields.our_number(),
            Self::Caixa(fields) => fields.our_number(),
            Self::Itau(fields) => fields.our_number(),
            Self::BancoDoBrasil(fields) => fields.our_number(),
            Self::Santander(fields) => fields.our_number(),
        }
    }

    /// The free field.
    #[must_use]
    pub fn free_field(&self) -> FreeField {
        match self {
            Self::Bradesco(fields) => fields.free_field(),
            Self::Caixa(fields) => fields.free_field(),
            Self::Itau(fields) => fields.free_field(),
            Self::BancoDoBrasil(fields) => fields.free_field(),
            Self::Santander(fields) => fields.free_field(),
        }
    }
}
