//! `boleto-cli issue`: the numbers of a slip from what its bank composes them of.

use std::fmt;

use boleto::{
    Bank, Cents, Slip,
    free_field::{Fields, Inputs},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{answer::row, read::due_factor};

#[derive(Deserialize)]
struct Request {
    bank: String,
    inputs: Given,
}

#[derive(Deserialize)]
struct Given {
    amount_cents: u64,
    due_date: Option<String>,
    agency: Option<String>,
    account: Option<String>,
    wallet: Option<String>,
    our_number: Option<String>,
    our_number_format: Option<String>,
    agreement: Option<String>,
    document_number: Option<String>,
    client_code: Option<String>,
    ios: Option<String>,
}

impl Given {
    fn inputs(&self) -> Inputs<'_> {
        Inputs {
            agency: self.agency.as_deref(),
            account: self.account.as_deref(),
            wallet: self.wallet.as_deref(),
            our_number: self.our_number.as_deref(),
            our_number_format: self.our_number_format.as_deref(),
            agreement: self.agreement.as_deref(),
            document_number: self.document_number.as_deref(),
            client_code: self.client_code.as_deref(),
            ios: self.ios.as_deref(),
        }
    }
}

/// A slip's numbers, or why there are none.
#[derive(Serialize)]
pub(crate) struct Issued {
    id: Value,
    #[serde(flatten)]
    outcome: Outcome,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Outcome {
    Numbers(Box<Numbers>),
    Fault { error: String },
}

#[derive(Serialize)]
struct Numbers {
    our_number: String,
    our_number_check_digit: Option<char>,
    free_field: String,
    due_factor: Option<String>,
    barcode: String,
    digitable_line: String,
    digitable_line_formatted: String,
    #[serde(skip)]
    our_number_formatted: String,
}

/// Issues the slip that a line of JSON asks for.
pub(crate) fn answer(line: &str) -> Issued {
    let (id, numbers) = match serde_json::from_str::<Value>(line) {
        Ok(request) => {
            let id = request.get("id").cloned().unwrap_or(Value::Null);
            (id, numbers(request))
        }
        Err(error) => (Value::Null, Err(format!("no JSON: {error}"))),
    };
    let outcome = match numbers {
        Ok(numbers) => Outcome::Numbers(Box::new(numbers)),
        Err(error) => Outcome::Fault { error },
    };
    Issued { id, outcome }
}

fn numbers(request: Value) -> Result<Numbers, String> {
    let Request { bank, inputs } =
        serde_json::from_value(request).map_err(|error| error.to_string())?;
    let bank = Bank::from_code(&bank).ok_or_else(|| {
        let known = Bank::ALL.map(Bank::code).join(", ");
        format!("bank must be one of {known}")
    })?;
    let fields = Fields::parse(bank, &inputs.inputs()).map_err(|error| error.to_string())?;
    let due_on = inputs.due_date.as_deref().map(day).transpose()?;
    let amount =
        Cents::new(inputs.amount_cents).map_err(|error| format!("amount_cents: {error}"))?;
    let slip = Slip::issue(&fields, due_on, amount).map_err(|error| error.to_string())?;
    Ok(Numbers {
        our_number: slip.our_number.digits().to_owned(),
        our_number_check_digit: slip.our_number.check_digit(),
        free_field: slip.barcode.free_field().to_string(),
        due_factor: due_factor(&slip.barcode),
        barcode: slip.barcode.to_string(),
        digitable_line: slip.digitable_line.digits().to_owned(),
        digitable_line_formatted: slip.digitable_line.to_string(),
        our_number_formatted: slip.our_number.to_string(),
    })
}

fn day(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|error| format!("due_date must be a day, YYYY-MM-DD: {error}"))
}

impl fmt::Display for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id.as_str() {
            Some(id) => f.write_str(id)?,
            None => write!(f, "{}", self.id)?,
        }
        match &self.outcome {
            Outcome::Fault { error } => row(f, "error", error),
            Outcome::Numbers(numbers) => {
                row(f, "our number", &numbers.our_number_formatted)?;
                row(f, "barcode", &numbers.barcode)?;
                row(f, "digitable line", &numbers.digitable_line_formatted)?;
                row(
                    f,
                    "due factor",
                    numbers.due_factor.as_deref().unwrap_or("not stated"),
                )?;
                row(f, "free field", &numbers.free_field)
            }
        }
    }
}
