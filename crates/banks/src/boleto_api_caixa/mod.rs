//! Caixa through boleto-api.
//!
//! The words are boleto-api's and stand in `boleto_api`. Caixa out of order comes through as a success without line and
//! barcode.

mod codes;
mod mapping;

pub(crate) use mapping::TABLES;

use boleto::{Address, Title};
use jiff::civil::Date;

use crate::{
    Answer, BankApi, Client, Search,
    address::PostalAddress,
    boleto_api::BoletoApi,
    settings::{self, InvalidSettings},
};

pub(crate) struct Caixa {
    boleto_api: BoletoApi,
    stack: mapping::Stack,
}

impl Caixa {
    /// Version 1 of boleto-api takes no rules.
    const PATH: &str = "v2/boleto/register";

    pub(crate) fn new(
        client: Client,
        settings: &settings::BoletoApi,
        house: &Address,
    ) -> Result<Self, InvalidSettings> {
        let settings::BoletoApi {
            endpoint,
            user,
            password,
            recipient,
            payer_page,
            ..
        } = settings;
        Ok(Self {
            boleto_api: BoletoApi::new(client, endpoint, Self::PATH, user, password),
            stack: mapping::Stack {
                recipient: mapping::recipient(recipient).ok_or(InvalidSettings::Recipient)?,
                payer_page: payer_page.clone(),
                house: PostalAddress::of(house, &mapping::ADDRESS)
                    .ok_or(InvalidSettings::HouseAddress)?,
            },
        })
    }
}

impl BankApi for Caixa {
    async fn register(&self, title: &Title, _: Date) -> Answer {
        // boleto-api issues it on its own today.
        self.boleto_api
            .register(title, &mapping::DIALECT, |key| {
                mapping::to_request(title, &self.stack, key)
            })
            .await
    }

    async fn find(&self, _: &Title) -> Search {
        Search::CannotTell
    }
}
