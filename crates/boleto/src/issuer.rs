//! Which bank interface registers a boleto.

use core::{fmt, str::FromStr};

use thiserror::Error;

use crate::Bank;

/// The interface that a boleto is registered through, by the names that clients use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Issuer {
    /// Bradesco's own online registration: *registro online, Meios de Pagamento*.
    Bradesco,
    /// Bradesco's ShopFácil through boleto-api.
    BoletoApiBradescoShopfacil,
    /// Caixa through boleto-api.
    BoletoApiCaixa,
    /// No bank at all: outcomes by amount, numbers as Bradesco's.
    Development,
}

impl Issuer {
    /// Every issuer, in the order that error messages list them.
    pub const ALL: [Self; 4] = [
        Self::Bradesco,
        Self::BoletoApiBradescoShopfacil,
        Self::BoletoApiCaixa,
        Self::Development,
    ];

    /// The name that clients use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bradesco => "bradesco",
            Self::BoletoApiBradescoShopfacil => "boleto-api-bradesco-shopfacil",
            Self::BoletoApiCaixa => "boleto-api-caixa",
            Self::Development => "development",
        }
    }

    /// The bank whose barcode its boletos carry.
    #[must_use]
    pub fn bank(self) -> Bank {
        match self {
            Self::Bradesco | Self::BoletoApiBradescoShopfacil | Self::Development => Bank::Bradesco,
            Self::BoletoApiCaixa => Bank::Caixa,
        }
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Text that names no issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected one of bradesco, boleto-api-bradesco-shopfacil, boleto-api-caixa, development")]
pub struct UnknownIssuer;

impl FromStr for Issuer {
    type Err = UnknownIssuer;

    fn from_str(text: &str) -> Result<Self, UnknownIssuer> {
        Self::ALL
            .into_iter()
            .find(|issuer| issuer.name() == text)
            .ok_or(UnknownIssuer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_read_from_the_name_that_it_is_shown_by() {
        let names = [
            "bradesco",
            "boleto-api-bradesco-shopfacil",
            "boleto-api-caixa",
            "development",
        ];
        for (issuer, name) in Issuer::ALL.into_iter().zip(names) {
            assert_eq!(name.parse(), Ok(issuer));
            assert_eq!(alloc::format!("{issuer}"), name);
        }
        assert_eq!("".parse::<Issuer>(), Err(UnknownIssuer));
    }

    #[test]
    fn only_caixas_issuer_has_caixas_barcode() {
        for issuer in Issuer::ALL {
            let of_caixa = issuer == Issuer::BoletoApiCaixa;
            assert_eq!(issuer.bank() == Bank::Caixa, of_caixa, "{issuer}");
            assert_eq!(issuer.bank() == Bank::Bradesco, !of_caixa, "{issuer}");
        }
    }
}
