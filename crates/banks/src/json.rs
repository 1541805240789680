//! JSON as banks write it.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, Visitor, value::MapAccessDeserializer},
};

/// A code or a number that banks write now as text, now as an integer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Code(String);

impl Code {
    pub(crate) fn as_str(&self) -> &str {
        self.0.trim()
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl Visitor<'_> for Read {
            type Value = Code;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text or an integer")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Code, E> {
                Ok(Code(text.to_owned()))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Code, E> {
                Ok(Code(number.to_string()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Code, E> {
                Ok(Code(number.to_string()))
            }
        }

        deserializer.deserialize_any(Read)
    }
}

/// What is read from a JSON object. serde alone would also take a list of the fields' values for one, and so find words in
/// what is none of the bank's.
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(fields))
            }
        }

        deserializer.deserialize_map(Read(PhantomData)).map(Self)
    }
}

/// Reads a field that nobody promises: nothing where it is of another kind than expected.
///
/// # Errors
/// It is no JSON.
pub(crate) fn if_readable<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Read<T> {
        Expected(T),
        Other(IgnoredAny),
    }

    Ok(match Read::deserialize(deserializer)? {
        Read::Expected(value) => Some(value),
        Read::Other(IgnoredAny) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Sample {
        code: Code,
        #[serde(default, deserialize_with = "if_readable")]
        amount: Option<u64>,
    }

    #[test]
    fn a_code_is_text_or_an_integer() {
        for (json, code) in [
            (r#"{"code":"0"}"#, "0"),
            (r#"{"code":0}"#, "0"),
            (r#"{"code":-393}"#, "-393"),
            (r#"{"code":" 930056 "}"#, "930056"),
            (r#"{"code":18446744073709551615}"#, "18446744073709551615"),
        ] {
            assert_eq!(
                serde_json::from_str::<Sample>(json).unwrap().code.as_str(),
                code
            );
        }
        for json in [
            r#"{"code":null}"#,
            r#"{"code":1.5}"#,
            r#"{"code":true}"#,
            r#"{}"#,
            "[]",
        ] {
            assert!(serde_json::from_str::<Sample>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_list_is_no_object() {
        let code =
            |json| serde_json::from_str::<Object<Sample>>(json).map(|Object(read)| read.code);
        assert_eq!(code(r#"{"code":"0"}"#).unwrap().as_str(), "0");
        assert!(code(r#"["0",1]"#).is_err());
        assert!(serde_json::from_str::<Sample>(r#"["0",1]"#).is_ok());
        assert!(code(r#"{"code":"0","code":"1"}"#).is_err());
    }

    #[test]
    fn a_field_that_nobody_promises_is_passed_over_where_it_is_something_else() {
        let amount = |json| serde_json::from_str::<Sample>(json).unwrap().amount;
        assert_eq!(amount(r#"{"code":0,"amount":2000}"#), Some(2000));
        assert_eq!(amount(r#"{"code":0,"amount":"20,00"}"#), None);
        assert_eq!(amount(r#"{"code":0,"amount":{"cents":[1]}}"#), None);
        assert_eq!(amount(r#"{"code":0,"amount":null}"#), None);
        assert_eq!(amount(r#"{"code":0}"#), None);
    }
}
