//! What `POST /configurations` and `PATCH /configurations/{key}` take.

use boleto::{Agreement, IssuerAccount};
use store::Account;

use super::{account, fields::Fields};
use crate::error::ApiError;

/// A configuration as a client asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConfiguration {
    /// What the client calls it.
    pub external_id: String,
    /// Where its boletos go.
    pub account: Account,
}

/// What a client changes about a configuration; `None` leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConfigurationChange {
    issuer: Option<boleto::Issuer>,
    account: Option<String>,
    agency: Option<String>,
    wallet: Option<String>,
}

/// Reads a request for a configuration.
///
/// # Errors
/// [`ApiError::Invalid`] with every wrong field, in the contract's order.
pub fn read_new_configuration(body: &[u8]) -> Result<NewConfiguration, ApiError> {
    let mut fields = Fields::read(body)?;
    let external_id = fields.required_text("external_id");
    let issuer = account::issuer(&mut fields);
    let account = account::account(&mut fields, issuer);
    let faults = fields.finish();
    match (external_id, issuer, account) {
        (Some(external_id), Some(issuer), Some(account)) if faults.is_empty() => {
            Ok(NewConfiguration {
                external_id,
                account: Account { issuer, account },
            })
        }
        _ => Err(ApiError::Invalid(faults)),
    }
}

/// Reads what is to change about a configuration.
///
/// # Errors
/// [`ApiError::Invalid`] with every wrong field, in the contract's order.
pub fn read_configuration_change(body: &[u8]) -> Result<ConfigurationChange, ApiError> {
    let mut fields = Fields::read(body)?;
    let issuer = fields.optional_text("issuer");
    let issuer = issuer.and_then(|name| account::known_issuer(&mut fields, &name));
    let change = ConfigurationChange {
        issuer,
        account: fields.optional_text("issuer_account"),
        agency: fields.optional_text("issuer_agency"),
        wallet: fields.optional_text("issuer_wallet"),
    };
    let faults = fields.finish();
    if faults.is_empty() {
        Ok(change)
    } else {
        Err(ApiError::Invalid(faults))
    }
}

impl ConfigurationChange {
    /// What becomes of `before`.
    ///
    /// # Errors
    /// [`ApiError::Invalid`]: the issuer's bank has no such account.
    pub fn applied_to(&self, before: &Account) -> Result<Account, ApiError> {
        let or = |new: &Option<String>, old: &str| new.clone().unwrap_or_else(|| old.to_owned());
        let issuer = self.issuer.unwrap_or(before.issuer);
        let account = IssuerAccount {
            agency: or(&self.agency, &before.account.agency),
            account: or(&self.account, &before.account.account),
            wallet: or(&self.wallet, &before.account.wallet),
        };
        Agreement::parse(issuer, &account)
            .map_err(|invalid| ApiError::Invalid(account::account_faults(&invalid)))?;
        Ok(Account { issuer, account })
    }
}
