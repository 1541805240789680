//! Bradesco's own online registration: *registro online, Meios de Pagamento*.
//!
//! One address registers (`POST`) and, since it once did and nobody has said that it stopped, tells of a title by its
//! number (`GET`). The bank says what it did in `status.codigo`, mostly with HTTP 200 or 201; it sends no line and no
//! barcode that anybody has relied on.

pub(crate) mod codes;
mod mapping;
mod request;
mod response;

pub(crate) use mapping::TABLES;

use boleto::{Address, Title};
use jiff::civil::Date;

use crate::{
    Answer, BankApi, Client, Endpoint, Search,
    address::PostalAddress,
    client::Credentials,
    settings::{self, InvalidSettings},
};

pub(crate) struct Bradesco {
    client: Client,
    endpoint: Endpoint,
    credentials: Credentials,
    house: PostalAddress,
    find: bool,
}

impl Bradesco {
    pub(crate) fn new(
        client: Client,
        settings: settings::Bradesco,
        house: &Address,
    ) -> Result<Self, InvalidSettings> {
        Ok(Self {
            client,
            endpoint: settings.endpoint,
            credentials: Credentials {
                user: settings.merchant_id,
                password: settings.api_key,
            },
            house: PostalAddress::of(house, &mapping::ADDRESS)
                .ok_or(InvalidSettings::HouseAddress)?,
            find: settings.find,
        })
    }
}

impl BankApi for Bradesco {
    async fn register(&self, title: &Title, issued_on: Date) -> Answer {
        let merchant_id = &self.credentials.user;
        let request = mapping::to_request(title, merchant_id, &self.house, issued_on);
        match self
            .client
            .post(&self.endpoint, &self.credentials, &request)
            .await
        {
            Ok(reply) => mapping::from_response(&reply, title),
            Err(cause) => Answer::Unknown(cause),
        }
    }

    async fn find(&self, title: &Title) -> Search {
        if !self.find {
            return Search::CannotTell;
        }
        let query = mapping::to_query(title);
        match self
            .client
            .get(&self.endpoint, &self.credentials, &query)
            .await
        {
            Ok(reply) => mapping::from_query(&reply, title),
            Err(_) => Search::CannotTell,
        }
    }
}
