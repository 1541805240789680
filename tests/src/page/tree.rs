//! JSON whose fields keep the order in which they were written.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
    ser::SerializeMap as _,
};
use serde_json::{Value, value::RawValue};

/// A value of JSON.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    Leaf(Value),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    pub(super) fn read(json: &str) -> Self {
        let raw: &RawValue = serde_json::from_str(json).expect("it is JSON");
        Self::of(raw)
    }

    fn of(raw: &RawValue) -> Self {
        let json = raw.get();
        match json.as_bytes().first() {
            Some(b'{') => {
                let Fields(fields) = serde_json::from_str(json).expect("it is an object");
                Self::Map(
                    fields
                        .into_iter()
                        .map(|(name, value)| (name, Self::of(value)))
                        .collect(),
                )
            }
            Some(b'[') => {
                let elements: Vec<&RawValue> = serde_json::from_str(json).expect("it is a list");
                Self::List(elements.into_iter().map(Self::of).collect())
            }
            _ => Self::Leaf(serde_json::from_str(json).expect("it is a value")),
        }
    }

    /// A field.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        let (_, value) = self.fields().find(|(known, _)| *known == name)?;
        Some(value)
    }

    /// What a path of fields leads to.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |tree, name| tree.get(name))
    }

    /// A field's text, or nothing.
    pub(super) fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Self::as_text).unwrap_or_default()
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Leaf(value) => value.as_str(),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &Self)> {
        let fields = match self {
            Self::Map(fields) => fields.as_slice(),
            Self::Leaf(_) | Self::List(_) => &[],
        };
        fields.iter().map(|(name, value)| (name.as_str(), value))
    }

    pub(super) fn elements(&self) -> &[Self] {
        match self {
            Self::List(elements) => elements,
            Self::Leaf(_) | Self::Map(_) => &[],
        }
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Leaf(value) => value.serialize(serializer),
            Self::List(elements) => elements.serialize(serializer),
            Self::Map(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}
