//! `boleto-cli read`: what a barcode or a digitable line says.

mod fields;

use std::fmt;

use boleto::{Barcode, Code};
use jiff::civil::Date;
use serde::Serialize;

use crate::answer::row;

/// What a code says, or why it says nothing.
#[derive(Serialize)]
pub(crate) struct Reading<'a> {
    value: &'a str,
    valid: bool,
    #[serde(flatten)]
    outcome: Outcome,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Outcome {
    Slip(Box<Slip>),
    Fault { reason: String },
}

#[derive(Serialize)]
struct Slip {
    kind: &'static str,
    bank: String,
    due_factor: Option<String>,
    amount_cents: u64,
    due_date: Option<String>,
    free_field: String,
    barcode: String,
    digitable_line: String,
    #[serde(skip)]
    code: Code,
    #[serde(skip)]
    today: Date,
}

/// Reads a barcode or a line as of `today`.
pub(crate) fn answer(line: &str, today: Date) -> Reading<'_> {
    match line.parse::<Code>() {
        Ok(code) => Reading {
            value: line,
            valid: true,
            outcome: Outcome::Slip(Box::new(slip(code, today))),
        },
        Err(fault) => {
            let reason = fault.to_string();
            Reading {
                value: line,
                valid: false,
                outcome: Outcome::Fault { reason },
            }
        }
    }
}

fn slip(code: Code, today: Date) -> Slip {
    let barcode = code.barcode();
    Slip {
        kind: match code {
            Code::Barcode(_) => "barcode",
            Code::DigitableLine(_) => "digitable_line",
        },
        bank: barcode.bank_code().to_owned(),
        due_factor: due_factor(&barcode),
        amount_cents: barcode.amount().get(),
        due_date: due_on(&barcode, today).map(|day| day.to_string()),
        free_field: barcode.free_field().to_string(),
        barcode: barcode.to_string(),
        digitable_line: code.digitable_line().digits().to_owned(),
        code,
        today,
    }
}

/// The four digits of the due factor, `0000` included; nothing where a large amount takes their place.
pub(crate) fn due_factor(barcode: &Barcode) -> Option<String> {
    let digits = &barcode.as_str()[5..9];
    (barcode.due_factor().is_some() || digits == "0000").then(|| digits.to_owned())
}

fn due_on(barcode: &Barcode, today: Date) -> Option<Date> {
    barcode.due_factor().and_then(|factor| factor.due_on(today))
}

impl fmt::Display for Reading<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.value)?;
        match &self.outcome {
            Outcome::Fault { reason } => row(f, "wrong", reason),
            Outcome::Slip(slip) => slip.fmt(f),
        }
    }
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let barcode = self.code.barcode();
        row(f, "right", self.kind.replace('_', " "))?;
        match barcode.bank() {
            Some(bank) => row(f, "bank", format_args!("{} {}", bank.code(), bank.name()))?,
            None => row(f, "bank", barcode.bank_code())?,
        }
        if barcode.amount().is_zero() {
            row(f, "amount", "not stated")?;
        } else {
            row(f, "amount", format_args!("R$ {}", barcode.amount()))?;
        }
        row(f, "due day", self.due_day(&barcode))?;
        match barcode.fields() {
            Ok(fields) => fields::rows(f, &fields)?,
            Err(unread) => row(f, "not read", unread)?,
        }
        row(f, "free field", &self.free_field)?;
        row(f, "barcode", barcode)?;
        row(f, "digitable line", self.code.digitable_line())
    }
}

impl Slip {
    fn due_day(&self, barcode: &Barcode) -> String {
        let Some(factor) = barcode.due_factor() else {
            return "not stated".to_owned();
        };
        match factor.due_on(self.today) {
            Some(day) => format!("{day} (factor {factor})"),
            None => {
                let [first, second] = factor.candidates();
                let today = self.today;
                format!("{first} or {second} (factor {factor}, undecided as of {today})")
            }
        }
    }
}
