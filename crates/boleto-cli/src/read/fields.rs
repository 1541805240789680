//! The banks' own fields as rows of text.

use std::fmt;

use boleto::free_field::{Fields, banco_do_brasil, bradesco, caixa, itau, santander};

use crate::answer::row;

/// Writes what the free field is made of.
pub(crate) fn rows(f: &mut fmt::Formatter<'_>, fields: &Fields) -> fmt::Result {
    row(f, "our number", fields.our_number())?;
    match fields {
        Fields::Bradesco(fields) => of_bradesco(f, fields),
        Fields::Caixa(fields) => of_caixa(f, fields),
        Fields::Itau(fields) => of_itau(f, fields),
        Fields::BancoDoBrasil(fields) => of_banco_do_brasil(f, fields),
        Fields::Santander(fields) => of_santander(f, fields),
    }
}

fn of_bradesco(f: &mut fmt::Formatter<'_>, fields: &bradesco::Fields) -> fmt::Result {
    row(f, "agency", fields.agency)?;
    row(f, "account", fields.account)?;
    row(f, "wallet", fields.wallet)
}

fn of_caixa(f: &mut fmt::Formatter<'_>, fields: &caixa::Fields) -> fmt::Result {
    let beneficiary = fields.beneficiary;
    match beneficiary.double() {
        Some(double) => {
            let either = format_args!("{} or {}", beneficiary.code(), double.code());
            row(f, "beneficiary", either)?;
        }
        None => row(f, "beneficiary", beneficiary.code())?,
    }
    row(f, "wallet", fields.wallet.as_str())
}

fn of_itau(f: &mut fmt::Formatter<'_>, fields: &itau::Fields) -> fmt::Result {
    if let Some(account) = fields.account() {
        row(f, "agency", account.agency)?;
        row(f, "account", account.account)?;
    }
    if let Some(client) = fields.client() {
        row(f, "document number", client.document_number)?;
        row(f, "client code", client.client_code)?;
    }
    row(f, "wallet", fields.wallet())
}

fn of_banco_do_brasil(f: &mut fmt::Formatter<'_>, fields: &banco_do_brasil::Fields) -> fmt::Result {
    if let Some(agreement) = fields.agreement() {
        row(f, "agreement", agreement)?;
    }
    if let Some(account) = fields.account() {
        row(f, "agency", account.agency)?;
        row(f, "account", account.account)?;
    }
    match fields.wallet() {
        Some(wallet) => row(f, "wallet", wallet),
        None => Ok(()),
    }
}

fn of_santander(f: &mut fmt::Formatter<'_>, fields: &santander::Fields) -> fmt::Result {
    row(f, "beneficiary", fields.beneficiary)?;
    row(f, "insurance tax", fields.ios.as_str())?;
    row(f, "wallet", fields.wallet)
}
