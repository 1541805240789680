//! What can go wrong with one request, on four dials that combine freely.

use serde::{Deserialize, Serialize};

/// What the simulator does to one request. The default is an honest bank on a good day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fault {
    /// What becomes of the title.
    pub apply: Apply,
    /// What the bank says.
    pub answer: Answer,
    /// What happens to the body on its way.
    pub spoil: Spoil,
    /// How the bytes arrive.
    pub delivery: Delivery,
}

/// When the title enters the ledger, if the bank takes it at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Apply {
    /// Before the reply.
    #[default]
    Before,
    /// This many milliseconds after the request arrived, whatever became of the reply and the connection.
    AfterMs(u64),
    /// Not at all.
    Never,
}

/// What the bank says, in its own words and with its own status.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// What is right: registered, already there, or refused by the bank's own rules.
    #[default]
    Normal,
    /// Refused with this code.
    Refuse(Refusal),
    /// The bank's words for a payer's document that it does not take, whenever it is asked.
    InvalidPayer,
    /// The bank's words for an agreement that is blocked at the moment.
    Blocked,
    /// The bank's words for a number that it already has.
    Duplicate,
    /// The bank's words for a system out of order, which say nothing about the title.
    Unavailable,
    /// The bank's words for a registration under way, where it has such words.
    InProgress,
    /// A code that no manual lists.
    UnknownCode,
    /// Success, for the number after the one that was asked for.
    OtherNumber,
    /// Success, for the right number and one centavo more, where an amount is said at all.
    OtherAmount,
    /// No bank at all but a gateway before it: this status and a page of HTML.
    Status(Page),
    /// boleto-api's checks of version and rules, which answer a list outside any object.
    BareErrors(Refusal),
}

/// A refusal's code and words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// The code, as the bank's table has it. boleto-api's `MP500` and its like also set the HTTP status.
    pub code: String,
    /// The words; the simulator finds some where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// A gateway's page of HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The HTTP status.
    pub code: u16,
    /// Seconds of a `Retry-After` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u32>,
}

/// What happens to the body.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spoil {
    /// Nothing.
    #[default]
    Nothing,
    /// It is lost: `Content-Length: 0`.
    Empty,
    /// It ends in the middle, and `Content-Length` agrees.
    Truncated,
    /// A page of HTML takes its place, status and type untouched.
    Html,
    /// A byte order mark precedes it.
    ByteOrderMark,
    /// Its first text holds a byte that is no UTF-8.
    InvalidUtf8,
    /// 10 MB of blanks precede it.
    Big,
    /// It is called `text/html`.
    ContentType,
    /// The JSON's codes are numbers where the bank sends text, and text where it sends numbers.
    CodeType,
    /// Each field of the JSON's outermost object comes a second time, as null.
    DuplicateKeys,
    /// These fields are missing, by JSON pointer: `/links`.
    Without(Vec<String>),
    /// These fields are null, by JSON pointer: `/status`.
    Null(Vec<String>),
}

/// How the bytes arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// At once.
    #[default]
    Whole,
    /// After this many milliseconds.
    LateMs(u64),
    /// Not at all: the connection stays open until the client closes it.
    Hold,
    /// Not at all: the connection closes after this many milliseconds.
    CloseAfterMs(u64),
    /// Up to here, then a TCP reset.
    Reset(Point),
    /// Up to here, then the connection closes in good order.
    Cut(Point),
    /// The headers at once, then a byte of the body each so many milliseconds.
    DripMs(u64),
    /// As [`DripMs`](Self::DripMs), but `Content-Length` promises more than there is and blanks follow for ever.
    EndlessDripMs(u64),
}

/// A point in a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// Nothing has been sent.
    BeforeHeaders,
    /// Half of the headers have been sent.
    MidHeaders,
    /// The headers and half of the body have been sent.
    MidBody,
    /// All has been sent.
    AfterBody,
}

impl Fault {
    /// The bank applies the title and never answers.
    #[must_use]
    pub fn applied_in_silence() -> Self {
        Self {
            delivery: Delivery::Hold,
            ..Self::default()
        }
    }

    /// The bank never applies the title and never answers.
    #[must_use]
    pub fn silence() -> Self {
        Self {
            apply: Apply::Never,
            delivery: Delivery::Hold,
            ..Self::default()
        }
    }

    /// The bank refuses with `code`.
    #[must_use]
    pub fn refuse(code: &str) -> Self {
        Self {
            apply: Apply::Never,
            answer: Answer::Refuse(Refusal {
                code: code.to_owned(),
                message: None,
            }),
            ..Self::default()
        }
    }

    /// The bank refuses the payer's document, and would have refused it the first time too.
    #[must_use]
    pub fn invalid_payer() -> Self {
        Self {
            apply: Apply::Never,
            answer: Answer::InvalidPayer,
            ..Self::default()
        }
    }

    /// The bank refuses because the agreement is blocked at the moment.
    #[must_use]
    pub fn blocked() -> Self {
        Self {
            apply: Apply::Never,
            answer: Answer::Blocked,
            ..Self::default()
        }
    }

    /// A gateway answers `status` with a page of HTML, and the bank never hears of the title.
    #[must_use]
    pub fn page(status: u16) -> Self {
        let page = Page {
            code: status,
            retry_after_s: None,
        };
        Self {
            apply: Apply::Never,
            answer: Answer::Status(page),
            ..Self::default()
        }
    }

    /// The connection is reset at `point`, and the bank never hears of the title.
    #[must_use]
    pub fn reset(point: Point) -> Self {
        Self {
            apply: Apply::Never,
            delivery: Delivery::Reset(point),
            ..Self::default()
        }
    }

    /// The same, but the title is in the ledger before the reply.
    #[must_use]
    pub fn applied(self) -> Self {
        Self {
            apply: Apply::Before,
            ..self
        }
    }

    /// The same, but the title enters the ledger `ms` milliseconds after the request arrived.
    #[must_use]
    pub fn applied_after_ms(self, ms: u64) -> Self {
        Self {
            apply: Apply::AfterMs(ms),
            ..self
        }
    }

    /// An honest answer that arrives by `delivery`.
    #[must_use]
    pub fn delivered(delivery: Delivery) -> Self {
        Self {
            delivery,
            ..Self::default()
        }
    }

    /// The title is applied, and the bank says `answer` whatever is true.
    #[must_use]
    pub fn saying(answer: Answer) -> Self {
        Self {
            answer,
            ..Self::default()
        }
    }

    /// The title is applied, and the honest body arrives spoiled.
    #[must_use]
    pub fn spoiled(spoil: Spoil) -> Self {
        Self {
            spoil,
            ..Self::default()
        }
    }
}
