//! Bradesco's own online registration: *registro online, Meios de Pagamento*.
//!
//! `POST /apiregistro/api` registers, `GET` on the same address with `nosso_numero` and `numero_documento` queries. The
//! bank answers 201 for success and 200 for everything else that it says itself.

mod request;
mod rules;

pub(super) use request::understand;

use jiff::civil::Date;
use serde_json::{Value, json};

use boleto::DocumentType;

use super::{
    Answer, BankTitle, Credentials, Registration, TitleStatus, credentials,
    http::{Reply, Request},
    words::Said,
};

/// Where it is.
pub(super) const PATH: &str = "/apiregistro/api";

const REGISTERED: (&str, &str) = ("0", "REGISTRO EFETUADO COM SUCESSO");
const IN_PROGRESS: (&str, &str) = (
    "93005999",
    "BOLETO GERADO COM SUCESSO - REGISTRO EM PROCESSAMENTO",
);
const ALREADY_EXISTS: (&str, &str) = ("9300574", "TITULO JA CADASTRADO");
const UNAVAILABLE: (&str, &str) = (
    "93005116",
    "SISTEMA INDISPONIVEL NO MOMENTO - ERRO NA FORMATACAO DOS DADOS DE EMISSAO",
);
const BLOCKED: (&str, &str) = ("9300556", "NEGOCIACAO/CLIENTE BLOQUEADO OU PENDENTE");
const NOT_FOUND: (&str, &str) = ("93005117", "REGISTRO NAO ENCONTRADO NAS BASES CDDA/CIP");
const KEY_UNKNOWN: (&str, &str) = ("93005115", "CHAVE DE ACESSO NAO ENCONTRADA/INVALIDA");
const NO_ARGUMENT: (&str, &str) = ("9300529", "DEVERA SER INFORMADO ALGUM ARGUMENTO");

/// Turns away a request without the shop's key.
///
/// Assumed: the bank's manual is not public, and what it answers here has not been seen.
fn authenticate(request: &Request, known: &Credentials) -> Result<(), Reply> {
    if credentials::admits(request, &known.merchant_id, &known.api_key) {
        return Ok(());
    }
    Err(Reply::json(
        401,
        &body(&known.merchant_id, Value::Null, KEY_UNKNOWN),
    ))
}

/// The number that a query asks for.
pub(super) fn understand_query(request: &Request, known: &Credentials) -> Result<u64, Reply> {
    authenticate(request, known)?;
    let number = |name| {
        request
            .parameter(name)
            .and_then(|text| text.parse::<u64>().ok())
    };
    match (number("nosso_numero"), number("numero_documento")) {
        (Some(number), Some(_)) => Ok(number),
        _ => Err(Reply::json(
            200,
            &body(&known.merchant_id, Value::Null, NO_ARGUMENT),
        )),
    }
}

/// The bank's words for `said`, in the shape that public clients of it read.
pub(super) fn reply(title: &Registration, said: &Said, today: Date) -> Reply {
    let merchant_id = &title.key.agreement;
    let confirmed = |status| {
        let boleto = json!({
            "nosso_numero": title.key.number,
            "numero_documento": title.key.number.to_string(),
            "data_requisicao": format!("{today}T12:00:00"),
            "data_registro": format!("{today}T12:00:01"),
        });
        Reply::json(201, &body(merchant_id, boleto, status))
    };
    let plain = |status| Reply::json(200, &body(merchant_id, Value::Null, status));
    match said {
        Said::Registered => confirmed(REGISTERED),
        Said::InProgress => confirmed(IN_PROGRESS),
        Said::AlreadyExists => plain(ALREADY_EXISTS),
        Said::InvalidPayer => plain(rules::DOCUMENT),
        Said::Blocked => plain(BLOCKED),
        Said::Unavailable => plain(UNAVAILABLE),
        Said::Refused(reasons) => {
            let reason = reasons.first().expect("a refusal has a reason");
            plain((&reason.code, &reason.message))
        }
        Said::BareErrors(refused) => plain((&refused.code, &refused.message)),
    }
}

/// The bank's words for a query. Assumed, as `fixtures/query.json` and `fixtures/query_not_found.json` state.
pub(super) fn answer_query(merchant_id: &str, title: Option<&BankTitle>, answer: &Answer) -> Reply {
    let plain = |status| Reply::json(200, &body(merchant_id, Value::Null, status));
    match answer {
        Answer::Status(page) => Reply {
            retry_after_s: page.retry_after_s,
            ..Reply::html(page.code)
        },
        Answer::Refuse(refusal) | Answer::BareErrors(refusal) => plain((
            &refusal.code,
            refusal.message.as_deref().unwrap_or("RECUSADO"),
        )),
        Answer::Duplicate => plain(ALREADY_EXISTS),
        Answer::InvalidPayer => plain(rules::DOCUMENT),
        Answer::Blocked => plain(BLOCKED),
        Answer::Unavailable => plain(UNAVAILABLE),
        Answer::InProgress => plain(IN_PROGRESS),
        Answer::UnknownCode => plain(("99999", "CODIGO NAO PREVISTO")),
        Answer::Normal | Answer::OtherNumber | Answer::OtherAmount => match title {
            Some(title) => Reply::json(200, &found(merchant_id, title)),
            None => plain(NOT_FOUND),
        },
    }
}

fn found(merchant_id: &str, title: &BankTitle) -> Value {
    let boleto = json!({
        "carteira": title.key.wallet,
        "nosso_numero": title.key.number,
        "numero_documento": title.key.number.to_string(),
        "data_vencimento": title.due_on.to_string(),
        "valor_titulo": title.amount.get(),
        "pagador": {
            "documento": title.payer_document.reveal(),
            "tipo_documento": document_type(title.payer_document_type),
        },
    });
    let status = match title.status {
        TitleStatus::Registered => REGISTERED,
        TitleStatus::InProgress => IN_PROGRESS,
    };
    body(merchant_id, boleto, status)
}

fn document_type(document_type: DocumentType) -> &'static str {
    match document_type {
        DocumentType::Cpf => "1",
        DocumentType::Cnpj => "2",
    }
}

/// The outermost object. Codes are numbers, as far as they are.
fn body(merchant_id: &str, boleto: Value, (code, message): (&str, &str)) -> Value {
    let code = code
        .parse::<i64>()
        .map_or_else(|_| Value::from(code), Value::from);
    json!({
        "merchant_id": merchant_id,
        "boleto": boleto,
        "status": { "codigo": code, "mensagem": message },
    })
}
