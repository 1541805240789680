//! The two kinds of document that a payer can have.

use core::{fmt, str::FromStr};

use thiserror::Error;

/// Which kind of document a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentType {
    /// A person's: *Cadastro de Pessoas Físicas*.
    Cpf,
    /// A company's: *Cadastro Nacional da Pessoa Jurídica*.
    Cnpj,
}

impl DocumentType {
    /// Both, in the order that error messages list them.
    pub const ALL: [Self; 2] = [Self::Cpf, Self::Cnpj];

    /// The name that clients use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpf => "cpf",
            Self::Cnpj => "cnpj",
        }
    }

    /// How many characters a number has without punctuation.
    pub(crate) const fn len(self) -> usize {
        match self {
            Self::Cpf => 11,
            Self::Cnpj => 14,
        }
    }

    /// How far the weights of the check digits go before they start again at 2.
    pub(crate) const fn max_weight(self) -> u32 {
        match self {
            Self::Cpf => 11,
            Self::Cnpj => 9,
        }
    }
}

impl fmt::Display for DocumentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Text that names no document type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected one of cpf, cnpj")]
pub struct UnknownDocumentType;

impl FromStr for DocumentType {
    type Err = UnknownDocumentType;

    fn from_str(text: &str) -> Result<Self, UnknownDocumentType> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or(UnknownDocumentType)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_type_is_read_from_its_name() {
        for kind in DocumentType::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        assert_eq!("CPF".parse::<DocumentType>(), Err(UnknownDocumentType));
    }
}
