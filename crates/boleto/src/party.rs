//! Who pays a boleto, and on whose behalf it is issued, as the client described them.

use crate::{DocumentType, Personal};

/// Who pays: *pagador*.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payer {
    /// Full name.
    pub name: Option<Personal>,
    /// Which kind of document the number is.
    pub document_type: Option<DocumentType>,
    /// CPF or CNPJ as the client wrote it.
    pub document_number: Option<Personal>,
    /// Where the payer lives.
    pub address: Option<Address>,
}

/// On whose behalf a boleto is issued: *sacador avalista*.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Company {
    /// Its name.
    pub name: Option<Personal>,
    /// CPF or CNPJ as the client wrote it.
    pub document_number: Option<Personal>,
    /// Where it is.
    pub address: Option<Address>,
}

/// A postal address as the client wrote it: each part may be missing or empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Postal code: *CEP*.
    pub zipcode: Option<Personal>,
    /// Street without number.
    pub street: Option<Personal>,
    /// Number in the street.
    pub street_number: Option<StreetNumber>,
    /// Flat, floor, block: *complemento*.
    pub complementary: Option<Personal>,
    /// District: *bairro*.
    pub neighborhood: Option<Personal>,
    /// City.
    pub city: Option<Personal>,
    /// State, by name or by its two letters: *UF*.
    pub state: Option<Personal>,
}

/// A number in a street, which clients send as text or as a JSON number and get back as they sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreetNumber {
    /// Sent as text.
    Text(Personal),
    /// Sent as a number: its digits.
    Number(Personal),
}

impl StreetNumber {
    /// What the bank is told.
    #[must_use]
    pub fn reveal(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) => text.reveal(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_street_number_is_told_alike_however_it_was_sent() {
        for number in [StreetNumber::Text, StreetNumber::Number] {
            assert_eq!(number(Personal::new("12")).reveal(), "12");
        }
    }
}
