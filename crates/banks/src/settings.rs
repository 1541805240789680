//! What a stack has to know before it can ask its banks.

use std::time::Duration;

use boleto::{Address, Document, Personal};
use thiserror::Error;

use crate::{Endpoint, Secret};

/// The stack's own at every bank; without one, boletos of that bank's issuers stay pending and alarm.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Bradesco's own interface.
    pub bradesco: Option<Bradesco>,
    /// boleto-api, which speaks to ShopFácil and Caixa.
    pub boleto_api: Option<BoletoApi>,
    /// The stack's own address, said to a bank that insists on one where the client gave none or half of one.
    pub house_address: Address,
}

/// Bradesco's own interface: *registro online, Meios de Pagamento*.
#[derive(Debug, Clone)]
pub struct Bradesco {
    /// Where titles are registered and asked for.
    pub endpoint: Endpoint,
    /// The shop that the bank knows us as.
    pub merchant_id: String,
    /// The shop's key.
    pub api_key: Secret,
    /// Whether the query by number is used: off until the bank's homologation has proved its fields.
    pub find: bool,
    /// How long to wait for the bank.
    pub limits: Limits,
}

/// An installation of boleto-api.
#[derive(Debug, Clone)]
pub struct BoletoApi {
    /// Its root: the paths `v1/boleto/register` and `v2/boleto/register` are below it.
    pub endpoint: Endpoint,
    /// Whom it knows us as.
    pub user: String,
    /// With which password.
    pub password: Secret,
    /// The stack's own company: whom titles at Caixa belong to, and titles at ShopFácil that name no company.
    pub recipient: Recipient,
    /// The shop at ShopFácil, if there is one.
    pub shopfacil: Option<Shopfacil>,
    /// The page where payers can check a boleto, if there is one; titles at Caixa name it.
    pub payer_page: Option<String>,
    /// How long to wait for boleto-api and the bank behind it.
    pub limits: Limits,
}

/// A shop at Bradesco's ShopFácil.
#[derive(Debug, Clone)]
pub struct Shopfacil {
    /// The shop that ShopFácil knows us as.
    pub merchant_id: String,
    /// The shop's key.
    pub api_key: Secret,
    /// The agreement's number: *convênio*. boleto-api insists on one that is not 0 and does nothing with it.
    pub agreement_number: u32,
}

/// A company that titles belong to: *beneficiário*.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// Its name.
    pub name: Personal,
    /// Its CNPJ.
    pub document: Document,
}

/// How long a bank takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest wait for an answer, from connect to last byte.
    pub timeout: Duration,
    /// How long the bank may still apply what nobody waits for any more.
    pub settling: Duration,
}

/// Why a stack's settings don't do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidSettings {
    /// Banks would refuse the stack's own address: a part of it is missing.
    #[error("the stack's own address is incomplete")]
    HouseAddress,
    /// Banks would refuse the stack's own name: it is empty.
    #[error("the stack's own name is empty")]
    Recipient,
}
