//! Answers in the banks' own words.

use boleto::Issuer;
use serde_json::json;

use super::{Row, say::*};

pub(super) fn successes() -> Vec<Row> {
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

pub(super) fn refusals() -> Vec<Row> {
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
