//! The titles that the banks have, and every attempt to register one.

use std::collections::BTreeMap;

use boleto::{Bank, Cents, DocumentType, Personal};
use jiff::civil::Date;

use super::Interface;

/// What makes a title unique at its bank.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TitleKey {
    /// The bank's code: `237`, `104`.
    pub bank: &'static str,
    /// The shop at Bradesco's own interface, `agency/account` at ShopFácil, the beneficiary at Caixa.
    pub agreement: String,
    /// *Carteira*; empty at Caixa, where it is a part of the number.
    pub wallet: String,
    /// The number before the bank's own formatting: *nosso número*.
    pub number: u64,
}

/// What a client asks a bank to register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// The interface that it came by.
    pub interface: Interface,
    /// Its identity at the bank.
    pub key: TitleKey,
    /// What is to be paid.
    pub amount: Cents,
    /// The day it falls due.
    pub due_on: Date,
    /// The day it says that it was issued, where the interface has it said.
    pub issued_on: Option<Date>,
    /// The payer's CPF or CNPJ, without punctuation.
    pub payer_document: Personal,
    /// Which of the two the bank takes it for.
    pub payer_document_type: DocumentType,
}

/// A title that a bank has: *título*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankTitle {
    /// Its identity at the bank.
    pub key: TitleKey,
    /// What is to be paid.
    pub amount: Cents,
    /// The day it falls due.
    pub due_on: Date,
    /// The payer's CPF or CNPJ, without punctuation.
    pub payer_document: Personal,
    /// Which of the two the bank takes it for.
    pub payer_document_type: DocumentType,
    /// Whether the registration has ended.
    pub status: TitleStatus,
    /// How often its registration was asked for, refusals and lost replies included.
    pub received: u32,
}

/// How far a title's registration is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleStatus {
    /// The bank has taken it and has not finished.
    InProgress,
    /// It can be paid.
    Registered,
}

/// One request for registration that the simulator understood, whatever came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What was asked for.
    pub registration: Registration,
    /// Which one it is for this title, from 1.
    pub ordinal: u32,
    /// What the bank's own rules said to it, before any fault.
    pub verdict: Verdict,
    /// Whether the title entered the ledger because of it; one that enters later turns true then.
    pub applied: bool,
}

/// What an honest bank says to a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It takes it.
    Accepted,
    /// It has a title with that number and has not finished its registration.
    InProgress,
    /// It has a title with that number.
    AlreadyExists,
    /// It does not take it, for these reasons: one, or at boleto-api all that it finds itself.
    Refused(Vec<Refused>),
}

/// Why a bank does not take a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The bank's code.
    pub code: String,
    /// Its words.
    pub message: String,
}

impl Refused {
    pub(super) fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
        }
    }
}

impl From<(&str, &str)> for Refused {
    fn from((code, message): (&str, &str)) -> Self {
        Self::new(code, message)
    }
}

/// The titles and the attempts.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    titles: BTreeMap<TitleKey, BankTitle>,
    attempts: Vec<Attempt>,
    received: BTreeMap<TitleKey, u32>,
}

/// Where an attempt stands in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AttemptIndex(usize);

impl Ledger {
    /// Notes an attempt. `reasons` are what the bank's rules have against it.
    pub(super) fn receive(
        &mut self,
        registration: Registration,
        reasons: Vec<Refused>,
    ) -> (AttemptIndex, Verdict) {
        let title = self.titles.get_mut(&registration.key);
        let verdict = match title.as_ref().map(|title| title.status) {
            _ if !reasons.is_empty() => Verdict::Refused(reasons),
            Some(TitleStatus::InProgress) => Verdict::InProgress,
            Some(TitleStatus::Registered) => Verdict::AlreadyExists,
            None => Verdict::Accepted,
        };
        let ordinal = self.received.entry(registration.key.clone()).or_default();
        *ordinal += 1;
        if let Some(title) = title {
            title.received = *ordinal;
        }
        let index = AttemptIndex(self.attempts.len());
        self.attempts.push(Attempt {
            registration,
            ordinal: *ordinal,
            verdict: verdict.clone(),
            applied: false,
        });
        (index, verdict)
    }

    /// Which attempt the next one for `key` will be, from 1.
    pub(super) fn next_ordinal(&self, key: &TitleKey) -> u32 {
        self.received.get(key).map_or(1, |received| received + 1)
    }

    /// Enters the attempt's title, unless the bank refuses it or has one with its number.
    pub(super) fn apply(&mut self, index: AttemptIndex, status: TitleStatus) {
        let attempt = &mut self.attempts[index.0];
        let refused = matches!(attempt.verdict, Verdict::Refused(_));
        if refused || self.titles.contains_key(&attempt.registration.key) {
            return;
        }
        attempt.applied = true;
        let asked = attempt.registration.clone();
        let title = BankTitle {
            key: asked.key.clone(),
            amount: asked.amount,
            due_on: asked.due_on,
            payer_document: asked.payer_document,
            payer_document_type: asked.payer_document_type,
            status,
            received: self.received.get(&asked.key).copied().unwrap_or(1),
        };
        self.titles.insert(asked.key, title);
    }

    /// Ends the registration of a title that was in progress.
    pub(super) fn finish(&mut self, index: AttemptIndex) {
        let key = &self.attempts[index.0].registration.key;
        if let Some(title) = self.titles.get_mut(key) {
            title.status = TitleStatus::Registered;
        }
    }

    /// The title with this bank, agreement and number, in whatever wallet.
    pub(super) fn find(&self, bank: Bank, agreement: &str, number: u64) -> Option<&BankTitle> {
        self.titles.values().find(|title| {
            title.key.bank == bank.code()
                && title.key.agreement == agreement
                && title.key.number == number
        })
    }

    pub(super) fn titles(&self) -> Vec<BankTitle> {
        self.titles.values().cloned().collect()
    }

    pub(super) fn attempts(&self) -> Vec<Attempt> {
        self.attempts.clone()
    }
}
