//! What a bank can say, in words of ours.

use std::time::Duration;

use boleto::{Barcode, Cents, DigitableLine, Document};
use jiff::civil::Date;
use thiserror::Error;

/// What came of asking a bank to register a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The bank has the title, in its own recognised words.
    Registered(Confirmation),
    /// The bank does not have the title and will not take it, in its own recognised words.
    Refused {
        /// The bank's code; `development` has none.
        code: Option<String>,
        /// Whether the same request would have been refused the first time too. False where the code depends on the
        /// day or on the agreement's state, and in doubt.
        lasting: bool,
    },
    /// The bank says that it has a title with this number, which may be ours or another.
    AlreadyExists {
        /// The bank's code.
        code: String,
        /// Whether the bank's words say that its title differs from ours (another order, another due day), so that it
        /// must not be taken for ours unread.
        differs: bool,
    },
    /// Nobody can tell whether the bank has the title.
    Unknown(Cause),
    /// The bank did not take the request because of us: credentials, contract, address.
    OurFault(Cause),
}

/// The title as the bank confirms it; `None` where it sends nothing back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Confirmation {
    /// The bank's code.
    pub code: Option<String>,
    /// The bank's barcode, where it sends one.
    pub barcode: Option<Barcode>,
    /// The bank's line, where it sends one.
    pub digitable_line: Option<DigitableLine>,
    /// Where the bank shows the boleto.
    pub url: Option<String>,
}

/// Why we don't know more. It holds no text of the bank's, which could name the payer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Cause {
    /// Nothing was sent: the name was not found, the connection refused, or the request could not be built.
    #[error("nothing was sent")]
    NotSent,
    /// The deadline passed.
    #[error("no complete answer before the deadline")]
    Timeout,
    /// The connection broke after the request may have left.
    #[error("the connection broke")]
    Broken,
    /// A status that says nothing about the title.
    #[error("HTTP status {0}")]
    Status(u16),
    /// The bank asks for patience.
    #[error("HTTP status 429")]
    TooManyRequests(RetryAfter),
    /// The body is not what the bank's manual describes.
    #[error("the body can't be read")]
    Unreadable,
    /// The body is larger than any answer of the bank.
    #[error("the body is too large")]
    TooLarge,
    /// A code that the manual does not list, or lists as undecided.
    #[error("code {0}")]
    Code(String),
    /// The bank's words of success, but for another number.
    #[error("the bank confirmed another number")]
    OtherNumber,
    /// The bank's words of success, but for another amount or due day.
    #[error("the bank confirmed another amount or due day")]
    OtherTerms,
    /// The bank's words of success without what must come with them.
    #[error("the bank's confirmation is incomplete")]
    Incomplete,
    /// `development` leaves this amount pending, for ever and on purpose: there is nothing to ask again.
    #[error("left pending on purpose")]
    Held,
    /// The stack has no settings for this issuer. Nothing was sent.
    #[error("the issuer is not configured in this stack")]
    NotConfigured,
}

/// How long the bank asks to be left alone, where it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub Option<Duration>);

impl Cause {
    /// A short name without details, to count by.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Timeout => "timeout",
            Self::Broken => "broken",
            Self::Status(_) => "status",
            Self::TooManyRequests(_) => "too_many_requests",
            Self::Unreadable => "unreadable",
            Self::TooLarge => "too_large",
            Self::Code(_) => "code",
            Self::OtherNumber => "other_number",
            Self::OtherTerms => "other_terms",
            Self::Incomplete => "incomplete",
            Self::Held => "held",
            Self::NotConfigured => "not_configured",
        }
    }

    /// Whether this proves that the bank can't have got the request.
    #[must_use]
    pub fn nothing_was_sent(&self) -> bool {
        matches!(self, Self::NotSent | Self::NotConfigured)
    }
}

/// What came of asking a bank whether it has a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// The bank has a title with this number.
    Found(BankTitle),
    /// The bank has no title with this number.
    NotFound,
    /// The bank did not say, or can't be asked.
    CannotTell,
}

/// A title as a bank knows it: all that must agree before it is called ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankTitle {
    /// What is to be paid.
    pub amount: Cents,
    /// The day it falls due.
    pub due_on: Date,
    /// The payer's CPF or CNPJ.
    pub payer_document: Document,
}

impl BankTitle {
    /// Whether this is `title`: same amount, day and payer.
    #[must_use]
    pub fn is(&self, title: &boleto::Title) -> bool {
        self.amount == title.amount
            && self.due_on == title.due_on
            && self.payer_document == title.payer_document
    }
}
