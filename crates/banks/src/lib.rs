//! How each bank's interface registers a boleto.
//!
//! A folder per interface translates our words into the bank's and back, and decides nothing: what an [`Answer`] means
//! for a boleto is for the registration flow to say.

mod address;
mod answer;
mod banks;
mod boleto_api;
mod boleto_api_caixa;
mod boleto_api_shopfacil;
mod bradesco;
mod client;
mod code;
mod confirmation;
mod development;
mod endpoint;
mod json;
mod party;
#[cfg(test)]
mod readme;
mod reply;
#[cfg(test)]
mod sample;
mod secret;
#[cfg(test)]
mod server;
pub mod settings;
mod text;

pub use answer::{Answer, BankTitle, Cause, Confirmation, RetryAfter, Search};
pub use banks::{Banks, Patience};
pub use client::Client;
pub use code::reason;
pub use endpoint::{Endpoint, InvalidEndpoint};
pub use secret::Secret;
pub use settings::{InvalidSettings, Settings};

use boleto::Title;
use jiff::civil::Date;

/// A bank's interface.
pub trait BankApi {
    /// Asks the bank to register `title` as issued on `issued_on`, a day in São Paulo.
    ///
    /// Sends at most one request, and nothing more once the future is dropped: the caller holds the deadline.
    fn register(&self, title: &Title, issued_on: Date) -> impl Future<Output = Answer> + Send;

    /// Asks the bank whether it has `title`.
    fn find(&self, title: &Title) -> impl Future<Output = Search> + Send;
}
