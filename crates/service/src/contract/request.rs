//! What `POST /boletos` takes.

use boleto::{
    Cents, Charge, Company, DocumentType, Issuer, IssuerAccount, Payer, Personal, Rule,
    StreetNumber, TitleId,
};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::{
    account::{account, issuer, title_id, within_limit},
    fields::Fields,
    party::{address, document_type, personal, unregistrable_payer},
    terms::{charge, rules},
};
use crate::{error::ApiError, settings::ClientQueues};

/// A boleto as a client asks for it: every rule is kept but those that depend on the day or on what is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBoleto {
    /// The queue that hears what came of it.
    pub queue_url: String,
    /// The day it falls due.
    pub due_on: Date,
    /// What is to be paid.
    pub amount: Cents,
    /// The interface that the client names.
    pub issuer: Issuer,
    /// The account that the client names.
    pub issuer_account: IssuerAccount,
    /// The number that the client chose.
    pub title_id: Option<TitleId>,
    /// The client's own public handle.
    pub token: Option<String>,
    /// The client's own reference.
    pub reference_id: Option<String>,
    /// The client's key for choosing a configuration.
    pub external_id: Option<String>,
    /// Text for the cashier.
    pub instructions: Option<String>,
    /// Interest for late payment.
    pub interest: Charge,
    /// Fine for late payment.
    pub fine: Charge,
    /// Who pays.
    pub payer: Payer,
    /// On whose behalf it is issued.
    pub company: Company,
    /// Whether a bank is to be asked.
    pub register: bool,
    /// What the bank is asked to allow after the due day.
    pub rules: Option<Vec<Rule>>,
}

/// Reads a request for a boleto.
///
/// # Errors
/// [`ApiError::Invalid`] with every wrong field, in the contract's order.
pub fn read_new_boleto(body: &[u8], queues: &ClientQueues) -> Result<NewBoleto, ApiError> {
    let mut fields = Fields::read(body)?;
    let new = read(&mut fields, queues);
    let faults = fields.finish();
    match new {
        Some(new) if faults.is_empty() => Ok(new),
        Some(_) | None => Err(ApiError::Invalid(faults)),
    }
}

fn read(fields: &mut Fields<'_>, queues: &ClientQueues) -> Option<NewBoleto> {
    let queue_url = fields.required_text("queue_url").filter(|url| {
        let allowed = queues.check(url).is_ok();
        if !allowed {
            fields.fault("queue_url", "must be a queue that is allowed here");
        }
        allowed
    });
    let due_on = fields.due_date("expiration_date");
    let amount = fields.required_integer("amount", 0, u64::MAX);
    let issuer = issuer(fields);
    // The limit is the bank's, so it waits for the issuer.
    let amount = amount.filter(|amount| within_limit(fields, *amount, issuer));
    let account = account(fields, issuer);
    let title_id = title_id(fields, issuer);
    let token = fields.optional_text("token");
    let reference_id = fields.optional_text("reference_id");
    let external_id = fields.text_or_empty("external_id");
    let instructions = fields.long_text("instructions");
    let interest = fields.object("interest", charge).unwrap_or_default();
    let fine = fields.object("fine", charge).unwrap_or_default();
    let mut payer = Payer {
        name: personal(fields, "payer_name"),
        document_type: document_type(fields),
        document_number: personal(fields, "payer_document_number"),
        address: None,
    };
    payer.address = fields.object("payer_address", address);
    let company_address = fields.object("company_address", address);
    let company = Company {
        name: personal(fields, "company_name"),
        document_number: personal(fields, "company_document_number"),
        address: company_address,
    };
    let register = fields.boolean("register", true);
    if register {
        // What is wrong with a field is told once.
        let mut missing = unregistrable_payer(&payer);
        missing.retain(|fault| {
            !fault
                .field
                .as_deref()
                .is_some_and(|name| fields.is_at_fault(name))
        });
        fields.faults(missing);
    }
    let rules = rules(fields);

    Some(NewBoleto {
        queue_url: queue_url?,
        due_on: due_on?,
        amount: Cents::new(amount?).ok()?,
        issuer: issuer?,
        issuer_account: account?,
        title_id,
        token,
        reference_id,
        external_id,
        instructions,
        interest,
        fine,
        payer,
        company,
        register,
        rules,
    })
}

impl NewBoleto {
    /// The SHA-256 of what was asked for, however it was spelled: the same for `"2000"` and `2000`.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut add = |text: Option<&str>| match text {
            Some(text) => {
                hash.update([1]);
                hash.update(text.len().to_be_bytes());
                hash.update(text);
            }
            None => hash.update([0]),
        };
        add(Some(&self.queue_url));
        add(Some(&self.due_on.to_string()));
        add(Some(&self.amount.get().to_string()));
        add(Some(self.issuer.name()));
        add(Some(&self.issuer_account.account));
        add(Some(&self.issuer_account.agency));
        add(Some(&self.issuer_account.wallet));
        add(self
            .title_id
            .map(|number| number.get().to_string())
            .as_deref());
        add(self.token.as_deref());
        add(self.reference_id.as_deref());
        add(self.external_id.as_deref());
        add(self.instructions.as_deref());
        for charge in [self.interest, self.fine] {
            add(charge
                .percentage
                .map(|percentage| percentage.units().to_string())
                .as_deref());
            add(charge
                .amount
                .map(|amount| amount.get().to_string())
                .as_deref());
            add(charge.days.map(|days| days.to_string()).as_deref());
        }
        add(self.payer.name.as_ref().map(Personal::reveal));
        add(self.payer.document_type.map(DocumentType::name));
        add(self.payer.document_number.as_ref().map(Personal::reveal));
        for address in [&self.payer.address, &self.company.address] {
            let Some(address) = address else {
                add(None);
                continue;
            };
            add(Some("address"));
            add(address.zipcode.as_ref().map(Personal::reveal));
            add(address.street.as_ref().map(Personal::reveal));
            add(address.street_number.as_ref().map(StreetNumber::reveal));
            add(address.complementary.as_ref().map(Personal::reveal));
            add(address.neighborhood.as_ref().map(Personal::reveal));
            add(address.city.as_ref().map(Personal::reveal));
            add(address.state.as_ref().map(Personal::reveal));
        }
        add(self.company.name.as_ref().map(Personal::reveal));
        add(self.company.document_number.as_ref().map(Personal::reveal));
        add(Some(if self.register { "register" } else { "issue" }));
        match &self.rules {
            Some(rules) => {
                add(Some(&rules.len().to_string()));
                for rule in rules {
                    add(Some(rule.name()));
                }
            }
            None => add(None),
        }
        hash.finalize().into()
    }
}
