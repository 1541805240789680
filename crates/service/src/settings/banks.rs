//! How the banks are reached.

use std::time::Duration;

use ::banks::{
    Endpoint, Secret,
    settings::{self, Limits, Recipient, Shopfacil},
};
use boleto::{Address, Document, DocumentType, Personal, StreetNumber};
use serde::Deserialize;

use super::{Environment, InvalidSetting};

/// How the banks are reached, but for their credentials.
#[derive(Debug, Clone)]
pub struct Banks {
    bradesco: Option<Bradesco>,
    boleto_api: Option<BoletoApi>,
    house_address: Address,
}

#[derive(Debug, Clone)]
struct Bradesco {
    endpoint: Endpoint,
    find: bool,
    limits: Limits,
}

#[derive(Debug, Clone)]
struct BoletoApi {
    endpoint: Endpoint,
    recipient: Recipient,
    shopfacil_agreement: Option<u32>,
    payer_page: Option<String>,
    limits: Limits,
}

/// The longest that any bank is waited for.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(20);

impl Banks {
    /// Reads `BRADESCO_…`, `BOLETO_API_…`, `SHOPFACIL_AGREEMENT`, `PAYER_PAGE`, `HOUSE_ADDRESS` and `HOUSE_COMPANY`.
    ///
    /// # Errors
    /// One is missing or wrong.
    pub fn read(env: &Environment) -> Result<Self, InvalidSetting> {
        let bradesco = match env.optional("BRADESCO_URL") {
            Some(_) => Some(Bradesco {
                endpoint: env.parsed("BRADESCO_URL", "a URL without credentials")?,
                find: on(env, "BRADESCO_FIND")?,
                limits: limits(env, "BRADESCO_TIMEOUT_MS", "BRADESCO_SETTLING_S")?,
            }),
            None => None,
        };
        let boleto_api = match env.optional("BOLETO_API_URL") {
            Some(_) => Some(BoletoApi {
                endpoint: env.parsed("BOLETO_API_URL", "a URL without credentials")?,
                recipient: recipient(env)?,
                shopfacil_agreement: match env.optional("SHOPFACIL_AGREEMENT") {
                    Some(_) => Some(env.parsed("SHOPFACIL_AGREEMENT", "a number")?),
                    None => None,
                },
                payer_page: env.optional("PAYER_PAGE").map(str::to_owned),
                limits: limits(env, "BOLETO_API_TIMEOUT_MS", "BOLETO_API_SETTLING_S")?,
            }),
            None => None,
        };
        Ok(Self {
            bradesco,
            boleto_api,
            house_address: house_address(env)?,
        })
    }

    /// With the credentials, as far as they are known: a bank without them is not configured.
    pub(crate) fn with(
        &self,
        bradesco: Option<&BradescoCredentials>,
        boleto_api: Option<&BoletoApiCredentials>,
    ) -> settings::Settings {
        settings::Settings {
            bradesco: self
                .bradesco
                .as_ref()
                .zip(bradesco)
                .map(|(bank, credentials)| settings::Bradesco {
                    endpoint: bank.endpoint.clone(),
                    merchant_id: credentials.merchant_id.clone(),
                    api_key: Secret::new(&credentials.api_key),
                    find: bank.find,
                    limits: bank.limits,
                }),
            boleto_api: self
                .boleto_api
                .as_ref()
                .zip(boleto_api)
                .map(|(bank, credentials)| settings::BoletoApi {
                    endpoint: bank.endpoint.clone(),
                    user: credentials.user.clone(),
                    password: Secret::new(&credentials.password),
                    recipient: bank.recipient.clone(),
                    shopfacil: bank.shopfacil_agreement.map(|agreement_number| Shopfacil {
                        merchant_id: credentials.shopfacil_merchant_id.clone(),
                        api_key: Secret::new(&credentials.shopfacil_api_key),
                        agreement_number,
                    }),
                    payer_page: bank.payer_page.clone(),
                    limits: bank.limits,
                }),
            house_address: self.house_address.clone(),
        }
    }
}

/// The content of the secret `banks/bradesco`.
#[derive(Deserialize)]
pub(crate) struct BradescoCredentials {
    merchant_id: String,
    api_key: String,
}

/// The content of the secret `banks/boleto-api`.
#[derive(Deserialize)]
pub(crate) struct BoletoApiCredentials {
    user: String,
    password: String,
    shopfacil_merchant_id: String,
    shopfacil_api_key: String,
}

fn on(env: &Environment, name: &'static str) -> Result<bool, InvalidSetting> {
    match env.optional(name) {
        None | Some("off") => Ok(false),
        Some("on") => Ok(true),
        Some(_) => Err(InvalidSetting::Invalid {
            name,
            expected: "on or off",
        }),
    }
}

fn limits(
    env: &Environment,
    timeout: &'static str,
    settling: &'static str,
) -> Result<Limits, InvalidSetting> {
    let limits = Limits {
        timeout: Duration::from_millis(env.parsed(timeout, "a number of milliseconds")?),
        settling: Duration::from_secs(env.parsed(settling, "a number of seconds")?),
    };
    if limits.timeout > LONGEST_TIMEOUT {
        return Err(InvalidSetting::Invalid {
            name: timeout,
            expected: "at most 20000",
        });
    }
    Ok(limits)
}

fn recipient(env: &Environment) -> Result<Recipient, InvalidSetting> {
    #[derive(Deserialize)]
    struct Company {
        name: String,
        document: String,
    }

    let expected = "a JSON object of name and document, a CNPJ";
    let company: Company = env.json("HOUSE_COMPANY", expected)?;
    let document = Document::parse(DocumentType::Cnpj, &company.document).map_err(|_| {
        InvalidSetting::Invalid {
            name: "HOUSE_COMPANY",
            expected,
        }
    })?;
    Ok(Recipient {
        name: Personal::new(company.name),
        document,
    })
}

fn house_address(env: &Environment) -> Result<Address, InvalidSetting> {
    #[derive(Deserialize)]
    struct AddressSetting {
        zipcode: String,
        street: String,
        street_number: String,
        #[serde(default)]
        complementary: String,
        neighborhood: String,
        city: String,
        state: String,
    }

    let address: AddressSetting = env.json(
        "HOUSE_ADDRESS",
        "a JSON object with all parts of an address",
    )?;
    let part = |text| Some(Personal::new(text));
    Ok(Address {
        zipcode: part(address.zipcode),
        street: part(address.street),
        street_number: Some(StreetNumber::Text(Personal::new(address.street_number))),
        complementary: part(address.complementary),
        neighborhood: part(address.neighborhood),
        city: part(address.city),
        state: part(address.state),
    })
}
