//! What a client says to boleto-api, with the types that it insists on.

use boleto::{Agreement, Cents, DocumentType, Issuer, IssuerAccount, Personal};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::{bare_errors, caixa, error, shopfacil, validation};
use crate::simulator::{
    Credentials, Interface, Refused, Registration, TitleKey, credentials,
    http::{Reply, Request},
    words::{Understood, Voice},
};

/// Which of the gateway's interfaces was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulator) enum Version {
    /// It takes no rules.
    V1,
    /// It takes rules for Caixa.
    V2,
}

impl Version {
    /// Where it is.
    pub(in crate::simulator) fn path(self) -> &'static str {
        match self {
            Self::V1 => "/v1/boleto/register",
            Self::V2 => "/v2/boleto/register",
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body {
    #[serde(default)]
    pub(super) authentication: Authentication,
    pub(super) agreement: BankAccount,
    pub(super) title: Title,
    pub(super) recipient: Party,
    pub(super) buyer: Party,
    bank_number: u32,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Authentication {
    pub(super) username: String,
    pub(super) password: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
pub(super) struct BankAccount {
    pub(super) agreement_number: u32,
    pub(super) wallet: u16,
    pub(super) agency: String,
    pub(super) account: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Title {
    pub(super) expire_date: String,
    pub(super) amount_in_cents: u64,
    pub(super) our_number: u64,
    pub(super) document_number: String,
    pub(super) rules: Option<Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Party {
    pub(super) name: String,
    pub(super) document: PartyDocument,
    pub(super) address: Address,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PartyDocument {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) number: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Address {
    pub(super) street: String,
    pub(super) number: String,
    pub(super) zip_code: String,
    pub(super) district: String,
    pub(super) city: String,
    pub(super) state_code: String,
}

/// Reads a request for registration, and says what gateway or bank have against it on the day `today`.
pub(in crate::simulator) fn understand(
    request: &Request,
    version: Version,
    known: &Credentials,
    today: Date,
) -> Result<Understood, Reply> {
    if !credentials::admits(request, &known.boleto_api_user, &known.boleto_api_password) {
        return Err(error(&Refused::new("MP401", "Unauthorized")));
    }
    let mp400 = |message: &str| Refused::new("MP400", message);
    let body =
        read(&request.body).map_err(|_| error(&mp400("the body is not what the gateway reads")))?;
    let interface = bank(&body)?;
    let due_on: Date = body
        .title
        .expire_date
        .parse()
        .map_err(|_| error(&mp400("cannot parse expireDate")))?;
    if body.title.rules.is_some() {
        let message = match (version, interface) {
            (Version::V2, Interface::Caixa) => None,
            (Version::V1, _) => Some("title.rules not available in this version"),
            (Version::V2, _) => Some("title.rules not available for this bank"),
        };
        message.map_or(Ok(()), |message| Err(bare_errors(&mp400(message))))?;
    }
    let amount = Cents::new(body.title.amount_in_cents)
        .map_err(|_| error(&mp400("amountInCents is too large")))?;
    let agreement = agreement(&body.agreement, interface);
    let registration = registration(&body, interface, amount, due_on);
    let mut reasons = validation::check(&body, interface, due_on, today);
    if reasons.is_empty() {
        reasons.extend(match interface {
            Interface::Caixa => caixa::check(&body, &registration, agreement.as_ref()),
            Interface::Bradesco | Interface::Shopfacil => {
                shopfacil::check(&body, &registration, agreement.as_ref(), known)
            }
        });
    }
    let host = request.header("host").unwrap_or("localhost");
    let voice = Voice::BoletoApi {
        agreement,
        base_url: format!("http://{host}"),
    };
    Ok(Understood {
        registration,
        reasons,
        voice,
    })
}

/// Reads a body as the gateway does, for which null is the same as absent.
fn read(body: &[u8]) -> serde_json::Result<Body> {
    let mut value: Value = serde_json::from_slice(body)?;
    remove_nulls(&mut value);
    serde_json::from_value(value)
}

fn remove_nulls(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.retain(|_, field| !field.is_null());
        fields.values_mut().for_each(remove_nulls);
    }
}

/// The interface that a body is meant for, as far as that can be read.
pub(in crate::simulator) fn interface(body: &[u8]) -> Interface {
    let body: Option<Value> = serde_json::from_slice(body).ok();
    let is_caixa = body.is_some_and(|body| body["bankNumber"] == 104);
    if is_caixa {
        Interface::Caixa
    } else {
        Interface::Shopfacil
    }
}

/// The bank's interface behind the gateway. Wallets 4, 9 and 19 would be another one, which is not here.
fn bank(body: &Body) -> Result<Interface, Reply> {
    match (body.bank_number, body.agreement.wallet) {
        (104, _) => Ok(Interface::Caixa),
        (237, 25 | 26) => Ok(Interface::Shopfacil),
        (237, _) => Err(error(&Refused::new("MPWallet", "wallet not supported"))),
        _ => Err(error(&Refused::new(
            "MPBankNumber",
            "bankNumber not supported",
        ))),
    }
}

fn agreement(account: &BankAccount, interface: Interface) -> Option<Agreement> {
    let (issuer, number, wallet) = match interface {
        Interface::Caixa => (
            Issuer::BoletoApiCaixa,
            account.agreement_number.to_string(),
            14,
        ),
        Interface::Bradesco | Interface::Shopfacil => (
            Issuer::BoletoApiBradescoShopfacil,
            account.account.clone(),
            account.wallet,
        ),
    };
    let account = IssuerAccount {
        agency: account.agency.clone(),
        account: number,
        wallet: wallet.to_string(),
    };
    Agreement::parse(issuer, &account).ok()
}

fn registration(body: &Body, interface: Interface, amount: Cents, due_on: Date) -> Registration {
    let account = &body.agreement;
    let key = match interface {
        Interface::Caixa => TitleKey {
            bank: boleto::Bank::Caixa.code(),
            agreement: account.agreement_number.to_string(),
            wallet: String::new(),
            number: body.title.our_number,
        },
        Interface::Bradesco | Interface::Shopfacil => TitleKey {
            bank: boleto::Bank::Bradesco.code(),
            agreement: format!("{:0>4}/{:0>7}", account.agency, account.account),
            wallet: account.wallet.to_string(),
            number: body.title.our_number,
        },
    };
    let document = &body.buyer.document;
    // The gateway's templates compare with capitals: a person's document called "cpf" reaches the bank as a company's.
    let payer_document_type = if document.kind == "CPF" {
        DocumentType::Cpf
    } else {
        DocumentType::Cnpj
    };
    Registration {
        interface,
        key,
        amount,
        due_on,
        issued_on: None,
        payer_document: Personal::new(document.number.clone()),
        payer_document_type,
    }
}
