//! What is asked for late payment, and what the bank is asked to allow.

use boleto::{Cents, Charge, Percentage, Rule};

use super::fields::{Fields, Value};
use crate::error::InvalidField;

/// More rules than this make no sense.
const MOST_RULES: usize = 10;

pub(super) fn charge(fields: &mut Fields<'_>) -> Charge {
    let percentage = percentage(fields);
    let amount = fields
        .optional_integer("amount", 0, 9_999_999_999)
        .and_then(|cents| Cents::new(cents).ok());
    let days = fields
        .optional_integer("days", 0, 99_999)
        .and_then(|days| u32::try_from(days).ok());
    let both = percentage.is_some_and(|percentage| !percentage.is_zero())
        && amount.is_some_and(|amount| !amount.is_zero());
    if both {
        fields.fault("amount", "is not allowed together with \"percentage\"");
    }
    Charge {
        percentage,
        amount,
        days,
    }
}

fn percentage(fields: &mut Fields<'_>) -> Option<Percentage> {
    use boleto::InvalidPercentage::{AboveHundred, Negative, NotANumber, TooPrecise};

    let read = match fields.take("percentage")? {
        Value::Null => return None,
        Value::Number(text) => text.parse::<Percentage>(),
        Value::Text(text) => text.trim().parse(),
        Value::Boolean(_) | Value::Array(_) | Value::Object(_) | Value::Unreadable => {
            Err(NotANumber)
        }
    };
    let what = match read {
        Ok(percentage) => return Some(percentage),
        Err(NotANumber) => "must be a number",
        Err(Negative) => "must be larger than or equal to 0",
        Err(AboveHundred) => "must be less than or equal to 100",
        Err(TooPrecise) => "must have no more than 5 decimal places",
    };
    fields.fault("percentage", what);
    None
}

pub(super) fn rules(fields: &mut Fields<'_>) -> Option<Vec<Rule>> {
    let elements = match fields.take("rules")? {
        Value::Null => return None,
        Value::Array(elements) => elements,
        Value::Boolean(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Object(_)
        | Value::Unreadable => {
            fields.fault("rules", "must be an array");
            return None;
        }
    };
    if elements.len() > MOST_RULES {
        fields.fault(
            "rules",
            format_args!("must contain less than or equal to {MOST_RULES} items"),
        );
        return None;
    }
    let names = Rule::ALL.map(Rule::name).join(", ");
    let mut rules = Vec::new();
    let mut faults = Vec::new();
    for (index, element) in elements.into_iter().enumerate() {
        let rule = match Value::of(element) {
            Value::Text(text) => text.parse::<Rule>().ok(),
            Value::Null
            | Value::Boolean(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_)
            | Value::Unreadable => None,
        };
        match rule {
            Some(rule) => rules.push(rule),
            None => faults.push(InvalidField {
                message: format!("\"{index}\" must be one of [{names}]"),
                field: Some(format!("rules.{index}")),
            }),
        }
    }
    fields.faults(faults);
    Some(rules)
}
