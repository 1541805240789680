//! What a stack stands on: a database, an emulator, a bank, a page about it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::postgres::{self, Database};
use crate::simulator::Credentials;
use crate::terraform::Variables;

/// Where the parts are that Terraform does not make, and how to be let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foundation {
    /// The database and its owner.
    pub database: Database,
    /// What stands for every AWS endpoint.
    pub aws_endpoint_url: String,
    /// The bank simulator.
    pub bank_url: String,
    /// Text in JSON: what the simulator expects at Bradesco.
    pub(super) bradesco_credentials: String,
    /// Text in JSON: what the simulator expects at boleto-api.
    pub(super) boleto_api_credentials: String,
}

impl Foundation {
    /// Names the parts.
    #[must_use]
    pub fn new(
        database: Database,
        aws_endpoint_url: String,
        bank_url: String,
        credentials: &Credentials,
    ) -> Self {
        let [(_, bradesco_credentials), (_, boleto_api_credentials)] = credentials.secrets();

        Self {
            database,
            aws_endpoint_url,
            bank_url,
            bradesco_credentials,
            boleto_api_credentials,
        }
    }

    /// What banks know us by and nobody else should: keys and passwords.
    #[must_use]
    pub fn bank_secrets(&self) -> Vec<String> {
        [&self.bradesco_credentials, &self.boleto_api_credentials]
            .into_iter()
            .filter_map(|text| serde_json::from_str::<Value>(text).ok())
            .flat_map(|credentials| {
                ["api_key", "password", "shopfacil_api_key"]
                    .map(|name| credentials[name].as_str().map(str::to_owned))
            })
            .flatten()
            .collect()
    }

    /// What `terraform/local` is told of them.
    #[must_use]
    pub fn variables(&self) -> Variables {
        [
            ("aws_endpoint_url", self.aws_endpoint_url.clone()),
            ("database_host", self.database.host.clone()),
            ("database_port", self.database.port.to_string()),
            ("database_name", self.database.name.clone()),
            ("database_owner", self.database.owner.clone()),
            ("database_connections", postgres::CONNECTIONS.to_string()),
            ("owner_password", self.database.owner_password.clone()),
            ("bank_url", self.bank_url.clone()),
            ("bradesco_credentials", self.bradesco_credentials.clone()),
            (
                "boleto_api_credentials",
                self.boleto_api_credentials.clone(),
            ),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }
}
