//! Answers to a query.

use serde_json::{Value, json};

use super::{Exchange, say::*};
use crate::server::Ending;

/// What Bradesco says of a title that it is asked for.
pub(super) fn rows() -> Vec<(&'static str, Exchange, &'static str)> {
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
