//! What a bank can say to a registration, before an interface puts it in its own words.

use boleto::{Agreement, Cents};
use jiff::civil::Date;

use super::{
    Answer, Fault, Refused, Registration, TitleKey, Verdict, boleto_api, bradesco, http::Reply,
};

/// What the bank says about a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// It has it.
    Registered,
    /// It is at it.
    InProgress,
    /// It has one with that number.
    AlreadyExists,
    /// It does not take it, for these reasons.
    Refused(Vec<Refused>),
    /// It does not take the payer's document.
    InvalidPayer,
    /// It has blocked the agreement.
    Blocked,
    /// It is out of order.
    Unavailable,
    /// boleto-api's checks turned the request away with a list outside any object.
    BareErrors(Refused),
}

/// A request for registration that was understood.
#[derive(Debug)]
pub(super) struct Understood {
    pub(super) registration: Registration,
    /// What the bank's rules have against it, if anything.
    pub(super) reasons: Vec<Refused>,
    pub(super) voice: Voice,
}

/// Whose words the answer is in.
#[derive(Debug)]
pub(super) enum Voice {
    /// Bradesco's own interface.
    Bradesco,
    /// boleto-api, which states barcode and line of this agreement, if it is one, and links to itself.
    BoletoApi {
        agreement: Option<Agreement>,
        base_url: String,
    },
}

impl Voice {
    /// The answer to `asked`, as `fault` has it where it differs from `verdict`.
    pub(super) fn answer(
        &self,
        asked: &Registration,
        verdict: &Verdict,
        fault: &Fault,
        today: Date,
    ) -> Reply {
        let refused = |refusal: &super::Refusal| {
            let message = refusal.message.as_deref().unwrap_or("RECUSADO");
            Refused::new(&refusal.code, message)
        };
        let said = match &fault.answer {
            Answer::Status(page) => {
                return Reply {
                    retry_after_s: page.retry_after_s,
                    ..Reply::html(page.code)
                };
            }
            Answer::Normal => Said::from(verdict),
            Answer::Refuse(refusal) => Said::Refused(vec![refused(refusal)]),
            Answer::InvalidPayer => Said::InvalidPayer,
            Answer::Blocked => Said::Blocked,
            Answer::Duplicate => Said::AlreadyExists,
            Answer::Unavailable => Said::Unavailable,
            Answer::InProgress => Said::InProgress,
            Answer::UnknownCode => {
                Said::Refused(vec![Refused::new("99999", "CODIGO NAO PREVISTO")])
            }
            Answer::OtherNumber | Answer::OtherAmount => Said::Registered,
            Answer::BareErrors(refusal) => Said::BareErrors(refused(refusal)),
        };
        let mut title = asked.clone();
        fault.answer.distort(&mut title.key, &mut title.amount);
        match self {
            Self::Bradesco => bradesco::reply(&title, &said, today),
            Self::BoletoApi {
                agreement,
                base_url,
            } => boleto_api::reply(&title, &said, agreement.as_ref(), base_url),
        }
    }
}

impl Answer {
    /// Changes what the bank echoes, where it is to echo something else.
    pub(super) fn distort(&self, key: &mut TitleKey, amount: &mut Cents) {
        if *self == Self::OtherNumber {
            key.number += 1;
        }
        if *self == Self::OtherAmount {
            *amount = Cents::new(amount.get() + 1).unwrap_or(Cents::ZERO);
        }
    }
}

impl From<&Verdict> for Said {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Accepted => Self::Registered,
            Verdict::InProgress => Self::InProgress,
            Verdict::AlreadyExists => Self::AlreadyExists,
            Verdict::Refused(reasons) => Self::Refused(reasons.clone()),
        }
    }
}
