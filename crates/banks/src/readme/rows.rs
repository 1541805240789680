//! What the tables are about.

use boleto::{Issuer, Slip, TitleId};
use serde_json::{Value, json};

use super::{Exchange, Row};
use crate::{
    sample,
    server::{Ending, response},
};

const PAGE: &str = "<html><body>Gateway</body></html>";

/// A whole reply.
fn says(head: &str, body: &str) -> Exchange {
    Exchange::Says(response(head, body.as_bytes()), Ending::Close)
}

/// Raw bytes, and then that follows.
fn says_and(bytes: &str, ending: Ending) -> Exchange {
    Exchange::Says(bytes.as_bytes().to_vec(), ending)
}

fn all(what: &'static str, exchange: Exchange, why: &'static str) -> Row {
    Row {
        what,
        exchanges: [(); 3].map(|()| Some(exchange.clone())),
        why,
    }
}

/// By issuer: status and body.
fn each(what: &'static str, exchanges: [Option<(u16, Value)>; 3], why: &'static str) -> Row {
    let exchanges = exchanges
        .map(|said| said.map(|(status, body)| says(&format!("{status} Said"), &body.to_string())));
    Row {
        what,
        exchanges,
        why,
    }
}

/// With each issuer's own words of success.
fn success(what: &'static str, say: impl Fn(&str) -> Exchange, why: &'static str) -> Row {
    let bodies = [bradesco(), boleto_api(SHOPFACIL), boleto_api(CAIXA)];
    Row {
        what,
        exchanges: bodies.map(|body| Some(say(&body.to_string()))),
        why,
    }
}

const SHOPFACIL: Issuer = Issuer::BoletoApiBradescoShopfacil;
const CAIXA: Issuer = Issuer::BoletoApiCaixa;

fn slip(issuer: Issuer) -> Slip {
    sample::title(issuer).slip
}

/// Of another number or another amount, at the same account.
fn other_slip(issuer: Issuer, number: u64, cents: u32) -> Slip {
    let title = sample::title(issuer);
    let number = TitleId::new(number).unwrap();
    title
        .agreement
        .issue(number, title.due_on, cents.into())
        .unwrap()
}

const OURS: u64 = 1_000_001;

/// Bradesco's words of success, whole.
fn bradesco() -> Value {
    let boleto = json!({
        "nosso_numero": OURS, "valor_titulo": 2000, "data_vencimento": "2026-12-20",
        "linha_digitavel": slip(Issuer::Bradesco).digitable_line.to_string(),
        "codigo_barras": slip(Issuer::Bradesco).barcode.to_string(),
    });
    json!({ "boleto": boleto, "status": { "codigo": 0, "mensagem": "REGISTRO EFETUADO" } })
}

/// boleto-api's, with line and barcode of a slip.
fn boleto_api_with(slip: &Slip) -> Value {
    json!({
        "id": "5fd0c5f4b1f1d8d1c7b1a1e2",
        "digitableLine": slip.digitable_line.to_string(),
        "barCodeNumber": slip.barcode.to_string(),
        "links": [{ "href": "https://boleto.example/boleto", "rel": "html", "method": "GET" }],
    })
}

fn boleto_api(issuer: Issuer) -> Value {
    boleto_api_with(&slip(issuer))
}

/// A change to a body.
fn with(mut body: Value, pointer: &str, value: impl Into<Value>) -> Value {
    *body.pointer_mut(pointer).unwrap() = value.into();
    body
}

fn without(mut body: Value, fields: &[&str]) -> Value {
    for field in fields {
        body.as_object_mut().unwrap().remove(*field);
    }
    body
}

/// Bradesco's words with a code.
fn code(code: impl Into<Value>) -> Option<(u16, Value)> {
    Some((
        200,
        json!({ "status": { "codigo": code.into(), "mensagem": "?" } }),
    ))
}

/// boleto-api's words with a code.
fn error(code: impl Into<Value>) -> Option<(u16, Value)> {
    Some((
        400,
        json!({ "errors": [{ "code": code.into(), "message": "?" }] }),
    ))
}

/// Caixa's words through boleto-api.
fn caixas(message: &str) -> Option<(u16, Value)> {
    Some((
        400,
        json!({ "errors": [{ "code": "1", "message": message }] }),
    ))
}

fn ok(body: Value) -> Option<(u16, Value)> {
    Some((200, body))
}

pub(super) fn registrations() -> Vec<Row> {
    let mut rows = successes();
    rows.extend(refusals());
    rows.extend(statuses());
    rows.extend(bodies());
    rows.extend(connections());
    rows
}

fn successes() -> Vec<Row> {
    let barcode_45 = |issuer| format!("{}0", slip(issuer).barcode);
    vec![
        success(
            "says success, and all that can come with it",
            |body| says("200 OK", body),
            "the bank's own words, about our number",
        ),
        success(
            "says so with 201",
            |body| says("201 Created", body),
            "so some banks do",
        ),
        each(
            "says success and nothing else",
            [
                code(0),
                ok(without(
                    boleto_api(SHOPFACIL),
                    &["digitableLine", "barCodeNumber"],
                )),
                ok(without(
                    boleto_api(CAIXA),
                    &["digitableLine", "barCodeNumber"],
                )),
            ],
            "Bradesco promises no more; boleto-api says the same when Caixa is out of order",
        ),
        each(
            "says success without links",
            [
                None,
                ok(without(boleto_api(SHOPFACIL), &["links"])),
                ok(without(boleto_api(CAIXA), &["links"])),
            ],
            "the links are boleto-api's, the title is the bank's",
        ),
        each(
            "says success, our line and a barcode of 45 digits",
            [
                ok(with(
                    bradesco(),
                    "/boleto/codigo_barras",
                    barcode_45(Issuer::Bradesco),
                )),
                ok(with(
                    boleto_api(SHOPFACIL),
                    "/barCodeNumber",
                    barcode_45(SHOPFACIL),
                )),
                ok(with(boleto_api(CAIXA), "/barCodeNumber", barcode_45(CAIXA))),
            ],
            "boleto-api makes ShopFácil's barcode by itself, and wrong since February 2025; the line says all",
        ),
        each(
            "says success with another number",
            [
                ok(with(bradesco(), "/boleto/nosso_numero", OURS + 1)),
                ok(boleto_api_with(&other_slip(SHOPFACIL, OURS + 1, 2000))),
                ok(boleto_api_with(&other_slip(CAIXA, OURS + 1, 2000))),
            ],
            "that is not our title",
        ),
        each(
            "says success with our number and another line",
            [
                ok(with(
                    with(
                        bradesco(),
                        "/boleto/linha_digitavel",
                        other_slip(Issuer::Bradesco, OURS, 2001)
                            .digitable_line
                            .to_string(),
                    ),
                    "/boleto/codigo_barras",
                    other_slip(Issuer::Bradesco, OURS, 2001).barcode.to_string(),
                )),
                ok(boleto_api_with(&other_slip(SHOPFACIL, OURS, 2001))),
                ok(boleto_api_with(&other_slip(CAIXA, OURS, 2001))),
            ],
            "it is our title, and the bank knows how it is paid",
        ),
        each(
            "says success with another amount or day",
            [
                ok(with(bradesco(), "/boleto/valor_titulo", 2001)),
                None,
                None,
            ],
            "that is not our title",
        ),
        each(
            "says success and an error at once",
            [
                None,
                ok(with(
                    json!({ "digitableLine": slip(SHOPFACIL).digitable_line.to_string(), "errors": 0 }),
                    "/errors",
                    json!([{ "code": "930056" }]),
                )),
                ok(with(
                    json!({ "digitableLine": slip(CAIXA).digitable_line.to_string(), "errors": 0 }),
                    "/errors",
                    json!([{ "code": "930056" }]),
                )),
            ],
            "it can't mean both",
        ),
        each(
            "says that it is in progress",
            [code(93_005_999), error("93005999"), None],
            "not yet is not yes; boleto-api itself says it as a plain success, which nobody can tell",
        ),
        each(
            "says that it is out of order",
            [
                code(93_005_116),
                error("-548"),
                caixas("(BK78) TEMPO EXCEDIDO"),
            ],
            "it may have stored the title before",
        ),
    ]
}

fn refusals() -> Vec<Row> {
    vec![
        each(
            "refuses the payer's document",
            [
                code(930_056),
                error("-527"),
                caixas("(18) CPF DO PAGADOR INVALIDO"),
            ],
            "the same request would have been refused the first time too",
        ),
        each(
            "refuses a date",
            [
                code(9_300_595),
                error("9300595"),
                caixas("(4) DATA DE VENCIMENTO INVALIDA"),
            ],
            "on an earlier day it may have taken the title",
        ),
        each(
            "refuses for a block or the agreement's state",
            [
                code(9_300_588),
                error("9300588"),
                caixas("(36) BENEFICIARIO INATIVO"),
            ],
            "before the block it may have taken the title",
        ),
        each(
            "refuses the wallet",
            [code(93_005_120), error("-546"), None],
            "a part of the agreement",
        ),
        each(
            "refuses by a code that is a number where text is usual, or the other way round",
            [code("930056"), error(-527), None],
            "the same word",
        ),
        each(
            "is not asked: boleto-api refuses the amount",
            [None, error("MPAmountInCents"), error("MPAmountInCents")],
            "before any bank, and for what the title is",
        ),
        each(
            "is not asked: boleto-api refuses the day",
            [None, error("MPExpireDate"), error("MPExpireDate")],
            "before any bank, and for what day it is",
        ),
        each(
            "is not asked: boleto-api can't read the request (MP400)",
            [None, error("MP400"), error("MP400")],
            "at Caixa it may be the bank's own status",
        ),
        each(
            "is not asked: boleto-api says so in a bare list",
            [
                None,
                Some((400, json!([{ "code": "MP400", "message": "?" }]))),
                Some((400, json!([{ "code": "MP400", "message": "?" }]))),
            ],
            "a wrong version, or rules where none belong",
        ),
        each(
            "says that the title exists",
            [
                code(9_300_574),
                error("9300574"),
                caixas("(38) NOSSO NUMERO JA CADASTRADO PARA O BENEFICIARIO"),
            ],
            "it may be ours, from an attempt that we gave up",
        ),
        each(
            "says that the number is pending, or 69",
            [code(9_300_593), error("69"), None],
            "the same in other words",
        ),
        each(
            "says that the number is another title's",
            [None, error("-394"), None],
            "also -393 (another number for the order) and -549 (another day)",
        ),
        each(
            "does not know our key",
            [
                code(93_005_115),
                error("-518"),
                caixas("(54) HASH DIVERGENTE"),
            ],
            "it did not look at the title",
        ),
        each(
            "says a code that no table lists",
            [code(-518), error("12345"), caixas("OPERACAO NAO EFETUADA")],
            "undocumented is not refused",
        ),
        each(
            "says a refusal with status 500",
            [
                code(930_056).map(|(_, body)| (500, body)),
                error("930056").map(|(_, body)| (500, body)),
                caixas("(18) CPF DO PAGADOR INVALIDO").map(|(_, body)| (500, body)),
            ],
            "whoever stumbles may have stumbled after storing",
        ),
        each(
            "does not answer boleto-api (MP500, MP504)",
            [
                None,
                error("MP500").map(|(_, body)| (500, body)),
                error("MP504").map(|(_, body)| (504, body)),
            ],
            "the bank may have the title",
        ),
    ]
}

fn statuses() -> Vec<Row> {
    let page = |status: &str| says(status, PAGE);
    vec![
        success(
            "answers 202 with words of success",
            |body| says("202 Accepted", body),
            "accepted is not done",
        ),
        success(
            "answers 400 with words of success",
            |body| says("400 Bad Request", body),
            "it can't mean both",
        ),
        all("answers 204", says("204 No Content", ""), "no words"),
        all(
            "answers 302",
            says("302 Found\r\nlocation: /elsewhere", ""),
            "nothing is followed: one attempt is one request",
        ),
        all(
            "answers 400 with a page",
            page("400 Bad Request"),
            "no words of the bank's",
        ),
        all(
            "answers 401 without a body",
            says("401 Unauthorized", ""),
            "our credentials",
        ),
        all(
            "answers 403 with a page",
            page("403 Forbidden"),
            "our credentials or our address",
        ),
        all(
            "answers 404 with a page",
            page("404 Not Found"),
            "our address of the bank",
        ),
        all(
            "answers 405",
            page("405 Method Not Allowed"),
            "not a word about the title",
        ),
        all(
            "answers 408",
            says("408 Request Timeout", ""),
            "not a word about the title",
        ),
        all(
            "answers 409 with a page",
            page("409 Conflict"),
            "a status alone is no *exists*",
        ),
        all(
            "answers 422 with a page",
            page("422 Unprocessable Entity"),
            "no words of the bank's",
        ),
        all(
            "answers 429 with Retry-After",
            page("429 Too Many Requests\r\nretry-after: 120"),
            "somebody on the way is busy",
        ),
        all(
            "answers 500 with a page",
            page("500 Internal Server Error"),
            "it may have the title",
        ),
        all(
            "answers 502 with a page",
            page("502 Bad Gateway"),
            "it may have the title",
        ),
        all(
            "answers 503 with a page",
            page("503 Service Unavailable"),
            "it may have the title",
        ),
        all(
            "answers 504 with a page",
            page("504 Gateway Timeout"),
            "it may have the title",
        ),
    ]
}

fn bodies() -> Vec<Row> {
    let doubled = |body: &str| format!("{},{}", &body[..body.len() - 1], &body[1..]);
    vec![
        all(
            "answers 200 with a page",
            says("200 OK", PAGE),
            "no words of the bank's",
        ),
        all(
            "answers 200 with nothing",
            says("200 OK", ""),
            "no words of the bank's",
        ),
        success(
            "answers 200 with half of its JSON",
            |body| says("200 OK", &body[..body.len() / 2]),
            "half a word is none",
        ),
        each(
            "answers 200 with nulls",
            [
                ok(json!({ "status": null })),
                ok(json!({ "digitableLine": null, "barCodeNumber": null, "errors": null })),
                ok(json!({ "digitableLine": null, "barCodeNumber": null, "errors": null })),
            ],
            "no words of the bank's",
        ),
        each(
            "answers 200 with an empty list of errors",
            [
                None,
                ok(json!({ "errors": [] })),
                ok(json!({ "errors": [] })),
            ],
            "no error is no success",
        ),
        success(
            "answers 200 with each field twice",
            |body| says("200 OK", &doubled(body)),
            "which of the two?",
        ),
        success(
            "answers 200 with a list around its words",
            |body| says("200 OK", &format!("[{body}]")),
            "not in the bank's manual",
        ),
        success(
            "calls its JSON a page",
            |body| says("200 OK\r\ncontent-type: text/html", body),
            "the words count",
        ),
        success(
            "puts a byte order mark before its JSON",
            |body| says("200 OK", &format!("\u{FEFF}{body}")),
            "the words count",
        ),
        success(
            "writes in Latin-1",
            |body| {
                let mut body = format!(r#"{{"x":"?",{}"#, &body[1..]).into_bytes();
                body[6] = 0xE3;
                Exchange::Says(response("200 OK", &body), Ending::Close)
            },
            "the words count, and those are ASCII",
        ),
        success(
            "sends 10 MB",
            |body| says("200 OK", &format!("{}{body}", " ".repeat(10_000_000))),
            "no answer of a bank is so long",
        ),
    ]
}

fn connections() -> Vec<Row> {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";
    vec![
        all("has no name", Exchange::HasNoName, "the name was not found"),
        all(
            "is not there",
            Exchange::Refuses,
            "the connection was refused",
        ),
        all(
            "speaks no TLS",
            Exchange::SpeaksNoTls,
            "the request goes after the handshake",
        ),
        all(
            "breaks the connection before the headers",
            says_and("", Ending::Reset),
            "it may have read the request",
        ),
        all(
            "breaks it in the headers",
            says_and("HTTP/1.1 200 OK\r\ncontent-", Ending::Reset),
            "it may have the title",
        ),
        success(
            "breaks it in the body",
            |body| says_and(&format!("{head}{body}"), Ending::Reset),
            "the rest may have said something else",
        ),
        success(
            "ends before the length that it announced",
            |body| says_and(&format!("{head}{body}"), Ending::Close),
            "the rest may have said something else",
        ),
        all(
            "says nothing until the deadline",
            says_and("", Ending::Silence),
            "silence is no refusal",
        ),
        success(
            "dribbles until the deadline",
            |body| says_and(&format!("{head}{body}"), Ending::Drip),
            "one deadline, from connect to last byte",
        ),
        all(
            "has no settings in the stack",
            Exchange::IsNotConfigured,
            "a person must set them",
        ),
    ]
}

/// What Bradesco says of a title that it is asked for.
pub(super) fn searches() -> Vec<(&'static str, Exchange, &'static str)> {
    let found = || {
        json!({
            "boleto": {
                "nosso_numero": OURS,
                "valor_titulo": 2000,
                "data_vencimento": "2026-12-20",
                "pagador": { "documento": "52998224725" },
            },
            "status": { "codigo": 0 },
        })
    };
    let say = |body: Value| says("200 OK", &body.to_string());
    let not_found = json!({ "boleto": null, "status": { "codigo": 93_005_117 } });
    vec![
        ("has it", say(found()), "same number, amount, day and payer"),
        (
            "has another amount under the number",
            say(with(found(), "/boleto/valor_titulo", 2001)),
            "a conflict",
        ),
        (
            "has another payer under the number",
            say(with(found(), "/boleto/pagador/documento", "11222333000181")),
            "a conflict",
        ),
        (
            "knows of none (93005117)",
            say(not_found.clone()),
            "its own words",
        ),
        (
            "has it in progress",
            say(with(found(), "/status/codigo", 93_005_999)),
            "not there yet, and may never be",
        ),
        (
            "leaves a field out",
            say(with(found(), "/boleto/pagador", json!({}))),
            "can't be compared",
        ),
        (
            "speaks of another number",
            say(with(found(), "/boleto/nosso_numero", OURS + 1)),
            "not what it was asked",
        ),
        (
            "says nothing of a title",
            say(json!({ "status": { "codigo": 0 } })),
            "no data",
        ),
        (
            "answers 404",
            says("404 Not Found", &not_found.to_string()),
            "it may have no query at all",
        ),
        (
            "answers 405",
            says("405 Method Not Allowed", ""),
            "it may have no query at all",
        ),
        (
            "answers 401",
            says("401 Unauthorized", ""),
            "our credentials",
        ),
        (
            "answers 500",
            says("500 Internal Server Error", PAGE),
            "out of order",
        ),
        ("is not there", Exchange::Refuses, "out of order"),
        (
            "says nothing until the deadline",
            says_and("", Ending::Silence),
            "silence is no *none*",
        ),
    ]
}
