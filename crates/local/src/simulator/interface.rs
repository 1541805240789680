//! The interfaces that the simulator speaks.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An interface, by the name of the issuer that uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Interface {
    /// Bradesco's own online registration: *registro online, Meios de Pagamento*.
    #[serde(rename = "bradesco")]
    Bradesco,
    /// Bradesco's ShopFácil through boleto-api.
    #[serde(rename = "boleto-api-bradesco-shopfacil")]
    Shopfacil,
    /// Caixa through boleto-api.
    #[serde(rename = "boleto-api-caixa")]
    Caixa,
}

impl Interface {
    /// The name of the issuer that uses it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bradesco => "bradesco",
            Self::Shopfacil => "boleto-api-bradesco-shopfacil",
            Self::Caixa => "boleto-api-caixa",
        }
    }
}

impl fmt::Display for Interface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a bank is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Register a title.
    Register,
    /// Say whether it has a title.
    Find,
}

impl Operation {
    /// Its name in scripts and journals.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Find => "find",
        }
    }
}
