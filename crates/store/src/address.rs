//! How an address is kept: a JSON object, so that what was given comes back as it was given.

use boleto::{Address, Personal, StreetNumber};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

/// An address column.
pub(crate) type AddressJson = Json<AddressColumn>;

/// An address as its column holds it. It has no `Debug`: it is about a person.
#[derive(Serialize, Deserialize)]
pub(crate) struct AddressColumn {
    zipcode: Option<String>,
    street: Option<String>,
    street_number: Option<StreetNumberColumn>,
    complementary: Option<String>,
    neighborhood: Option<String>,
    city: Option<String>,
    state: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StreetNumberColumn {
    Text(String),
    Number(String),
}

fn reveal(part: Option<&Personal>) -> Option<String> {
    part.map(|part| part.reveal().to_owned())
}

impl From<&Address> for AddressColumn {
    fn from(address: &Address) -> Self {
        Self {
            zipcode: reveal(address.zipcode.as_ref()),
            street: reveal(address.street.as_ref()),
            street_number: address.street_number.as_ref().map(|number| match number {
                StreetNumber::Text(text) => StreetNumberColumn::Text(text.reveal().to_owned()),
                StreetNumber::Number(digits) => {
                    StreetNumberColumn::Number(digits.reveal().to_owned())
                }
            }),
            complementary: reveal(address.complementary.as_ref()),
            neighborhood: reveal(address.neighborhood.as_ref()),
            city: reveal(address.city.as_ref()),
            state: reveal(address.state.as_ref()),
        }
    }
}

impl From<AddressColumn> for Address {
    fn from(column: AddressColumn) -> Self {
        Self {
            zipcode: column.zipcode.map(Personal::new),
            street: column.street.map(Personal::new),
            street_number: column.street_number.map(|number| match number {
                StreetNumberColumn::Text(text) => StreetNumber::Text(Personal::new(text)),
                StreetNumberColumn::Number(digits) => StreetNumber::Number(Personal::new(digits)),
            }),
            complementary: column.complementary.map(Personal::new),
            neighborhood: column.neighborhood.map(Personal::new),
            city: column.city.map(Personal::new),
            state: column.state.map(Personal::new),
        }
    }
}
