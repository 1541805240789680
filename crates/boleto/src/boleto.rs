//! The boleto as it is kept and served.

use alloc::{string::String, vec::Vec};

use jiff::{Timestamp, civil::Date};

use crate::{
    Barcode, BoletoId, Cents, Charge, Company, DigitableLine, Issuer, Payer, Rule, Status, TitleId,
};

/// A Brazilian bank slip: an amount that a payer can pay at any bank until its due day.
///
/// It holds the payer's details as the client gave them; [`Title`](crate::Title) is the proof that they suffice for a
/// bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boleto {
    /// What the service and its clients call it.
    pub id: BoletoId,
    /// The client's or our own public handle.
    pub token: String,
    /// The client's queue that hears what came of it: an SQS URL.
    pub queue_url: String,
    /// Where it stands with the bank.
    pub status: Status,
    /// The day it falls due, a calendar day at the bank: *data de vencimento*.
    pub due_on: Date,
    /// What is to be paid.
    pub amount: Cents,
    /// What was paid, as the client reported it.
    pub paid_amount: Cents,
    /// Interest for late payment: *juros de mora*.
    pub interest: Charge,
    /// Fine for late payment: *multa*.
    pub fine: Charge,
    /// Text for the cashier: *instruções*.
    pub instructions: Option<String>,
    /// Which bank interface registers it.
    pub issuer: Issuer,
    /// The account at the bank that it is issued for.
    pub issuer_account: IssuerAccount,
    /// The bank's code of its last answer.
    pub issuer_response_code: Option<String>,
    /// Its number, before the bank's own formatting.
    pub title_id: TitleId,
    /// The 44 digits that a reader scans.
    pub barcode: Barcode,
    /// The 47 digits that a person types: *linha digitável*.
    pub digitable_line: DigitableLine,
    /// Who pays: *pagador*.
    pub payer: Payer,
    /// On whose behalf it is issued: *sacador avalista*.
    pub company: Company,
    /// The client's key for choosing a configuration.
    pub external_id: Option<String>,
    /// The client's own reference, given back in notifications.
    pub reference_id: Option<String>,
    /// The payment's code, as the client reported it.
    pub bank_response_code: Option<String>,
    /// What the bank is asked to allow after the due day.
    pub rules: Option<Vec<Rule>>,
    /// Where the bank shows it.
    pub boleto_url: Option<String>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When anything in it last changed.
    pub updated_at: Timestamp,
}

/// An account at a bank as the client writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerAccount {
    /// Branch number: *agência*.
    pub agency: String,
    /// Account number, or the beneficiary's code at Caixa.
    pub account: String,
    /// Kind of collection agreed with the bank: *carteira*.
    pub wallet: String,
}
