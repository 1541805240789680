//! What a bank's fields are given as, before it is known whether it fits.

use crate::{Digits, Field, FieldFault, InvalidField};

/// The texts that a title's fields are read from; each bank takes some of them and passes over the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inputs<'a> {
    /// Branch, without check digit.
    pub agency: Option<&'a str>,
    /// Account, without check digit.
    pub account: Option<&'a str>,
    /// Kind of collection.
    pub wallet: Option<&'a str>,
    /// The title's number, without check digit and without what the bank puts before it.
    pub our_number: Option<&'a str>,
    /// `17-free` for Banco do Brasil's free 17 positions.
    pub our_number_format: Option<&'a str>,
    /// The customer's code at Caixa, Banco do Brasil and Santander.
    pub agreement: Option<&'a str>,
    /// The customer's own number of the title, for Itaú's older wallets.
    pub document_number: Option<&'a str>,
    /// The customer's code in Itaú's older wallets.
    pub client_code: Option<&'a str>,
    /// Insurers' tax code at Santander; `0` where it is not given.
    pub ios: Option<&'a str>,
}

impl<'a> Inputs<'a> {
    /// The field's text.
    pub(super) fn text(&self, field: Field) -> Result<&'a str, InvalidField> {
        match field {
            Field::Agency => self.agency,
            Field::Account => self.account,
            Field::Wallet => self.wallet,
            Field::OurNumber => self.our_number,
            Field::OurNumberFormat => self.our_number_format,
            Field::Agreement => self.agreement,
            Field::DocumentNumber => self.document_number,
            Field::ClientCode => self.client_code,
            Field::Ios => self.ios,
        }
        .ok_or(InvalidField {
            field,
            fault: FieldFault::Missing,
        })
    }

    /// The field's digits, with zeros on the left.
    pub(super) fn digits<const N: usize>(&self, field: Field) -> Result<Digits<N>, InvalidField> {
        field.parse(self.text(field)?)
    }
}
