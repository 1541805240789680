//! Who calls, and what the stack puts in where a request leaves a choice.

use std::{collections::BTreeMap, fmt::Write as _};

use boleto::{Issuer, IssuerAccount};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Environment, InvalidSetting};

/// Which client an API key belongs to. Keys rotate, clients stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clients(BTreeMap<String, String>);

impl Clients {
    /// Reads `API_CLIENTS`.
    ///
    /// # Errors
    /// It is missing or wrong.
    pub fn read(env: &Environment) -> Result<Self, InvalidSetting> {
        Ok(Self(env.json(
            "API_CLIENTS",
            "a JSON object of key hashes and client names",
        )?))
    }

    /// Whose key this is: the client's name, or the key's hash while the settings don't name one yet.
    #[must_use]
    pub fn client(&self, api_key: &str) -> String {
        let hash = hash(api_key);
        self.0.get(&hash).cloned().unwrap_or(hash)
    }

    /// Whether this is a client's key.
    #[must_use]
    pub fn know(&self, api_key: &str) -> bool {
        self.0.contains_key(&hash(api_key))
    }
}

/// SHA-256 in lower-case hexadecimal.
fn hash(api_key: &str) -> String {
    let mut hash = String::with_capacity(64);
    for byte in Sha256::digest(api_key) {
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

/// The stack's own account at each issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House(BTreeMap<String, AccountSetting>);

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct AccountSetting {
    agency: String,
    account: String,
    wallet: String,
}

impl House {
    /// Reads `HOUSE_ACCOUNTS`.
    ///
    /// # Errors
    /// It is missing or wrong.
    pub fn read(env: &Environment) -> Result<Self, InvalidSetting> {
        Ok(Self(env.json(
            "HOUSE_ACCOUNTS",
            "a JSON object of issuers with agency, account and wallet",
        )?))
    }

    /// The stack's own account at `issuer`, if it has one.
    #[must_use]
    pub fn account(&self, issuer: Issuer) -> Option<IssuerAccount> {
        self.0.get(issuer.name()).map(|own| IssuerAccount {
            agency: own.agency.clone(),
            account: own.account.clone(),
            wallet: own.wallet.clone(),
        })
    }
}
