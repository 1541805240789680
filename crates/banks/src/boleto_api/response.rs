//! What boleto-api says, in its own words.

use serde::Deserialize;

use crate::json::{Code, Object, if_readable};

/// The body of an answer.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Response {
    /// What it says of a request that it can't read as one of its version.
    BareErrors(Vec<Object<Error>>),
    /// Anything else: what was registered, or why it was not.
    Result(Object<Registration>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Registration {
    #[serde(default)]
    pub(crate) errors: Option<Vec<Object<Error>>>,
    #[serde(default, deserialize_with = "if_readable")]
    pub(crate) digitable_line: Option<String>,
    #[serde(default, deserialize_with = "if_readable")]
    pub(crate) bar_code_number: Option<String>,
    #[serde(default, deserialize_with = "if_readable")]
    pub(crate) our_number: Option<Code>,
    #[serde(default, deserialize_with = "if_readable")]
    pub(crate) links: Option<Vec<Link>>,
}

#[derive(Deserialize)]
pub(crate) struct Error {
    pub(crate) code: Code,
    #[serde(default, deserialize_with = "if_readable")]
    pub(crate) message: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) rel: String,
}
