//! A postal address that a bank accepts.

use boleto::{Address, Personal, State};

use crate::text::{Alphabet, clean};

/// An address with everything in it, in a bank's own alphabet.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PostalAddress {
    /// Eight digits: *CEP*.
    pub(crate) zipcode: String,
    pub(crate) street: String,
    pub(crate) number: String,
    /// May be empty.
    pub(crate) complement: String,
    pub(crate) district: String,
    pub(crate) city: String,
    /// A state's code; what names no state is left in capitals, for the bank to refuse.
    pub(crate) state: String,
}

/// What a bank takes of each part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AddressForm {
    pub(crate) alphabet: Alphabet,
    pub(crate) street: usize,
    pub(crate) number: usize,
    pub(crate) complement: usize,
    pub(crate) district: usize,
    pub(crate) city: usize,
}

impl PostalAddress {
    /// Writes `address` in the bank's form; nothing if a part that banks insist on is missing, or left with no character
    /// that the bank takes.
    pub(crate) fn of(address: &Address, form: &AddressForm) -> Option<Self> {
        let part = |part: Option<&Personal>, limit| {
            clean(part.map_or("", Personal::reveal), form.alphabet, limit)
        };
        let zipcode = address.zipcode.as_ref().map_or("", Personal::reveal);
        let postal = Self {
            zipcode: zipcode.chars().filter(char::is_ascii_digit).collect(),
            street: part(address.street.as_ref(), form.street),
            number: clean(
                address
                    .street_number
                    .as_ref()
                    .map_or("", |number| number.reveal()),
                form.alphabet,
                form.number,
            ),
            complement: part(address.complementary.as_ref(), form.complement),
            district: part(address.neighborhood.as_ref(), form.district),
            city: part(address.city.as_ref(), form.city),
            state: state(&part(address.state.as_ref(), usize::MAX)),
        };
        postal.is_complete().then_some(postal)
    }

    fn is_complete(&self) -> bool {
        self.zipcode.len() == 8
            && [
                &self.street,
                &self.number,
                &self.district,
                &self.city,
                &self.state,
            ]
            .iter()
            .all(|part| !part.is_empty())
    }
}

fn state(text: &str) -> String {
    match text.parse::<State>() {
        Ok(state) => state.code().to_owned(),
        Err(_) => text.to_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use boleto::StreetNumber;

    use super::*;

    const FORM: AddressForm = AddressForm {
        alphabet: Alphabet::Latin1,
        street: 70,
        number: 10,
        complement: 20,
        district: 50,
        city: 100,
    };

    fn address() -> Address {
        let personal = |text: &str| Some(Personal::new(text));
        Address {
            zipcode: personal("01310-100"),
            street: personal("Avenida Paulista"),
            street_number: Some(StreetNumber::Number(Personal::new("1578"))),
            complementary: None,
            neighborhood: personal("Bela Vista"),
            city: personal("São Paulo"),
            state: personal("são paulo"),
        }
    }

    #[test]
    fn a_complete_address_is_written_in_the_banks_form() {
        let postal = PostalAddress::of(&address(), &FORM).unwrap();
        assert_eq!(postal.zipcode, "01310100");
        assert_eq!(postal.number, "1578");
        assert_eq!(postal.complement, "");
        assert_eq!(postal.state, "SP");
    }

    #[test]
    fn what_names_no_state_is_for_the_bank_to_refuse() {
        let address = Address {
            state: Some(Personal::new("Guanabara")),
            ..address()
        };
        assert_eq!(
            PostalAddress::of(&address, &FORM).unwrap().state,
            "GUANABARA"
        );
    }

    #[test]
    fn an_address_without_one_of_its_parts_is_none() {
        let blank = |change: fn(&mut Address)| {
            let mut address = address();
            change(&mut address);
            PostalAddress::of(&address, &FORM)
        };
        assert!(blank(|address| address.zipcode = None).is_none());
        assert!(blank(|address| address.zipcode = Some(Personal::new("1310100"))).is_none());
        assert!(blank(|address| address.street = Some(Personal::new(" \t"))).is_none());
        assert!(blank(|address| address.street_number = None).is_none());
        assert!(blank(|address| address.neighborhood = Some(Personal::new("🏠"))).is_none());
        assert!(blank(|address| address.city = None).is_none());
        assert!(blank(|address| address.state = Some(Personal::new(""))).is_none());
        assert!(blank(|address| address.complementary = None).is_some());
    }
}
