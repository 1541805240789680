//! Where a boleto is registered: issuer, account, and what the bank takes.

use boleto::{Agreement, Bank, Cents, InvalidAgreement, Issuer, IssuerAccount, TitleId};

use super::fields::Fields;
use crate::error::InvalidField;

pub(super) fn issuer(fields: &mut Fields<'_>) -> Option<Issuer> {
    let name = fields.required_text("issuer")?;
    known_issuer(fields, &name)
}

pub(super) fn known_issuer(fields: &mut Fields<'_>, name: &str) -> Option<Issuer> {
    let issuer = name.parse().ok();
    if issuer.is_none() {
        let names = Issuer::ALL.map(Issuer::name).join(", ");
        fields.fault("issuer", format_args!("must be one of [{names}]"));
    }
    issuer
}

pub(super) fn within_limit(fields: &mut Fields<'_>, amount: u64, issuer: Option<Issuer>) -> bool {
    let limit = largest_amount(issuer.map_or(Bank::Bradesco, Issuer::bank)).get();
    if amount > limit {
        fields.fault(
            "amount",
            format_args!("must be less than or equal to {limit}"),
        );
    }
    amount <= limit
}

/// The largest amount that a bank registers, which at Caixa is less than a barcode states.
///
/// Source: Caixa, manual 67.119 v010, p. 33.
#[must_use]
pub fn largest_amount(bank: Bank) -> Cents {
    match bank {
        Bank::Caixa => Cents::new(999_999_999).unwrap_or(Cents::ZERO),
        Bank::Bradesco | Bank::Itau | Bank::BancoDoBrasil | Bank::Santander => bank.max_amount(),
    }
}

pub(super) fn account(fields: &mut Fields<'_>, issuer: Option<Issuer>) -> Option<IssuerAccount> {
    let account = fields.required_text("issuer_account");
    let agency = fields.required_text("issuer_agency");
    let wallet = fields.required_text("issuer_wallet");
    let account = IssuerAccount {
        agency: agency?,
        account: account?,
        wallet: wallet?,
    };
    match Agreement::parse(issuer?, &account) {
        Ok(_) => Some(account),
        Err(invalid) => {
            fields.faults(account_faults(&invalid));
            None
        }
    }
}

/// What a bank does not take about an account.
pub(super) fn account_faults(invalid: &InvalidAgreement) -> Vec<InvalidField> {
    invalid
        .faults()
        .iter()
        .map(|fault| InvalidField {
            message: format!("\"issuer_{}\" {}", fault.field, fault.fault),
            field: Some(format!("issuer_{}", fault.field)),
        })
        .collect()
}

pub(super) fn title_id(fields: &mut Fields<'_>, issuer: Option<Issuer>) -> Option<TitleId> {
    let largest = issuer.map_or(TitleId::MAX, |issuer| issuer.bank().max_title_id());
    let number = fields.optional_integer("title_id", 1, largest.get())?;
    TitleId::new(number).ok()
}
