//! What boleto-api is told, in its own words.

use serde::Serialize;
use serde_json::value::RawValue;

/// The body of a registration.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    /// The bank's clearing code without leading zeros.
    pub(crate) bank_number: u16,
    /// Whom the bank knows us as, where boleto-api does not know that by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) authentication: Option<Authentication>,
    pub(crate) agreement: Agreement,
    pub(crate) title: Title,
    pub(crate) recipient: Party,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) payee_guarantor: Option<PayeeGuarantor>,
    pub(crate) buyer: Party,
    /// What boleto-api calls this attempt in its logs.
    pub(crate) request_key: String,
}

#[derive(Serialize)]
pub(crate) struct Authentication {
    pub(crate) username: String,
    pub(crate) password: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Agreement {
    pub(crate) agreement_number: u32,
    pub(crate) agency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) wallet: Option<u16>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Title {
    /// `YYYY-MM-DD`.
    pub(crate) expire_date: String,
    pub(crate) amount_in_cents: u64,
    /// Not padded; boleto-api writes it in the bank's form.
    pub(crate) our_number: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) instructions: Option<String>,
    /// The same number; ShopFácil's order number.
    pub(crate) document_number: String,
    /// Version 1 refuses any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rules: Option<Rules>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fees: Option<Fees>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rules {
    pub(crate) accept_divergent_amount: bool,
    pub(crate) max_days_to_pay_past_due: u16,
}

#[derive(Serialize)]
pub(crate) struct Fees {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fine: Option<Fine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) interest: Option<Interest>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fine {
    pub(crate) days_after_expiration_date: u32,
    pub(crate) amount_in_cents: u64,
    /// A number, to the digit: no float has come near it.
    pub(crate) percentage_on_total: Box<RawValue>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Interest {
    pub(crate) days_after_expiration_date: u32,
    pub(crate) amount_per_day_in_cents: u64,
    /// A number, to the digit.
    pub(crate) percentage_per_month: Box<RawValue>,
}

/// Who pays, or whom the title belongs to.
#[derive(Serialize)]
pub(crate) struct Party {
    pub(crate) name: String,
    pub(crate) document: Document,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<Address>,
}

/// On whose behalf the title is issued.
#[derive(Serialize)]
pub(crate) struct PayeeGuarantor {
    pub(crate) name: String,
    pub(crate) document: Document,
}

#[derive(Serialize)]
pub(crate) struct Document {
    /// `CPF` or `CNPJ`, in capitals: boleto-api takes anything else for a company's.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) number: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Address {
    pub(crate) street: String,
    pub(crate) number: String,
    pub(crate) complement: String,
    pub(crate) zip_code: String,
    pub(crate) district: String,
    pub(crate) city: String,
    pub(crate) state_code: String,
}

impl From<boleto::Document> for Document {
    fn from(document: boleto::Document) -> Self {
        let kind = match document.document_type() {
            boleto::DocumentType::Cpf => "CPF",
            boleto::DocumentType::Cnpj => "CNPJ",
        };
        Self {
            kind,
            number: document.digits().to_owned(),
        }
    }
}

impl From<crate::address::PostalAddress> for Address {
    fn from(address: crate::address::PostalAddress) -> Self {
        Self {
            street: address.street,
            number: address.number,
            complement: address.complement,
            zip_code: address.zipcode,
            district: address.district,
            city: address.city,
            state_code: address.state,
        }
    }
}
