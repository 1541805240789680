//! The simulator's own interface: `/script`, `/today`, `/titles`, `/attempts`, `/journal`, `/health`.

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    Attempt, BankTitle, Entry, Script, TitleKey, TitleStatus, Verdict,
    bank::Bank,
    boleto_api::hex,
    http::{Reply, Request},
};

/// The reply to a request that is for the simulator and not for a bank.
pub(super) fn answer(bank: &Bank, request: &Request) -> Option<Reply> {
    let shown = |value: Value| Some(Reply::json(200, &value));
    match (&*request.method, &*request.path) {
        ("POST", "/script") => Some(change(bank, &request.body)),
        ("DELETE", "/script") => {
            bank.recover();
            Some(Reply::empty(204))
        }
        ("PUT", "/today") => Some(set_today(bank, &request.body)),
        ("GET", "/titles") => shown(bank.titles().iter().map(title).collect()),
        ("GET", "/attempts") => shown(bank.attempts().iter().map(attempt).collect()),
        ("GET", "/journal") => shown(bank.journal().iter().map(entry).collect()),
        ("GET", "/health") => {
            let today = bank.today().to_string();
            shown(json!({ "status": "ok", "seed": bank.seed(), "today": today }))
        }
        _ => None,
    }
}

fn change(bank: &Bank, body: &[u8]) -> Reply {
    match serde_json::from_slice::<Script>(body) {
        Ok(script) => {
            bank.change(script);
            Reply::empty(204)
        }
        Err(error) => Reply::json(400, &json!({ "error": error.to_string() })),
    }
}

fn set_today(bank: &Bank, body: &[u8]) -> Reply {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Today {
        today: Option<String>,
    }
    let today = serde_json::from_slice::<Today>(body)
        .map_err(|error| error.to_string())
        .and_then(|Today { today }| {
            today
                .map(|day| day.parse())
                .transpose()
                .map_err(|_| "expected a day".to_owned())
        });
    match today {
        Ok(today) => {
            bank.set_today(today);
            Reply::empty(204)
        }
        Err(error) => Reply::json(400, &json!({ "error": error })),
    }
}

fn title(title: &BankTitle) -> Value {
    let status = match title.status {
        TitleStatus::InProgress => "in_progress",
        TitleStatus::Registered => "registered",
    };
    merge(
        key(&title.key),
        json!({
            "amount": title.amount.get(),
            "due_on": title.due_on.to_string(),
            "payer_document_type": title.payer_document_type.name(),
            "payer_document_sha256": hex(&Sha256::digest(title.payer_document.reveal())),
            "status": status,
            "received": title.received,
        }),
    )
}

fn attempt(attempt: &Attempt) -> Value {
    let (verdict, code) = match &attempt.verdict {
        Verdict::Accepted => ("accepted", None),
        Verdict::InProgress => ("in_progress", None),
        Verdict::AlreadyExists => ("already_exists", None),
        Verdict::Refused(reasons) => ("refused", reasons.first().map(|reason| &reason.code)),
    };
    let asked = &attempt.registration;
    merge(
        key(&asked.key),
        json!({
            "interface": asked.interface.name(),
            "amount": asked.amount.get(),
            "due_on": asked.due_on.to_string(),
            "issued_on": asked.issued_on.map(|day| day.to_string()),
            "payer_document_type": asked.payer_document_type.name(),
            "payer_document_sha256": hex(&Sha256::digest(asked.payer_document.reveal())),
            "ordinal": attempt.ordinal,
            "verdict": verdict,
            "code": code,
            "applied": attempt.applied,
        }),
    )
}

fn entry(entry: &Entry) -> Value {
    let asked = &entry.asked;
    json!({
        "operation": asked.operation.name(),
        "interface": asked.interface.name(),
        "title": asked.key.as_ref().map(key),
        "ordinal": asked.ordinal,
        "at_ms": entry.at.as_millis(),
        "fault": entry.fault,
        "wait_ms": entry.wait_ms,
        "status": entry.status,
        "body_length": entry.body_length,
    })
}

fn key(key: &TitleKey) -> Value {
    json!({
        "bank": key.bank,
        "agreement": key.agreement,
        "wallet": key.wallet,
        "number": key.number,
    })
}

fn merge(mut fields: Value, more: Value) -> Value {
    if let (Value::Object(fields), Value::Object(more)) = (&mut fields, more) {
        fields.extend(more);
    }
    fields
}
