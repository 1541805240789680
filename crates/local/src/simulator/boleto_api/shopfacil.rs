//! What ShopFácil does not take once boleto-api has passed a request on.
//!
//! The codes are the bank's. Which code goes with which fault is read from their texts, since the manual is not public.

use boleto::{Agreement, Document};

use super::{Words, request::Body, slip};
use crate::simulator::{Credentials, Refused, Registration};

pub(super) const WORDS: Words = Words {
    already_exists: ("9300574", "TITULO JA CADASTRADO"),
    invalid_payer: ("9300514", "CPF OU CNPJ DO SACADO INVALIDO"),
    blocked: ("9300556", "NEGOCIACAO/CLIENTE BLOQUEADO OU PENDENTE"),
    unavailable: Some(("93005116", "ERRO NA FORMATACAO DOS DADOS DE EMISSAO")),
};

/// The first thing that the bank has against a title.
pub(super) fn check(
    body: &Body,
    title: &Registration,
    agreement: Option<&Agreement>,
    known: &Credentials,
) -> Option<Refused> {
    let shop = &body.authentication;
    let address = &body.buyer.address;
    let document = Document::parse(title.payer_document_type, title.payer_document.reveal());
    let number = title.key.number;
    let in_range = (1..=boleto::Bank::Bradesco.max_title_id().get()).contains(&number);
    let postal_code = address.zip_code.bytes().filter(u8::is_ascii_digit).count();
    let blank = |text: &str| text.trim().is_empty();
    [
        (shop.username != known.shopfacil_merchant_id, "-400", "Código da loja não encontrado"),
        (
            shop.password != known.shopfacil_api_key,
            "-518",
            "A chave informada no header não confere com a chave do meio de pagamento cadastrada na base",
        ),
        (!in_range, "930057", "NOSSO NUMERO INVALIDO"),
        (blank(&body.title.document_number), "-528", "Erro - A Tag NUMEROPEDIDO do Boleto não foi encontrada ou está malformada"),
        (document.is_err(), "93005128", "CAMPO DOCUMENTO DO SACADO INVALIDO"),
        (blank(&body.buyer.name), "93005121", "NOME DO SACADO INVÁLIDO OU EM BRANCO"),
        (blank(&address.street), "93005122", "ENDEREÇO DO SACADO INVÁLIDO OU EM BRANCO"),
        (blank(&address.number), "93005123", "NUMERO DE ENDEREÇO DO SACADA INVÁLIDO OU EM BRANCO"),
        (blank(&address.district), "93005124", "BAIRRO DO SACADO INVÁLIDO OU EM BRANCO"),
        (blank(&address.city), "93005125", "CIDADE DO SACADO INVÁLIDO OU EM BRANCO"),
        (address.state_code.len() != 2, "93005126", "UF SACADO INVÁLIDO OU EM BRANCO"),
        (postal_code != 8, "9300544", "CEP SACADO INVALIDO"),
        (slip(title, agreement).is_none(), "930052", "PARAMETROS INVALIDOS"),
    ]
    .into_iter()
    .find(|(wrong, ..)| *wrong)
    .map(|(_, code, message)| Refused::new(code, message))
}
