//! What boleto-api itself does not take, before any bank is asked.

use jiff::civil::Date;

use super::request::{Body, PartyDocument};
use crate::simulator::{Interface, Refused};

/// All that the gateway has against a request, in its order.
pub(super) fn check(body: &Body, interface: Interface, due_on: Date, today: Date) -> Vec<Refused> {
    let account = &body.agreement;
    let mut objections = vec![
        object(
            body.title.amount_in_cents < 1,
            "MPAmountInCents",
            "Valor não pode ser menor do que 1 centavo",
        ),
        object(
            due_on < today,
            "MPExpireDate",
            "Data de expiração não pode ser menor que a data de hoje",
        ),
        document(&body.buyer.document, "MPBuyerDocumentType"),
        document(&body.recipient.document, "MPRecipientDocumentType"),
    ];
    let bad_agency = !matches!(digits(&account.agency), 1..=4);
    objections.extend(match interface {
        Interface::Caixa => vec![
            object(
                bad_agency,
                "MPAgency",
                "a agência deve ter de 1 a 4 dígitos",
            ),
            object(
                body.title.our_number > boleto::Bank::Caixa.max_title_id().get(),
                "MP400",
                "O nosso número deve conter apenas 15 digitos.",
            ),
        ],
        Interface::Bradesco | Interface::Shopfacil => vec![
            object(bad_agency, "MP400", "a agência deve ter de 1 a 4 dígitos"),
            object(
                account.account.is_empty(),
                "MP400",
                "a conta deve ser preenchida",
            ),
            object(
                body.authentication.username.is_empty() || body.authentication.password.is_empty(),
                "MP400",
                "o nome de usuário e senha devem ser preenchidos",
            ),
            object(
                account.agreement_number == 0,
                "MP400",
                "o código do contrato deve ser preenchido",
            ),
        ],
    });
    objections.into_iter().flatten().collect()
}

/// The gateway counts a document's digits and no more.
fn document(document: &PartyDocument, unknown_type: &str) -> Option<Refused> {
    let expected = match document.kind.to_ascii_uppercase().as_str() {
        "CPF" => 11,
        "CNPJ" => 14,
        _ => return Some(Refused::new(unknown_type, "Tipo de documento inválido")),
    };
    let message = "Número de documento inválido";
    object(
        digits(&document.number) != expected,
        "MPDocumentNumber",
        message,
    )
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

fn object(when: bool, code: &str, message: &str) -> Option<Refused> {
    when.then(|| Refused::new(code, message))
}
