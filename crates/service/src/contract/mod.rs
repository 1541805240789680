//! The JSON contract: how requests are read and boletos are shown.
//!
//! Requests are read by hand rather than derived, so that every wrong field is told at once, in the words of the system
//! that this one replaces, and percentages stay exact.

mod configuration;
mod due_date;
mod fields;
mod number;
mod payment;
mod request;
mod view;

pub use configuration::{
    ConfigurationChange, NewConfiguration, read_configuration_change, read_new_configuration,
};
pub use payment::read_payment;
pub use request::{NewBoleto, largest_amount, read_new_boleto, unregistrable_payer};
pub use view::{BoletoView, ConfigurationView, HistoryView, NotificationBody, RegistrationMessage};
