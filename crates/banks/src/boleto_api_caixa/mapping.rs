//! From a title to boleto-api's words for Caixa, and from Caixa's codes to what they mean.

use boleto::{Cents, Charge, Document, Percentage, Rule, Title};
use serde_json::value::RawValue;

use super::codes::CODES;
use crate::{
    address::{AddressForm, PostalAddress},
    boleto_api::{
        self,
        mapping::Dialect,
        request::{
            self, Address, Agreement, Fees, Fine, Interest, Party, PayeeGuarantor, Request, Rules,
        },
        response::Error,
    },
    party,
    settings::Recipient,
    text::{Alphabet, clean},
};

const ALPHABET: Alphabet = Alphabet::Caixa;
const NAME: usize = 40;

/// boleto-api passes on the first 40 characters.
const INSTRUCTIONS: usize = 255;

pub(super) const ADDRESS: AddressForm = AddressForm {
    alphabet: ALPHABET,
    street: 40,
    number: 10,
    complement: 20,
    district: 15,
    city: 15,
};

pub(super) const DIALECT: Dialect = Dialect {
    tables: TABLES,
    code,
};

/// Caixa's own codes, and boleto-api's.
pub(crate) const TABLES: &[&[crate::code::Entry]] = &[CODES, boleto_api::codes::CODES];

/// What titles say of the stack itself.
pub(super) struct Stack {
    /// Its name, as Caixa takes it, and its document.
    pub(super) recipient: (String, Document),
    pub(super) payer_page: Option<String>,
    pub(super) house: PostalAddress,
}

/// The stack's own company as Caixa takes it; nothing where that leaves no name.
pub(super) fn recipient(recipient: &Recipient) -> Option<(String, Document)> {
    let name = clean(recipient.name.reveal(), ALPHABET, NAME);
    (!name.is_empty()).then_some((name, recipient.document))
}

/// Asks for the registration of `title`, which at Caixa belongs to the stack's own company; the client's is the one on
/// whose behalf.
pub(super) fn to_request(title: &Title, stack: &Stack, request_key: String) -> Request {
    let number = title.title_id.get();
    let company_address = title
        .company
        .address
        .as_ref()
        .and_then(|address| PostalAddress::of(address, &ADDRESS));
    let guarantor = party::named(&title.company, ALPHABET, NAME);
    let (recipient_name, recipient_document) = &stack.recipient;
    Request {
        bank_number: 104,
        authentication: None,
        agreement: agreement(&title.agreement),
        title: request::Title {
            expire_date: title.due_on.to_string(),
            amount_in_cents: title.amount.get(),
            our_number: number,
            instructions: instructions(title, stack.payer_page.as_deref()),
            document_number: number.to_string(),
            rules: rules(title),
            fees: fees(title),
        },
        buyer: Party {
            name: clean(title.payer_name.reveal(), ALPHABET, NAME),
            document: title.payer_document.into(),
            address: payer_address(title, company_address.as_ref(), &stack.house),
        },
        recipient: Party {
            name: recipient_name.clone(),
            document: (*recipient_document).into(),
            address: Some(
                company_address
                    .unwrap_or_else(|| stack.house.clone())
                    .into(),
            ),
        },
        payee_guarantor: guarantor.map(|(name, document)| PayeeGuarantor {
            name,
            document: document.into(),
        }),
        request_key,
    }
}

/// The title's own: the barcode that was issued for it names the same beneficiary.
fn agreement(agreement: &boleto::Agreement) -> Agreement {
    let (agency, number) = match agreement {
        boleto::Agreement::Caixa(account) => (&account.agency, account.beneficiary.code()),
        boleto::Agreement::Bradesco(account) | boleto::Agreement::Development(account) => {
            (&account.agency, account.account.as_str())
        }
    };
    Agreement {
        agreement_number: number.parse().expect("an account has at most seven digits"),
        agency: agency.as_str().to_owned(),
        account: None,
        wallet: None,
    }
}

/// The client's words, and then on whose behalf the title is issued and where that can be checked.
fn instructions(title: &Title, payer_page: Option<&str>) -> Option<String> {
    let on_behalf = party::named(&title.company, ALPHABET, NAME)
        .map(|(name, document)| format!("Emitido a pedido de {name}, {}.", document.formatted()));
    let page = payer_page.map(|page| format!("Confira em {page}."));
    let text = [title.instructions.clone(), on_behalf, page];
    let text = text.into_iter().flatten().collect::<Vec<_>>().join(" ");
    Some(clean(&text, ALPHABET, INSTRUCTIONS)).filter(|text| !text.is_empty())
}

/// Where the payer lives: nothing where it is not known whole, since Caixa takes titles without.
///
/// An address that is the company's or the stack's own was filled in by somebody who did not know the payer's.
fn payer_address(
    title: &Title,
    company: Option<&PostalAddress>,
    house: &PostalAddress,
) -> Option<Address> {
    let address = PostalAddress::of(title.payer_address.as_ref()?, &ADDRESS)?;
    (Some(&address) != company && address != *house).then(|| address.into())
}

/// What may happen after the due day: as the client wishes, or as the wallet's name has it at Bradesco.
fn rules(title: &Title) -> Option<Rules> {
    let strict = Rules {
        accept_divergent_amount: false,
        max_days_to_pay_past_due: 0,
    };
    let lenient = Rules {
        accept_divergent_amount: true,
        max_days_to_pay_past_due: 60,
    };
    if title.rules.contains(&Rule::StrictExpirationDate) {
        return Some(strict);
    }
    if title.rules.contains(&Rule::NoStrict) {
        return Some(lenient);
    }
    match wallet(&title.agreement) {
        "25" => Some(strict),
        "26" => Some(lenient),
        _ => None,
    }
}

fn wallet(agreement: &boleto::Agreement) -> &str {
    match agreement {
        boleto::Agreement::Caixa(account) => account.wallet.as_str(),
        boleto::Agreement::Bradesco(account) | boleto::Agreement::Development(account) => {
            account.wallet.as_str()
        }
    }
}

fn fees(title: &Title) -> Option<Fees> {
    let fine = charged(&title.fine).map(|(days, cents, percentage)| Fine {
        days_after_expiration_date: days,
        amount_in_cents: cents,
        percentage_on_total: percentage,
    });
    let interest = charged(&title.interest).map(|(days, cents, percentage)| Interest {
        days_after_expiration_date: days,
        amount_per_day_in_cents: cents,
        percentage_per_month: percentage,
    });
    (fine.is_some() || interest.is_some()).then_some(Fees { fine, interest })
}

/// Days, centavos and percentage, where anything is charged at all: days alone are no charge.
fn charged(charge: &Charge) -> Option<(u32, u64, Box<RawValue>)> {
    let cents = charge.amount.map_or(0, Cents::get);
    let percentage = charge.percentage.filter(|percentage| !percentage.is_zero());
    let number = percentage
        .as_ref()
        .map_or_else(|| "0".to_owned(), Percentage::to_string);
    let number = RawValue::from_string(number).expect("a decimal number is JSON");
    (cents > 0 || percentage.is_some()).then(|| (charge.days.unwrap_or(0), cents, number))
}

/// The number in brackets that begins Caixa's texts; boleto-api's own codes as they are.
fn code(error: &Error) -> &str {
    let code = error.code.as_str();
    if code.starts_with("MP") {
        return code;
    }
    let text = error.message.as_deref().unwrap_or_default();
    bracketed(code).or_else(|| bracketed(text)).unwrap_or(code)
}

fn bracketed(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let (number, _) = text.strip_prefix('(')?.split_once(')')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| &text[..number.len() + 2])
}

#[cfg(test)]
mod tests;
