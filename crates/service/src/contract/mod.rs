//! The JSON contract: how requests are read and boletos are shown.
//!
//! Requests are read by hand rather than derived, so that every wrong field is told at once, in the words of the system
//! that this one replaces, and percentages stay exact.

mod account;
mod configuration;
mod due_date;
mod fields;
mod number;
mod party;
mod payment;
mod request;
mod terms;
mod view;

pub use account::largest_amount;
pub use configuration::{
    ConfigurationChange, NewConfiguration, read_configuration_change, read_new_configuration,
};
pub use party::unregistrable_payer;
pub use payment::read_payment;
pub use request::{NewBoleto, read_new_boleto};
pub use view::{BoletoView, ConfigurationView, HistoryView, NotificationBody, RegistrationMessage};
