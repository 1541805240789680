//! What Caixa does not take once boleto-api has passed a request on, and how the gateway passes on its words.
//!
//! Caixa's own code is 1 for everything that it has not done; the number in brackets that begins its text tells what.
//! (Manual of January 2018.) The gateway shortens and cleans texts, so that no strange character is left to refuse.

use boleto::{Agreement, Document, DocumentType};

use super::{Words, request::Body, slip};
use crate::simulator::{Refused, Registration};

pub(super) const WORDS: Words = Words {
    already_exists: ("1", "(38) NOSSO NUMERO JA CADASTRADO PARA O BENEFICIARIO"),
    invalid_payer: ("1", "(18) CPF DO PAGADOR INVALIDO"),
    blocked: ("1", "(36) BENEFICIARIO INATIVO"),
    // Caixa says code 2 and no more, which the gateway takes for success.
    unavailable: None,
};

/// The largest amount that the bank takes, in centavos. (Manual 67.119 v010, p. 33.)
const LARGEST: u64 = 999_999_999;

/// The first thing that the bank has against a title. It takes one without the payer's address.
pub(super) fn check(
    body: &Body,
    title: &Registration,
    agreement: Option<&Agreement>,
) -> Option<Refused> {
    let document = Document::parse(title.payer_document_type, title.payer_document.reveal());
    let invalid_document = match title.payer_document_type {
        DocumentType::Cpf => "(18) CPF DO PAGADOR INVALIDO",
        DocumentType::Cnpj => "(19) CNPJ DO PAGADOR INVALIDO",
    };
    let postal_code = &body.buyer.address.zip_code;
    let digits = postal_code.bytes().filter(u8::is_ascii_digit).count();
    [
        (agreement.is_none(), "(1) CODIGO DO BENEFICIARIO INVALIDO"),
        (title.key.number == 0, "(2) NOSSO NUMERO INVALIDO"),
        (title.amount.get() > LARGEST, "(5) VALOR DO TITULO INVALIDO"),
        (
            slip(title, agreement).is_none(),
            "(4) DATA DE VENCIMENTO INVALIDA",
        ),
        (document.is_err(), invalid_document),
        (
            body.buyer.name.trim().is_empty(),
            "(22) NOME/RAZAO DO PAGADOR NAO INFORMADO",
        ),
        (!postal_code.is_empty() && digits != 8, "(42) CEP INVALIDO"),
    ]
    .into_iter()
    .find(|(wrong, _)| *wrong)
    .map(|(_, message)| Refused::new("1", message))
}

/// A refusal as the gateway passes it on: `38` and `(38)` become code 1 with a text that begins with `(38)`.
pub(super) fn in_its_words(refused: &Refused) -> Refused {
    let number = refused
        .code
        .strip_prefix('(')
        .and_then(|code| code.strip_suffix(')'));
    let number = number.unwrap_or(&refused.code);
    let is_code_itself = number == "1" && refused.message.starts_with('(');
    if is_code_itself || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return refused.clone();
    }
    Refused::new("1", format!("({number}) {}", refused.message))
}
