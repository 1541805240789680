//! The JSON contract: how requests are read and boletos are shown.
//!
//! Requests are read by hand rather than derived, so that every wrong field is told at once, in the words of the system
//! that this one replaces, and percentages stay exact.

mod due_date;
mod fields;
mod number;
mod payment;
mod request;
mod view;

pub use payment::read_payment;
pub use request::{NewBoleto, largest_amount, read_new_boleto, unregistrable_payer};
pub use view::{BoletoView, HistoryView, NotificationBody, RegistrationMessage};
