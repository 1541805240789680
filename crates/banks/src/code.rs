//! What a bank's codes mean.

use boleto::Issuer;

use crate::{Answer, Cause, boleto_api_caixa, boleto_api_shopfacil, bradesco, reply::Reply};

/// What a code says about the title that was to be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The bank has it now.
    Registered,
    /// The bank does not have it and will not take it.
    Refused {
        /// Whether the same request would have been refused the first time too.
        lasting: bool,
    },
    /// The bank has a title of that number.
    AlreadyExists {
        /// Whether it says that its title is another one.
        differs: bool,
    },
    /// The bank did not look at the title, because it did not like who sent it.
    OurFault,
    /// The bank itself does not know yet.
    Undecided,
}

/// A code, what it means, and what the bank says with it.
pub(crate) type Entry = (&'static str, Meaning, &'static str);

pub(crate) const REGISTERED: Meaning = Meaning::Registered;
/// Refused for what the title is: it would have been refused the first time too.
pub(crate) const LASTING: Meaning = Meaning::Refused { lasting: true };
/// Refused for what depends on the day or on the agreement's state, or for what is not clear.
pub(crate) const FOR_NOW: Meaning = Meaning::Refused { lasting: false };
pub(crate) const EXISTS: Meaning = Meaning::AlreadyExists { differs: false };
/// A title of that number exists, and it is another one by the bank's own words.
pub(crate) const DIFFERS: Meaning = Meaning::AlreadyExists { differs: true };
pub(crate) const OUR_FAULT: Meaning = Meaning::OurFault;
pub(crate) const UNDECIDED: Meaning = Meaning::Undecided;

/// What the bank of `issuer` says with `code`, in its own words or boleto-api's in ours; nothing for a code that no table
/// lists.
#[must_use]
pub fn reason(issuer: Issuer, code: &str) -> Option<&'static str> {
    find(tables(issuer), code).map(|(.., words)| *words)
}

fn tables(issuer: Issuer) -> &'static [&'static [Entry]] {
    match issuer {
        Issuer::Bradesco => bradesco::TABLES,
        Issuer::BoletoApiBradescoShopfacil => boleto_api_shopfacil::TABLES,
        Issuer::BoletoApiCaixa => boleto_api_caixa::TABLES,
        Issuer::Development => &[],
    }
}

/// Finds `code` in the tables of a bank.
pub(crate) fn find(tables: &[&'static [Entry]], code: &str) -> Option<&'static Entry> {
    tables
        .iter()
        .copied()
        .flatten()
        .find(|(listed, ..)| *listed == code)
}

/// The longest code of any bank, with room to spare.
const LONGEST: usize = 32;

impl Meaning {
    /// The answer that a code stands for, where success needs no further proof than `confirm` gives. A code that no table
    /// lists decides nothing, nor does one of success beside a status of error.
    pub(crate) fn answer(
        tables: &[&'static [Entry]],
        code: &str,
        reply: &Reply,
        confirm: impl FnOnce() -> Answer,
    ) -> Answer {
        // What is no code could be any text, the payer's name among it.
        let is_code = (1..=LONGEST).contains(&code.len())
            && code
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"()._-".contains(&byte));
        if !is_code {
            return Answer::Unknown(reply.unreadable());
        }
        let undecided = || Answer::Unknown(Cause::Code(code.to_owned()));
        let Some((code, meaning, _)) = find(tables, code) else {
            return undecided();
        };
        match *meaning {
            Self::Registered if reply.is_success() => confirm(),
            Self::Registered => Answer::Unknown(reply.unreadable()),
            Self::Refused { lasting } => Answer::Refused {
                code: Some((*code).to_owned()),
                lasting,
            },
            Self::AlreadyExists { differs } => Answer::AlreadyExists {
                code: (*code).to_owned(),
                differs,
            },
            Self::OurFault => Answer::OurFault(Cause::Code((*code).to_owned())),
            Self::Undecided => undecided(),
        }
    }
}

#[cfg(test)]
mod tests;
