//! A boleto with all that a bank asks for.

use alloc::{string::String, vec::Vec};

use jiff::civil::Date;
use thiserror::Error;

use crate::{
    Address, Agreement, Boleto, BoletoId, Cents, Charge, Company, Document, InvalidAgreement,
    InvalidSlip, Issuer, Personal, Rule, Slip, TitleId,
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
        let payer = &boleto.payer;
        let name = payer
            .name
            .as_ref()
            .filter(|name| !name.reveal().trim().is_empty());
        let document = payer
            .document_type
            .zip(payer.document_number.as_ref())
            .and_then(|(document_type, number)| {
                Document::parse(document_type, number.reveal()).ok()
            });
        let (payer_name, payer_document) = match (name, document) {
            (Some(name), Some(document)) => (name.clone(), document),
            (name, document) => {
                let mut faults = Vec::new();
                if name.is_none() {
                    faults.push("name");
                }
                if payer.document_type.is_none() {
                    faults.push("document_type");
                }
                if document.is_none() {
                    faults.push("document_number");
                }
                return Err(Unregistrable::Payer(faults));
            }
        };

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
            payer_address: payer.address.clone(),
            company: boleto.company.clone(),
            interest: boleto.interest,
            fine: boleto.fine,
            instructions: boleto.instructions.clone(),
            rules: boleto.rules.clone().unwrap_or_default(),
        })
    }
}
