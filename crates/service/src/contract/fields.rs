//! A JSON object whose fields are taken one by one, with every fault noted.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::number::{NotWhole, whole};
use crate::error::{ApiError, InvalidField};

/// The longest text of a field, in characters, as the tables of the system that this one replaces had it.
const LONGEST_TEXT: usize = 255;
/// The longest text for people to read, in characters, so that a list of boletos stays below Lambda's 6 MB.
const LONGEST_LONG_TEXT: usize = 2000;
/// More faults than this help nobody.
const MOST_FAULTS: usize = 100;

/// A value, as far as its kind must be known.
#[derive(Debug, Clone)]
pub(super) enum Value<'a> {
    Null,
    Boolean(bool),
    /// A number's own spelling.
    Number(&'a str),
    Text(String),
    Array(Vec<&'a RawValue>),
    Object(Entries<'a>),
    /// Text that no string can hold: a lone surrogate, or a null character.
    Unreadable,
}

impl<'a> Value<'a> {
    pub(super) fn of(raw: &'a RawValue) -> Self {
        let json = raw.get();
        match json.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't') => Self::Boolean(true),
            Some(b'f') => Self::Boolean(false),
            Some(b'"') => match serde_json::from_str::<String>(json) {
                Ok(text) if !text.contains('\0') => Self::Text(text),
                Ok(_) | Err(_) => Self::Unreadable,
            },
            Some(b'[') => serde_json::from_str(json).map_or(Self::Unreadable, Self::Array),
            Some(b'{') => serde_json::from_str(json).map_or(Self::Unreadable, Self::Object),
            _ => Self::Number(json),
        }
    }
}

/// An object's fields, in the order in which they were sent. Of one that is sent twice the last counts.
#[derive(Debug, Clone)]
pub(super) struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries: Vec<(String, &RawValue)> = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    match entries.iter_mut().find(|(known, _)| *known == name) {
                        Some(known) => known.1 = value,
                        None => entries.push((name, value)),
                    }
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}

/// Takes an object's fields one by one. What is left at the end was not allowed.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    entries: Entries<'a>,
    path: Option<&'static str>,
    faults: Vec<InvalidField>,
}

impl<'a> Fields<'a> {
    /// Reads a request's body.
    ///
    /// # Errors
    /// It is no JSON object.
    pub(super) fn read(body: &'a [u8]) -> Result<Self, ApiError> {
        let malformed = || ApiError::invalid("The body must be valid JSON", None);
        let raw: &RawValue = serde_json::from_slice(body).map_err(|_| malformed())?;
        match Value::of(raw) {
            Value::Object(entries) => Ok(Self::new(entries, None)),
            Value::Unreadable => Err(malformed()),
            Value::Null
            | Value::Boolean(_)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Array(_) => Err(ApiError::invalid("\"value\" must be an object", None)),
        }
    }

    pub(super) fn new(entries: Entries<'a>, path: Option<&'static str>) -> Self {
        Self {
            entries,
            path,
            faults: Vec::new(),
        }
    }

    /// Notes that `name` is wrong: `must be a string`.
    pub(super) fn fault(&mut self, name: &str, what: impl fmt::Display) {
        self.faults.push(InvalidField {
            message: format!("\"{name}\" {what}"),
            field: Some(match self.path {
                Some(path) => format!("{path}.{name}"),
                None => name.to_owned(),
            }),
        });
    }

    /// Whether a fault of `name` is noted.
    pub(super) fn is_at_fault(&self, name: &str) -> bool {
        self.faults
            .iter()
            .any(|fault| fault.field.as_deref() == Some(name))
    }

    /// Notes faults of a nested object.
    pub(super) fn faults(&mut self, faults: Vec<InvalidField>) {
        self.faults.extend(faults);
    }

    /// All faults, those of fields that are not allowed last.
    pub(super) fn finish(mut self) -> Vec<InvalidField> {
        let unknown = std::mem::take(&mut self.entries.0);
        for (name, _) in unknown.into_iter().take(MOST_FAULTS) {
            // A name of any length and content could come back in the answer and the log.
            let name: String = name
                .chars()
                .filter(|character| !character.is_control())
                .take(64)
                .collect();
            self.fault(&name, "is not allowed");
        }
        self.faults
    }

    /// Takes a field.
    pub(super) fn take(&mut self, name: &str) -> Option<Value<'a>> {
        let index = self.entries.0.iter().position(|(known, _)| known == name)?;
        Some(Value::of(self.entries.0.remove(index).1))
    }

    /// Takes a text that must be there and must not be empty.
    pub(super) fn required_text(&mut self, name: &str) -> Option<String> {
        match self.take(name) {
            None => self.fault(name, "is required"),
            Some(Value::Text(text)) if text.is_empty() => {
                self.fault(name, "is not allowed to be empty");
            }
            Some(Value::Text(text)) => return self.bounded(name, text, LONGEST_TEXT),
            Some(_) => self.fault(name, "must be a string"),
        }
        None
    }

    /// Takes a text that may be missing or null, but not empty.
    pub(super) fn optional_text(&mut self, name: &str) -> Option<String> {
        let text = self.text_or_empty(name)?;
        if text.is_empty() {
            self.fault(name, "is not allowed to be empty");
            return None;
        }
        Some(text)
    }

    /// Takes a text that may be missing, null or empty.
    pub(super) fn text_or_empty(&mut self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        self.bounded(name, text, LONGEST_TEXT)
    }

    /// Takes a text for people to read that may be missing, null or empty.
    pub(super) fn long_text(&mut self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        self.bounded(name, text, LONGEST_LONG_TEXT)
    }

    fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name) {
            None | Some(Value::Null) => {}
            Some(Value::Text(text)) => return Some(text),
            Some(_) => self.fault(name, "must be a string"),
        }
        None
    }

    fn bounded(&mut self, name: &str, text: String, longest: usize) -> Option<String> {
        if text.chars().count() > longest {
            let limit = format!("length must be less than or equal to {longest} characters long");
            self.fault(name, limit);
            return None;
        }
        Some(text)
    }

    /// Takes a boolean, also as text.
    pub(super) fn boolean(&mut self, name: &str, default: bool) -> bool {
        match self.take(name) {
            None | Some(Value::Null) => default,
            Some(Value::Boolean(value)) => value,
            Some(Value::Text(text)) if text == "true" => true,
            Some(Value::Text(text)) if text == "false" => false,
            Some(_) => {
                self.fault(name, "must be a boolean");
                default
            }
        }
    }

    /// Takes a whole number from `least` to `most`, also as text; may be missing or null.
    pub(super) fn optional_integer(&mut self, name: &str, least: u64, most: u64) -> Option<u64> {
        let value = self.take(name)?;
        self.integer_of(name, value, least, most)
    }

    /// Takes a whole number from `least` to `most`, also as text, that must be there.
    pub(super) fn required_integer(&mut self, name: &str, least: u64, most: u64) -> Option<u64> {
        match self.take(name) {
            None => {
                self.fault(name, "is required");
                None
            }
            Some(Value::Null) => {
                self.fault(name, "must be a number");
                None
            }
            Some(value) => self.integer_of(name, value, least, most),
        }
    }

    fn integer_of(&mut self, name: &str, value: Value<'_>, least: u64, most: u64) -> Option<u64> {
        let read = match &value {
            Value::Null => return None,
            Value::Number(text) => whole(text),
            Value::Text(text) => whole(text.trim()),
            Value::Boolean(_) | Value::Array(_) | Value::Object(_) | Value::Unreadable => {
                Err(NotWhole::NotANumber)
            }
        };
        match read.map(u64::try_from) {
            Err(NotWhole::NotANumber) => self.fault(name, "must be a number"),
            Err(NotWhole::Fraction) => self.fault(name, "must be an integer"),
            Ok(Ok(number)) if number > most => {
                self.fault(name, format_args!("must be less than or equal to {most}"));
            }
            Ok(Ok(number)) if number >= least => return Some(number),
            Ok(_) => self.fault(
                name,
                format_args!("must be larger than or equal to {least}"),
            ),
        }
        None
    }

    /// Takes an object and reads it by `read`; may be missing or null.
    pub(super) fn object<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Fields<'a>) -> T,
    ) -> Option<T> {
        match self.take(name) {
            None | Some(Value::Null) => None,
            Some(Value::Object(entries)) => {
                let mut nested = Fields::new(entries, Some(name));
                let value = read(&mut nested);
                self.faults(nested.finish());
                Some(value)
            }
            Some(_) => {
                self.fault(name, "must be an object");
                None
            }
        }
    }
}
