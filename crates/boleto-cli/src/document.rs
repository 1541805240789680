//! `boleto-cli document`: is this CPF or CNPJ right?

use std::fmt;

use boleto::{Document, DocumentType};
use serde::Serialize;

/// Whether a document is right; JSON carries no more than that.
#[derive(Serialize)]
pub(crate) struct Checked<'a> {
    value: &'a str,
    valid: bool,
    #[serde(skip)]
    verdict: String,
}

/// Checks a line of `cpf:…` or `cnpj:…`.
pub(crate) fn answer(line: &str) -> Checked<'_> {
    let (valid, verdict) = match read(line) {
        Ok(document) => (true, format!("right, written {}", document.formatted())),
        Err(fault) => (false, format!("wrong: {fault}")),
    };
    Checked {
        value: line,
        valid,
        verdict,
    }
}

fn read(line: &str) -> Result<Document, String> {
    let (kind, number) = line.split_once(':').ok_or("expected cpf:… or cnpj:…")?;
    let kind = match kind.trim() {
        // What sets of test vectors call a CNPJ with letters.
        "cnpj_alnum" => DocumentType::Cnpj,
        kind => kind.parse().map_err(|error| format!("{error}"))?,
    };
    Document::parse(kind, number).map_err(|fault| fault.to_string())
}

impl fmt::Display for Checked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.value, self.verdict)
    }
}
