//! What can happen to a body on its way.

use serde_json::Value;

use super::{Spoil, http::Reply};

/// Blanks enough to pass any sensible limit on a body, in bytes.
const BIG: usize = 10_000_000;

impl Spoil {
    /// `reply` after this has happened to it.
    pub(super) fn apply(&self, mut reply: Reply) -> Reply {
        match self {
            Self::Nothing => {}
            Self::Empty => reply.body.clear(),
            Self::Truncated => reply.body.truncate(reply.body.len() / 2),
            Self::Html => reply.body = Reply::html(reply.status).body,
            Self::ByteOrderMark => reply.body.splice(..0, *b"\xEF\xBB\xBF").for_each(drop),
            Self::InvalidUtf8 => {
                // The second quotation mark ends the JSON's first key, so the byte falls into a text.
                let quote = |byte: &u8| *byte == b'"';
                let first = reply.body.iter().position(quote).map_or(0, |at| at + 1);
                reply.body.insert(first, 0xE7);
            }
            Self::Big => reply
                .body
                .splice(..0, std::iter::repeat_n(b' ', BIG))
                .for_each(drop),
            Self::ContentType => reply.content_type = "text/html",
            Self::CodeType => edit(&mut reply, flip_codes),
            Self::DuplicateKeys => duplicate_keys(&mut reply),
            Self::Without(pointers) => edit(&mut reply, |value| {
                pointers.iter().for_each(|pointer| remove(value, pointer));
            }),
            Self::Null(pointers) => edit(&mut reply, |value| {
                for pointer in pointers {
                    if let Some(field) = value.pointer_mut(pointer) {
                        *field = Value::Null;
                    }
                }
            }),
        }
        reply
    }
}

/// Changes the body's JSON; a body that is none stays as it is.
fn edit(reply: &mut Reply, change: impl FnOnce(&mut Value)) {
    if let Ok(mut value) = serde_json::from_slice(&reply.body) {
        change(&mut value);
        reply.body = value.to_string().into_bytes();
    }
}

fn remove(value: &mut Value, pointer: &str) {
    let Some((parent, key)) = pointer.rsplit_once('/') else {
        return;
    };
    if let Some(Value::Object(fields)) = value.pointer_mut(parent) {
        fields.remove(key);
    }
}

/// Turns numbers into text and text of digits into numbers, wherever a code stands.
fn flip_codes(value: &mut Value) {
    for pointer in ["/status/codigo", "/errors/0/code", "/0/code"] {
        let Some(code) = value.pointer_mut(pointer) else {
            continue;
        };
        *code = match code {
            Value::String(text) => text.parse::<i64>().map_or(code.clone(), Value::from),
            Value::Number(number) => Value::from(number.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => code.clone(),
        };
    }
}

fn duplicate_keys(reply: &mut Reply) {
    let Ok(Value::Object(fields)) = serde_json::from_slice(&reply.body) else {
        return;
    };
    let nulls: String = fields
        .keys()
        .map(|key| format!(",{}:null", Value::from(&**key)))
        .collect();
    reply.body.pop();
    reply.body.extend_from_slice(nulls.as_bytes());
    reply.body.push(b'}');
}
