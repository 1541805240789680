//! Who pays, and on whose behalf.

use boleto::{Address, Document, DocumentType, Payer, Personal, StreetNumber};

use super::fields::{Fields, Value};
use crate::error::InvalidField;

/// What is missing from a payer before a bank can be asked.
#[must_use]
pub fn unregistrable_payer(payer: &Payer) -> Vec<InvalidField> {
    let fault = |field: &str, what: &str| InvalidField {
        message: format!("\"{field}\" {what}"),
        field: Some(field.to_owned()),
    };
    let is_blank =
        |text: Option<&Personal>| text.is_none_or(|text| text.reveal().trim().is_empty());
    let mut faults = Vec::new();
    if is_blank(payer.name.as_ref()) {
        faults.push(fault("payer_name", "is required"));
    }
    if payer.document_type.is_none() {
        faults.push(fault("payer_document_type", "is required"));
    }
    match (&payer.document_number, payer.document_type) {
        (number, _) if is_blank(number.as_ref()) => {
            faults.push(fault("payer_document_number", "is required"));
        }
        (Some(number), Some(document_type)) => {
            if Document::parse(document_type, number.reveal()).is_err() {
                let expected = format!("must be a valid {}", document_type.name());
                faults.push(fault("payer_document_number", &expected));
            }
        }
        (Some(_), None) | (None, _) => {}
    }
    faults
}

pub(super) fn personal(fields: &mut Fields<'_>, name: &str) -> Option<Personal> {
    fields.text_or_empty(name).map(Personal::new)
}

pub(super) fn document_type(fields: &mut Fields<'_>) -> Option<DocumentType> {
    let text = fields
        .text_or_empty("payer_document_type")
        .filter(|text| !text.is_empty())?;
    match text.parse() {
        Ok(document_type) => Some(document_type),
        Err(_) => {
            fields.fault("payer_document_type", "must be one of [cpf, cnpj]");
            None
        }
    }
}

pub(super) fn address(fields: &mut Fields<'_>) -> Address {
    let zipcode = personal(fields, "zipcode");
    let street = personal(fields, "street");
    let street_number = match fields.take("street_number") {
        None | Some(Value::Null) => None,
        Some(Value::Number(digits)) if digits.len() <= 32 => {
            Some(StreetNumber::Number(Personal::new(digits)))
        }
        Some(Value::Text(text)) if text.chars().count() <= 255 => {
            Some(StreetNumber::Text(Personal::new(text)))
        }
        Some(_) => {
            fields.fault("street_number", "must be a string");
            None
        }
    };
    Address {
        zipcode,
        street,
        street_number,
        complementary: personal(fields, "complementary"),
        neighborhood: personal(fields, "neighborhood"),
        city: personal(fields, "city"),
        state: personal(fields, "state"),
    }
}
