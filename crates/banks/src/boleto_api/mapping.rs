//! From boleto-api's words to an answer, whatever bank is behind it.

use boleto::Title;

use super::response::{Error, Registration, Response};
use crate::{
    Answer, Cause,
    code::{Entry, Meaning},
    confirmation::Echo,
    json::Object,
    reply::Reply,
};

/// What the code of a success would be: boleto-api has none, and the original recorded Bradesco's.
const DONE: &str = "0";

/// The code with which it turns away a request that it can't read as one.
const MALFORMED: &str = "MP400";

/// How a bank behind boleto-api speaks.
pub(crate) struct Dialect {
    /// The meanings of its codes: the first table that lists one has the say.
    pub(crate) tables: &'static [&'static [Entry]],
    /// The code in an error, which may stand in its message.
    pub(crate) code: fn(&Error) -> &str,
}

/// Reads the answer to a registration.
pub(crate) fn from_response(reply: &Reply, title: &Title, dialect: &Dialect) -> Answer {
    if let Some(answer) = reply.verdict() {
        return answer;
    }
    let errors = match reply.json() {
        Ok(Response::Result(Object(registration))) => match registration.errors.as_deref() {
            None | Some([]) if reply.is_success() => return confirm(&registration, title),
            // A line beside an error: it can't mean both.
            Some([_, ..]) if registration.digitable_line.is_some() => {
                return Answer::Unknown(reply.unreadable());
            }
            _ => registration.errors.unwrap_or_default(),
        },
        // The bare list is said of versions and rules, which are between boleto-api and us.
        Ok(Response::BareErrors(errors)) => match errors.first() {
            Some(Object(error)) if error.code.as_str() == MALFORMED => {
                return Answer::OurFault(Cause::Code(MALFORMED.to_owned()));
            }
            _ => errors,
        },
        Err(cause) => return Answer::Unknown(cause),
    };
    match errors.first() {
        Some(Object(error)) => {
            Meaning::answer(dialect.tables, (dialect.code)(error), reply, || {
                // Success is no error.
                Answer::Unknown(reply.unreadable())
            })
        }
        None => Answer::Unknown(reply.unreadable()),
    }
}

fn confirm(registration: &Registration, title: &Title) -> Answer {
    let links = registration.links.as_deref().unwrap_or_default();
    let page = links.iter().find(|link| link.rel == "html");
    Echo {
        code: DONE,
        our_number: registration
            .our_number
            .as_ref()
            .map(|number| number.as_str()),
        barcode: registration.bar_code_number.as_deref(),
        digitable_line: registration.digitable_line.as_deref(),
        url: page.map(|link| link.href.as_str()),
    }
    .confirm_whole(title)
}
