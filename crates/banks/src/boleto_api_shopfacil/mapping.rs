//! From a title to boleto-api's words for ShopFácil, and from ShopFácil's codes to what they mean.

use boleto::{BradescoAccount, Document, Title};

use super::codes::CODES;
use crate::{
    Secret,
    address::{AddressForm, PostalAddress},
    boleto_api::{
        self,
        mapping::Dialect,
        request::{self, Agreement, Authentication, Party, Request},
    },
    bradesco, party,
    settings::Recipient,
    text::{Alphabet, clean},
};

const ALPHABET: Alphabet = Alphabet::Latin1Plain;
const NAME: usize = 150;
const INSTRUCTIONS: usize = 255;

/// As Bradesco's other interface, which stores the same titles.
pub(super) const ADDRESS: AddressForm = AddressForm {
    alphabet: ALPHABET,
    street: 70,
    number: 10,
    complement: 20,
    district: 50,
    city: 100,
};

pub(super) const DIALECT: Dialect = Dialect {
    tables: TABLES,
    code: |error| error.code.as_str(),
};

/// ShopFácil's own codes, those that it shares with Bradesco, and boleto-api's.
pub(crate) const TABLES: &[&[crate::code::Entry]] =
    &[CODES, bradesco::codes::CODES, boleto_api::codes::CODES];

/// What ShopFácil knows us as, and what stands in for what a client left out.
pub(super) struct Shop {
    pub(super) merchant_id: String,
    pub(super) api_key: Secret,
    pub(super) agreement_number: u32,
    /// The stack's own company: its name, as ShopFácil takes it, and its document.
    pub(super) recipient: (String, Document),
    pub(super) house: PostalAddress,
}

/// The stack's own company as ShopFácil takes it; nothing where that leaves no name.
pub(super) fn recipient(recipient: &Recipient) -> Option<(String, Document)> {
    let name = clean(recipient.name.reveal(), ALPHABET, NAME);
    (!name.is_empty()).then_some((name, recipient.document))
}

/// Asks for the registration of `title`. Interest and fines can't be said here.
pub(super) fn to_request(title: &Title, shop: &Shop, request_key: String) -> Request {
    let number = title.title_id.get();
    let address = |address: Option<&boleto::Address>| {
        let postal = address.and_then(|address| PostalAddress::of(address, &ADDRESS));
        Some(request::Address::from(
            postal.unwrap_or_else(|| shop.house.clone()),
        ))
    };
    let (recipient_name, recipient_document) =
        party::named(&title.company, ALPHABET, NAME).unwrap_or_else(|| shop.recipient.clone());
    let instructions = title.instructions.as_deref();
    Request {
        bank_number: 237,
        authentication: Some(Authentication {
            username: shop.merchant_id.clone(),
            password: shop.api_key.reveal().to_owned(),
        }),
        agreement: agreement(title, shop.agreement_number),
        title: request::Title {
            expire_date: title.due_on.to_string(),
            amount_in_cents: title.amount.get(),
            our_number: number,
            instructions: instructions.map(|text| clean(text, ALPHABET, INSTRUCTIONS)),
            document_number: number.to_string(),
            rules: None,
            fees: None,
        },
        recipient: Party {
            name: recipient_name,
            document: recipient_document.into(),
            address: address(title.company.address.as_ref()),
        },
        payee_guarantor: None,
        buyer: Party {
            name: clean(title.payer_name.reveal(), ALPHABET, NAME),
            document: title.payer_document.into(),
            address: address(title.payer_address.as_ref()),
        },
        request_key,
    }
}

fn agreement(title: &Title, agreement_number: u32) -> Agreement {
    let (agency, account, wallet) = match &title.agreement {
        boleto::Agreement::Bradesco(account) | boleto::Agreement::Development(account) => {
            let BradescoAccount {
                agency,
                account,
                wallet,
            } = account;
            (agency, Some(account.as_str().to_owned()), wallet)
        }
        boleto::Agreement::Caixa(account) => (&account.agency, None, &account.wallet),
    };
    Agreement {
        agreement_number,
        agency: agency.as_str().to_owned(),
        account,
        wallet: wallet.as_str().parse().ok(),
    }
}

#[cfg(test)]
mod tests;
