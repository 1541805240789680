//! A boleto with all that a bank asks for.

use alloc::{string::String, vec::Vec};

use jiff::civil::Date;
use thiserror::Error;

use crate::{
    Address, Agreement, Boleto, BoletoId, Cents, Charge, Company, Document, InvalidAgreement,
    InvalidSlip, Issuer, Payer, Personal, Rule, Slip, TitleId,
};

/// What a bank is asked to register: *título*.
///
/// It can be had only from a [`Boleto`] whose payer is complete and whose account fits its bank, so the bank's mapping
/// has nothing left to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// The boleto that it is for.
    pub boleto_id: BoletoId,
    /// The interface that registers it.
    pub issuer: Issuer,
    /// The account it is registered under.
    pub agreement: Agreement,
    /// Its number, before the bank's own formatting.
    pub title_id: TitleId,
    /// Its number at the bank, barcode and line.
    pub slip: Slip,
    /// The day it falls due.
    pub due_on: Date,
    /// What is to be paid.
    pub amount: Cents,
    /// The payer's name.
    pub payer_name: Personal,
    /// The payer's CPF or CNPJ.
    pub payer_document: Document,
    /// Where the payer lives, as far as it is known.
    pub payer_address: Option<Address>,
    /// On whose behalf it is issued.
    pub company: Company,
    /// Interest for late payment.
    pub interest: Charge,
    /// Fine for late payment.
    pub fine: Charge,
    /// Text for the cashier.
    pub instructions: Option<String>,
    /// What the bank is asked to allow after the due day.
    pub rules: Vec<Rule>,
}

/// Why a boleto can't be registered at any bank.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unregistrable {
    /// These details of the payer are missing or wrong, by the names of [`Payer`](crate::Payer)'s fields.
    #[error("the payer's {} missing or invalid", .0.join(", "))]
    Payer(Vec<&'static str>),
    /// The account does not fit the bank.
    #[error(transparent)]
    Agreement(#[from] InvalidAgreement),
    /// No barcode can state its number, day or amount.
    #[error(transparent)]
    Slip(#[from] InvalidSlip),
}

impl Title {
    /// Proves that `boleto` has all that a bank asks for.
    ///
    /// # Errors
    /// What is missing or does not fit.
    pub fn of(boleto: &Boleto) -> Result<Self, Unregistrable> {
        let (payer_name, payer_document) = identified(&boleto.payer)?;
        let agreement = Agreement::parse(boleto.issuer, &boleto.issuer_account)?;
        let slip = agreement.issue(boleto.title_id, boleto.due_on, boleto.amount)?;
        Ok(Self {
            boleto_id: boleto.id,
            issuer: boleto.issuer,
            agreement,
            title_id: boleto.title_id,
            slip,
            due_on: boleto.due_on,
            amount: boleto.amount,
            payer_name,
            payer_document,
            payer_address: boleto.payer.address.clone(),
            company: boleto.company.clone(),
            interest: boleto.interest,
            fine: boleto.fine,
            instructions: boleto.instructions.clone(),
            rules: boleto.rules.clone().unwrap_or_default(),
        })
    }
}

/// The payer's name and document.
fn identified(payer: &Payer) -> Result<(Personal, Document), Unregistrable> {
    let name = payer
        .name
        .as_ref()
        .filter(|name| !name.reveal().trim().is_empty());
    let number = payer.document_number.as_ref().map(Personal::reveal);
    let document = payer
        .document_type
        .zip(number)
        .and_then(|(document_type, number)| Document::parse(document_type, number).ok());
    if let (Some(name), Some(document)) = (name, document) {
        return Ok((name.clone(), document));
    }
    // Without its type a number can't be told right from wrong.
    let number_is_at_fault = number.is_none_or(|number| number.trim().is_empty())
        || payer.document_type.is_some() && document.is_none();
    let faults = [
        ("name", name.is_none()),
        ("document_type", payer.document_type.is_none()),
        ("document_number", number_is_at_fault),
    ];
    let at_fault = faults.into_iter().filter(|(_, at_fault)| *at_fault);
    Err(Unregistrable::Payer(
        at_fault.map(|(field, _)| field).collect(),
    ))
}

#[cfg(test)]
mod tests {
    use alloc::{string::ToString, vec};

    use jiff::{Timestamp, civil::date};

    use crate::{DocumentType, Field, IssuerAccount, Status};

    use super::*;

    fn boleto() -> Boleto {
        let issuer_account = IssuerAccount {
            agency: "1229".into(),
            account: "469".into(),
            wallet: "26".into(),
        };
        let title_id = TitleId::new(1).unwrap();
        let (due_on, amount) = (date(2026, 12, 20), Cents::from(1500));
        let agreement = Agreement::parse(Issuer::Bradesco, &issuer_account).unwrap();
        let slip = agreement.issue(title_id, due_on, amount).unwrap();
        Boleto {
            id: BoletoId::new(Timestamp::UNIX_EPOCH, 1),
            token: String::new(),
            queue_url: String::new(),
            status: Status::Issued,
            due_on,
            amount,
            paid_amount: Cents::ZERO,
            interest: Charge::default(),
            fine: Charge::default(),
            instructions: None,
            issuer: Issuer::Bradesco,
            issuer_account,
            issuer_response_code: None,
            title_id,
            barcode: slip.barcode,
            digitable_line: slip.digitable_line,
            payer: Payer {
                name: Some(Personal::new("Ana")),
                document_type: Some(DocumentType::Cpf),
                document_number: Some(Personal::new("529.982.247-25")),
                address: None,
            },
            company: Company::default(),
            external_id: None,
            reference_id: None,
            bank_response_code: None,
            rules: None,
            boleto_url: None,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn faults(payer: Payer) -> Vec<&'static str> {
        match Title::of(&Boleto { payer, ..boleto() }) {
            Err(Unregistrable::Payer(faults)) => faults,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_complete_boleto_is_a_title_with_the_same_codes() {
        let boleto = Boleto {
            rules: Some(vec![Rule::NoStrict]),
            ..boleto()
        };
        let title = Title::of(&boleto).unwrap();
        assert_eq!(title.slip.barcode, boleto.barcode);
        assert_eq!(title.slip.digitable_line, boleto.digitable_line);
        assert_eq!(title.payer_document.digits(), "52998224725");
        assert_eq!(title.payer_name.reveal(), "Ana");
        assert_eq!(title.rules, [Rule::NoStrict]);
    }

    #[test]
    fn all_that_the_payer_lacks_is_told_at_once() {
        let whole = boleto().payer;
        assert_eq!(
            faults(Payer::default()),
            ["name", "document_type", "document_number"]
        );
        let nameless = Payer {
            name: Some(Personal::new(" ")),
            ..whole.clone()
        };
        assert_eq!(faults(nameless), ["name"]);
        let untyped = Payer {
            document_type: None,
            ..whole.clone()
        };
        assert_eq!(faults(untyped.clone()), ["document_type"]);
        let empty = Some(Personal::new(""));
        let nothing = Payer {
            document_number: empty,
            ..untyped
        };
        assert_eq!(faults(nothing), ["document_type", "document_number"]);
        let other_type = Payer {
            document_type: Some(DocumentType::Cnpj),
            ..whole
        };
        assert_eq!(faults(other_type), ["document_number"]);
    }

    #[test]
    fn an_account_or_a_day_that_does_not_fit_is_told() {
        let mut unfit = boleto();
        unfit.issuer_account.agency = "12345".into();
        let Err(Unregistrable::Agreement(error)) = Title::of(&unfit) else {
            panic!("the agency is too long");
        };
        assert_eq!(error.faults()[0].field, Field::Agency);

        let unfit = Boleto {
            due_on: date(2050, 1, 1),
            ..boleto()
        };
        let error = Title::of(&unfit).unwrap_err();
        assert!(
            matches!(error, Unregistrable::Slip(InvalidSlip::DueDay(_))),
            "{error}"
        );
        assert!(error.to_string().contains("2050-01-01"));
    }
}
