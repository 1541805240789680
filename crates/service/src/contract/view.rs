//! Boletos as clients and queues see them.

use boleto::{Address, Boleto, Charge, Personal, StreetNumber};
use jiff::{Timestamp, civil::Date};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::value::RawValue;
use store::{Account, Configuration, HistoryLine, Notification};

/// A boleto as clients see it.
#[derive(Serialize)]
pub struct BoletoView<'a> {
    object: &'static str,
    id: String,
    token: &'a str,
    queue_url: &'a str,
    status: &'static str,
    expiration_date: String,
    amount: u64,
    paid_amount: u64,
    interest: ChargeView,
    fine: ChargeView,
    instructions: Option<&'a str>,
    issuer: &'static str,
    issuer_account: &'a str,
    issuer_agency: &'a str,
    issuer_wallet: &'a str,
    issuer_id: Option<&'static str>,
    issuer_response_code: Option<&'a str>,
    issuer_response_message: Option<&'static str>,
    title_id: u64,
    barcode: String,
    digitable_line: String,
    payer_name: Option<&'a str>,
    payer_document_type: Option<&'static str>,
    payer_document_number: Option<&'a str>,
    payer_address: Option<AddressView<'a>>,
    external_id: Option<&'a str>,
    company_name: Option<&'a str>,
    company_document_number: Option<&'a str>,
    company_address: Option<AddressView<'a>>,
    bank_response_code: Option<&'a str>,
    rules: Option<Vec<&'static str>>,
    boleto_url: Option<&'a str>,
    reference_id: Option<&'a str>,
    created_at: String,
    updated_at: String,
}

impl<'a> BoletoView<'a> {
    /// Shows a boleto.
    #[must_use]
    pub fn of(boleto: &'a Boleto) -> Self {
        Self {
            object: "boleto",
            id: boleto.id.to_string(),
            token: &boleto.token,
            queue_url: &boleto.queue_url,
            status: boleto.status.name(),
            expiration_date: midnight(boleto.due_on),
            amount: boleto.amount.get(),
            paid_amount: boleto.paid_amount.get(),
            interest: ChargeView(boleto.interest),
            fine: ChargeView(boleto.fine),
            instructions: boleto.instructions.as_deref(),
            issuer: boleto.issuer.name(),
            issuer_account: &boleto.issuer_account.account,
            issuer_agency: &boleto.issuer_account.agency,
            issuer_wallet: &boleto.issuer_account.wallet,
            issuer_id: None,
            issuer_response_code: boleto.issuer_response_code.as_deref(),
            issuer_response_message: boleto
                .issuer_response_code
                .as_deref()
                .and_then(|code| banks::reason(boleto.issuer, code)),
            title_id: boleto.title_id.get(),
            barcode: boleto.barcode.to_string(),
            digitable_line: boleto.digitable_line.to_string(),
            payer_name: reveal(boleto.payer.name.as_ref()),
            payer_document_type: boleto.payer.document_type.map(boleto::DocumentType::name),
            payer_document_number: reveal(boleto.payer.document_number.as_ref()),
            payer_address: boleto.payer.address.as_ref().map(AddressView::of),
            external_id: boleto.external_id.as_deref(),
            company_name: reveal(boleto.company.name.as_ref()),
            company_document_number: reveal(boleto.company.document_number.as_ref()),
            company_address: boleto.company.address.as_ref().map(AddressView::of),
            bank_response_code: boleto.bank_response_code.as_deref(),
            rules: boleto
                .rules
                .as_ref()
                .map(|rules| rules.iter().map(|rule| rule.name()).collect()),
            boleto_url: boleto.boleto_url.as_deref(),
            reference_id: boleto.reference_id.as_deref(),
            created_at: moment(boleto.created_at),
            updated_at: moment(boleto.updated_at),
        }
    }
}

/// Interest or a fine: only what was given, so that an absent one is `{}`.
struct ChargeView(Charge);

impl Serialize for ChargeView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(percentage) = self.0.percentage {
            let number =
                RawValue::from_string(percentage.to_string()).map_err(serde::ser::Error::custom)?;
            map.serialize_entry("percentage", &number)?;
        }
        if let Some(amount) = self.0.amount {
            map.serialize_entry("amount", &amount.get())?;
        }
        if let Some(days) = self.0.days {
            map.serialize_entry("days", &days)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct AddressView<'a> {
    zipcode: Option<&'a str>,
    street: Option<&'a str>,
    street_number: Option<StreetNumberView<'a>>,
    complementary: Option<&'a str>,
    neighborhood: Option<&'a str>,
    city: Option<&'a str>,
    state: Option<&'a str>,
}

impl<'a> AddressView<'a> {
    fn of(address: &'a Address) -> Self {
        Self {
            zipcode: reveal(address.zipcode.as_ref()),
            street: reveal(address.street.as_ref()),
            street_number: address.street_number.as_ref().map(StreetNumberView),
            complementary: reveal(address.complementary.as_ref()),
            neighborhood: reveal(address.neighborhood.as_ref()),
            city: reveal(address.city.as_ref()),
            state: reveal(address.state.as_ref()),
        }
    }
}

struct StreetNumberView<'a>(&'a StreetNumber);

impl Serialize for StreetNumberView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            StreetNumber::Text(text) => serializer.serialize_str(text.reveal()),
            StreetNumber::Number(digits) => RawValue::from_string(digits.reveal().to_owned())
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
        }
    }
}

/// A configuration as clients see it.
#[derive(Serialize)]
pub struct ConfigurationView<'a> {
    object: &'static str,
    id: String,
    external_id: &'a str,
    issuer: &'static str,
    issuer_account: &'a str,
    issuer_agency: &'a str,
    issuer_wallet: &'a str,
    created_at: String,
    updated_at: String,
}

impl<'a> ConfigurationView<'a> {
    /// Shows a configuration.
    #[must_use]
    pub fn of(configuration: &'a Configuration) -> Self {
        let Account { issuer, account } = &configuration.account;
        Self {
            object: "configuration",
            id: configuration.id.to_string(),
            external_id: &configuration.external_id,
            issuer: issuer.name(),
            issuer_account: &account.account,
            issuer_agency: &account.agency,
            issuer_wallet: &account.wallet,
            created_at: moment(configuration.created_at),
            updated_at: moment(configuration.updated_at),
        }
    }
}

/// What happened to a boleto, as clients see it.
#[derive(Serialize)]
pub struct HistoryView<'a> {
    object: &'static str,
    happened_at: String,
    event: &'static str,
    status: &'static str,
    attempt: Option<i32>,
    code: Option<&'a str>,
    reason: Option<&'a str>,
    request_id: &'a str,
}

impl<'a> HistoryView<'a> {
    /// Shows a line of history.
    #[must_use]
    pub fn of(line: &'a HistoryLine) -> Self {
        Self {
            object: "boleto_event",
            happened_at: moment(line.happened_at),
            event: line.event.name(),
            status: line.status.name(),
            attempt: line.attempt,
            code: line.code.as_deref(),
            reason: line.reason.as_deref(),
            request_id: &line.request_id,
        }
    }
}

/// What a client's queue is told.
#[derive(Serialize)]
pub struct NotificationBody<'a> {
    boleto_id: &'a str,
    status: &'static str,
    reference_id: Option<&'a str>,
    event_id: String,
    issuer_response_code: Option<&'a str>,
    occurred_at: String,
}

impl<'a> NotificationBody<'a> {
    /// Words a notification.
    #[must_use]
    pub fn of(notification: &'a Notification) -> Self {
        Self {
            boleto_id: &notification.boleto_id,
            status: notification.status.name(),
            reference_id: notification.reference_id.as_deref(),
            event_id: notification.event_id.to_string(),
            issuer_response_code: notification.issuer_response_code.as_deref(),
            occurred_at: moment(notification.occurred_at),
        }
    }
}

/// What the registration queue carries: an id and nothing else, since the truth is in Postgres.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct RegistrationMessage {
    /// Which boleto to look at.
    pub boleto_id: String,
}

fn reveal(text: Option<&Personal>) -> Option<&str> {
    text.map(Personal::reveal)
}

/// The due day as clients have always seen it: `2026-12-20T00:00:00.000Z`.
fn midnight(day: Date) -> String {
    format!("{day}T00:00:00.000Z")
}

/// A moment with milliseconds: `2026-11-21T21:16:27.123Z`.
fn moment(at: Timestamp) -> String {
    format!("{at:.3}")
}
