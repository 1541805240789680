//! Ways to say what a bank does.

use boleto::{Issuer, Slip, TitleId};
use serde_json::{Value, json};

use super::{Exchange, Row};
use crate::{
    sample,
    server::{Ending, response},
};

pub(super) const PAGE: &str = "<html><body>Gateway</body></html>";

/// A whole reply.
pub(super) fn says(head: &str, body: &str) -> Exchange {
    Exchange::Says(response(head, body.as_bytes()), Ending::Close)
}

/// Raw bytes, and then that follows.
pub(super) fn says_and(bytes: &str, ending: Ending) -> Exchange {
    Exchange::Says(bytes.as_bytes().to_vec(), ending)
}

pub(super) fn all(what: &'static str, exchange: Exchange, why: &'static str) -> Row {
    Row {
        what,
        exchanges: [(); 3].map(|()| Some(exchange.clone())),
        why,
    }
}

/// By issuer: status and body.
pub(super) fn each(
    what: &'static str,
    exchanges: [Option<(u16, Value)>; 3],
    why: &'static str,
) -> Row {
    let exchanges = exchanges
        .map(|said| said.map(|(status, body)| says(&format!("{status} Said"), &body.to_string())));
    Row {
        what,
        exchanges,
        why,
    }
}

/// With each issuer's own words of success.
pub(super) fn success(
    what: &'static str,
    say: impl Fn(&str) -> Exchange,
    why: &'static str,
) -> Row {
    let bodies = [bradesco(), boleto_api(SHOPFACIL), boleto_api(CAIXA)];
    Row {
        what,
        exchanges: bodies.map(|body| Some(say(&body.to_string()))),
        why,
    }
}

pub(super) const SHOPFACIL: Issuer = Issuer::BoletoApiBradescoShopfacil;
pub(super) const CAIXA: Issuer = Issuer::BoletoApiCaixa;

pub(super) fn slip(issuer: Issuer) -> Slip {
    sample::title(issuer).slip
}

/// Of another number or another amount, at the same account.
pub(super) fn other_slip(issuer: Issuer, number: u64, cents: u32) -> Slip {
    let title = sample::title(issuer);
    let number = TitleId::new(number).unwrap();
    title
        .agreement
        .issue(number, title.due_on, cents.into())
        .unwrap()
}

pub(super) const OURS: u64 = 1_000_001;

/// Bradesco's words of success, whole.
pub(super) fn bradesco() -> Value {
    let boleto = json!({
        "nosso_numero": OURS, "valor_titulo": 2000, "data_vencimento": "2026-12-20",
        "linha_digitavel": slip(Issuer::Bradesco).digitable_line.to_string(),
        "codigo_barras": slip(Issuer::Bradesco).barcode.to_string(),
    });
    json!({ "boleto": boleto, "status": { "codigo": 0, "mensagem": "REGISTRO EFETUADO" } })
}

/// boleto-api's, with line and barcode of a slip.
pub(super) fn boleto_api_with(slip: &Slip) -> Value {
    json!({
        "id": "5fd0c5f4b1f1d8d1c7b1a1e2",
        "digitableLine": slip.digitable_line.to_string(),
        "barCodeNumber": slip.barcode.to_string(),
        "links": [{ "href": "https://boleto.example/boleto", "rel": "html", "method": "GET" }],
    })
}

pub(super) fn boleto_api(issuer: Issuer) -> Value {
    boleto_api_with(&slip(issuer))
}

/// A change to a body.
pub(super) fn with(mut body: Value, pointer: &str, value: impl Into<Value>) -> Value {
    *body.pointer_mut(pointer).unwrap() = value.into();
    body
}

pub(super) fn without(mut body: Value, fields: &[&str]) -> Value {
    for field in fields {
        body.as_object_mut().unwrap().remove(*field);
    }
    body
}

/// Bradesco's words with a code.
pub(super) fn code(code: impl Into<Value>) -> Option<(u16, Value)> {
    Some((
        200,
        json!({ "status": { "codigo": code.into(), "mensagem": "?" } }),
    ))
}

/// boleto-api's words with a code.
pub(super) fn error(code: impl Into<Value>) -> Option<(u16, Value)> {
    Some((
        400,
        json!({ "errors": [{ "code": code.into(), "message": "?" }] }),
    ))
}

/// Caixa's words through boleto-api.
pub(super) fn caixas(message: &str) -> Option<(u16, Value)> {
    Some((
        400,
        json!({ "errors": [{ "code": "1", "message": message }] }),
    ))
}

pub(super) fn ok(body: Value) -> Option<(u16, Value)> {
    Some((200, body))
}
