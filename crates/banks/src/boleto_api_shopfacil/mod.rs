//! Bradesco's ShopFácil through boleto-api.
//!
//! The words are boleto-api's and stand in `boleto_api`. ShopFácil's "in progress" (93005999) comes through as a success,
//! and the barcode is one that boleto-api composes by itself.

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

pub(crate) struct Shopfacil {
    boleto_api: BoletoApi,
    shop: mapping::Shop,
}

impl Shopfacil {
    /// Version 1 of boleto-api is enough: ShopFácil takes no rules.
    const PATH: &str = "v1/boleto/register";

    pub(crate) fn new(
        client: Client,
        boleto_api: &settings::BoletoApi,
        shop: settings::Shopfacil,
        house: &Address,
    ) -> Result<Self, InvalidSettings> {
        let settings::BoletoApi {
            endpoint,
            user,
            password,
            recipient,
            ..
        } = boleto_api;
        Ok(Self {
            boleto_api: BoletoApi::new(client, endpoint, Self::PATH, user, password),
            shop: mapping::Shop {
                merchant_id: shop.merchant_id,
                api_key: shop.api_key,
                agreement_number: shop.agreement_number,
                recipient: mapping::recipient(recipient).ok_or(InvalidSettings::Recipient)?,
                house: PostalAddress::of(house, &mapping::ADDRESS)
                    .ok_or(InvalidSettings::HouseAddress)?,
            },
        })
    }
}

impl BankApi for Shopfacil {
    async fn register(&self, title: &Title, _: Date) -> Answer {
        // boleto-api issues it on its own today.
        self.boleto_api
            .register(title, &mapping::DIALECT, |key| {
                mapping::to_request(title, &self.shop, key)
            })
            .await
    }

    async fn find(&self, _: &Title) -> Search {
        Search::CannotTell
    }
}
