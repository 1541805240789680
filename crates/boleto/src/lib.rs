//! What a boleto is: money, documents, numbers, check digits, states.
//!
//! This crate knows no bank's interface, no database, no clock and no JSON. Text comes in by
//! [`FromStr`](core::str::FromStr), goes out by [`Display`](core::fmt::Display), and each type is proof of its own rule.

#![no_std]

extern crate alloc;

mod account;
mod agreement;
mod bank;
mod barcode;
mod boleto;
mod cents;
mod charge;
mod check_digit;
mod code;
mod digitable_line;
mod digits;
mod document;
mod document_type;
mod due_factor;
mod field;
pub mod free_field;
mod id;
mod issuer;
mod our_number;
mod party;
mod percentage;
mod personal;
mod rule;
mod slip;
mod state;
mod status;
mod title;
mod title_id;
mod typed;

pub use account::{BradescoAccount, CaixaAccount, InvalidAgreement};
pub use agreement::Agreement;
pub use bank::Bank;
pub use barcode::{Barcode, InvalidBarcode};
pub use boleto::{Boleto, IssuerAccount};
pub use cents::{Cents, InvalidCents};
pub use charge::Charge;
pub use code::{Code, InvalidCode};
pub use digitable_line::{DigitableLine, InvalidDigitableLine};
pub use digits::{Digits, InvalidDigits};
pub use document::{Document, InvalidDocument};
pub use document_type::{DocumentType, UnknownDocumentType};
pub use due_factor::{DueDayOutOfRange, DueFactor};
pub use field::{Field, FieldFault, InvalidField};
pub use id::{BoletoId, ConfigurationId, EventId, InvalidId};
pub use issuer::{Issuer, UnknownIssuer};
pub use our_number::OurNumber;
pub use party::{Address, Company, Payer, StreetNumber};
pub use percentage::{InvalidPercentage, Percentage};
pub use personal::Personal;
pub use rule::{Rule, UnknownRule};
pub use slip::{InvalidSlip, Slip};
pub use state::{State, UnknownState};
pub use status::{Status, UnknownStatus};
pub use title::{Title, Unregistrable};
pub use title_id::{InvalidTitleId, TitleId};
