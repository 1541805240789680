//! Answers without the banks' words, and no answers.

use serde_json::json;

use super::{Exchange, Row, say::*};
use crate::server::{Ending, response};

pub(super) fn statuses() -> Vec<Row> {
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

pub(super) fn bodies() -> Vec<Row> {
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

pub(super) fn connections() -> Vec<Row> {
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
