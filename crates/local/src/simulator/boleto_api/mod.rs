//! boleto-api, the gateway before ShopFácil and Caixa, as of July 2021.
//!
//! `POST /v1/boleto/register` and `POST /v2/boleto/register`. Success is 200, an error of the gateway's or the bank's own
//! is 400 with `{"errors": [{code, message}]}`, but checks of version and rules answer the bare list.

mod caixa;
mod request;
mod shopfacil;
mod validation;

pub(super) use request::{Version, interface, understand};

use boleto::{Agreement, Slip, TitleId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Interface, Refused, Registration, http::Reply, words::Said};

/// The words for `said`.
pub(super) fn reply(
    title: &Registration,
    said: &Said,
    agreement: Option<&Agreement>,
    base_url: &str,
) -> Reply {
    let words = if title.interface == Interface::Caixa {
        &caixa::WORDS
    } else {
        &shopfacil::WORDS
    };
    match said {
        // The gateway takes ShopFácil's "in progress" for success, and Caixa has no such words.
        Said::Registered | Said::InProgress => {
            Reply::json(200, &confirmation(title, agreement, base_url))
        }
        Said::AlreadyExists => error(&words.already_exists.into()),
        Said::InvalidPayer => error(&words.invalid_payer.into()),
        Said::Blocked => error(&words.blocked.into()),
        Said::Unavailable => match words.unavailable {
            Some(unavailable) => error(&unavailable.into()),
            None => Reply::json(200, &links(title, base_url)),
        },
        Said::Refused(reasons) if title.interface == Interface::Caixa => {
            errors(&reasons.iter().map(caixa::in_its_words).collect::<Vec<_>>())
        }
        Said::Refused(reasons) => errors(reasons),
        Said::BareErrors(refused) => bare_errors(refused),
    }
}

/// Codes and texts of a bank behind the gateway, as the gateway passes them on.
struct Words {
    already_exists: (&'static str, &'static str),
    invalid_payer: (&'static str, &'static str),
    blocked: (&'static str, &'static str),
    /// Absent where the gateway takes the bank's words for success and misses what should come with them.
    unavailable: Option<(&'static str, &'static str)>,
}

fn error(refused: &Refused) -> Reply {
    errors(std::slice::from_ref(refused))
}

/// Errors with the gateway's status for the first: `MP500` is 500, the bank's own are 400.
fn errors(reasons: &[Refused]) -> Reply {
    let status = reasons
        .first()
        .and_then(|reason| reason.code.strip_prefix("MP")?.parse().ok())
        .filter(|status| (400..600).contains(status));
    Reply::json(status.unwrap_or(400), &json!({ "errors": list(reasons) }))
}

fn bare_errors(refused: &Refused) -> Reply {
    Reply::json(400, &list(std::slice::from_ref(refused)))
}

fn list(refused: &[Refused]) -> Value {
    refused
        .iter()
        .map(|refused| json!({ "code": refused.code, "message": refused.message }))
        .collect()
}

/// What the gateway says of a registered title: line, barcode, and where it shows the boleto.
fn confirmation(title: &Registration, agreement: Option<&Agreement>, base_url: &str) -> Value {
    let mut confirmation = links(title, base_url);
    if let Some(slip) = slip(title, agreement) {
        confirmation["digitableLine"] = slip.digitable_line.to_string().into();
        confirmation["barCodeNumber"] = slip.barcode.as_str().into();
    }
    if title.interface == Interface::Caixa {
        // Caixa returns 0 for a number that the client chose, and the gateway passes it on.
        confirmation["ourNumber"] = "0".into();
    }
    confirmation
}

/// What is printed for the payer, if a slip can state it.
fn slip(title: &Registration, agreement: Option<&Agreement>) -> Option<Slip> {
    let number = TitleId::new(title.key.number).ok()?;
    agreement?.issue(number, title.due_on, title.amount).ok()
}

/// The gateway's own part of a confirmation, which it gives to everything that it does not take for an error.
fn links(title: &Registration, base_url: &str) -> Value {
    let key = &title.key;
    let name = format!(
        "{}/{}/{}/{}",
        key.bank, key.agreement, key.wallet, key.number
    );
    let digest = hex(&Sha256::digest(name));
    let id = &digest[..24];
    let link = |format| {
        let href = format!("{base_url}/boleto?fmt={format}&id={id}&pk={digest}");
        json!({ "href": href, "rel": format, "method": "GET" })
    };
    json!({ "id": id, "links": [link("html"), link("pdf")] })
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
