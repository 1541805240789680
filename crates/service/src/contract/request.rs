//! What `POST /boletos` takes.

use boleto::{
    Address, Agreement, Bank, Cents, Charge, Company, Document, DocumentType, InvalidAgreement,
    Issuer, IssuerAccount, Payer, Percentage, Personal, Rule, StreetNumber, TitleId,
};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::fields::{Fields, Value};
use crate::{
    error::{ApiError, InvalidField},
    settings::ClientQueues,
};

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

/// More rules than this make no sense.
const MOST_RULES: usize = 10;

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

/// What is missing from a payer before a bank can be asked.
#[must_use]
pub fn unregistrable_payer(payer: &Payer) -> Vec<InvalidField> {
    let fault = |field: &str, what: &str| InvalidField {
        message: format!("\"{field}\" {what}"),
        field: Some(field.to_owned()),
    };
    let is_blank =
        |text: Option<&Personal>| text.is_none_or(|text| text.reveal().trim().is_empty());
    let mut faults = Vec::new();
    if is_blank(payer.name.as_ref()) {
        faults.push(fault("payer_name", "is required"));
    }
    if payer.document_type.is_none() {
        faults.push(fault("payer_document_type", "is required"));
    }
    match (&payer.document_number, payer.document_type) {
        (number, _) if is_blank(number.as_ref()) => {
            faults.push(fault("payer_document_number", "is required"));
        }
        (Some(number), Some(document_type)) => {
            if Document::parse(document_type, number.reveal()).is_err() {
                let expected = format!("must be a valid {}", document_type.name());
                faults.push(fault("payer_document_number", &expected));
            }
        }
        (Some(_), None) | (None, _) => {}
    }
    faults
}

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

fn within_limit(fields: &mut Fields<'_>, amount: u64, issuer: Option<Issuer>) -> bool {
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

fn title_id(fields: &mut Fields<'_>, issuer: Option<Issuer>) -> Option<TitleId> {
    let largest = issuer.map_or(TitleId::MAX, |issuer| issuer.bank().max_title_id());
    let number = fields.optional_integer("title_id", 1, largest.get())?;
    TitleId::new(number).ok()
}

fn charge(fields: &mut Fields<'_>) -> Charge {
    let percentage = percentage(fields);
    let amount = fields
        .optional_integer("amount", 0, 9_999_999_999)
        .and_then(|cents| Cents::new(cents).ok());
    let days = fields
        .optional_integer("days", 0, 99_999)
        .and_then(|days| u32::try_from(days).ok());
    let both = percentage.is_some_and(|percentage| !percentage.is_zero())
        && amount.is_some_and(|amount| !amount.is_zero());
    if both {
        fields.fault("amount", "is not allowed together with \"percentage\"");
    }
    Charge {
        percentage,
        amount,
        days,
    }
}

fn percentage(fields: &mut Fields<'_>) -> Option<Percentage> {
    use boleto::InvalidPercentage::{AboveHundred, Negative, NotANumber, TooPrecise};

    let read = match fields.take("percentage")? {
        Value::Null => return None,
        Value::Number(text) => text.parse::<Percentage>(),
        Value::Text(text) => text.trim().parse(),
        Value::Boolean(_) | Value::Array(_) | Value::Object(_) | Value::Unreadable => {
            Err(NotANumber)
        }
    };
    let what = match read {
        Ok(percentage) => return Some(percentage),
        Err(NotANumber) => "must be a number",
        Err(Negative) => "must be larger than or equal to 0",
        Err(AboveHundred) => "must be less than or equal to 100",
        Err(TooPrecise) => "must have no more than 5 decimal places",
    };
    fields.fault("percentage", what);
    None
}

fn personal(fields: &mut Fields<'_>, name: &str) -> Option<Personal> {
    fields.text_or_empty(name).map(Personal::new)
}

fn document_type(fields: &mut Fields<'_>) -> Option<DocumentType> {
    let text = fields
        .text_or_empty("payer_document_type")
        .filter(|text| !text.is_empty())?;
    match text.parse() {
        Ok(document_type) => Some(document_type),
        Err(_) => {
            fields.fault("payer_document_type", "must be one of [cpf, cnpj]");
            None
        }
    }
}

fn address(fields: &mut Fields<'_>) -> Address {
    let zipcode = personal(fields, "zipcode");
    let street = personal(fields, "street");
    let street_number = match fields.take("street_number") {
        None | Some(Value::Null) => None,
        Some(Value::Number(digits)) if digits.len() <= 32 => {
            Some(StreetNumber::Number(Personal::new(digits)))
        }
        Some(Value::Text(text)) if text.chars().count() <= 255 => {
            Some(StreetNumber::Text(Personal::new(text)))
        }
        Some(_) => {
            fields.fault("street_number", "must be a string");
            None
        }
    };
    Address {
        zipcode,
        street,
        street_number,
        complementary: personal(fields, "complementary"),
        neighborhood: personal(fields, "neighborhood"),
        city: personal(fields, "city"),
        state: personal(fields, "state"),
    }
}

fn rules(fields: &mut Fields<'_>) -> Option<Vec<Rule>> {
    let elements = match fields.take("rules")? {
        Value::Null => return None,
        Value::Array(elements) => elements,
        Value::Boolean(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Object(_)
        | Value::Unreadable => {
            fields.fault("rules", "must be an array");
            return None;
        }
    };
    if elements.len() > MOST_RULES {
        fields.fault(
            "rules",
            format_args!("must contain less than or equal to {MOST_RULES} items"),
        );
        return None;
    }
    let names = Rule::ALL.map(Rule::name).join(", ");
    let mut rules = Vec::new();
    let mut faults = Vec::new();
    for (index, element) in elements.into_iter().enumerate() {
        let rule = match Value::of(element) {
            Value::Text(text) => text.parse::<Rule>().ok(),
            Value::Null
            | Value::Boolean(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_)
            | Value::Unreadable => None,
        };
        match rule {
            Some(rule) => rules.push(rule),
            None => faults.push(InvalidField {
                message: format!("\"{index}\" must be one of [{names}]"),
                field: Some(format!("rules.{index}")),
            }),
        }
    }
    fields.faults(faults);
    Some(rules)
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
