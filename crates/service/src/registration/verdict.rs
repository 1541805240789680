//! What a bank's answer means for a boleto. Pure: every rule of settling is here.

use std::time::Duration;

use banks::{Answer, Cause, Confirmation, RetryAfter, Search};
use boleto::{Title, Unregistrable};

use crate::alarm;

/// What is known about a boleto when its bank is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    /// Whether the bank may have had the title before this attempt.
    pub maybe_at_bank: bool,
    /// How long before this attempt's question the last one with an unknown outcome ended.
    pub since_unknown: Option<Duration>,
    /// How long the bank may still apply what we stopped waiting for.
    pub settling: Duration,
    /// Whether the client chose the number; else our sequence drew it, and nobody else has it.
    pub title_id_chosen: bool,
}

impl Facts {
    /// How long until a negative answer can be believed; `None` where it can be now.
    fn settles_in(&self) -> Option<Duration> {
        let since = self.since_unknown?;
        // A second more, since the database and the bank need not agree on the moment.
        self.settling
            .checked_sub(since)
            .map(|left| left + Duration::from_secs(1))
    }
}

/// What becomes of a boleto.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The bank has the title.
    Registered {
        /// What the bank confirmed.
        confirmation: Confirmation,
        /// Why we believe it.
        reason: &'static str,
    },
    /// The bank does not have the title.
    Refused {
        /// The bank's code.
        code: Option<String>,
        /// Why.
        reason: &'static str,
        /// What a person must look at, if anything.
        alarm: Option<&'static str>,
    },
    /// It is asked again.
    Pending {
        /// The bank's code.
        code: Option<String>,
        /// Whether the bank may have the title.
        maybe_at_bank: bool,
        /// Whether this attempt's outcome is unknown.
        unknown: bool,
        /// When it is asked again.
        next: Next,
        /// Why.
        reason: String,
        /// What a person must look at, if anything.
        alarm: Option<&'static str>,
    },
}

/// When a pending boleto is asked about again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// After a random time whose ceiling doubles with each attempt, and not before what the bank asked for.
    BackOff {
        /// What the bank asked for.
        at_least: Duration,
    },
    /// After this time.
    After(Duration),
    /// Slowly: a person must mend something first.
    Slowly,
    /// Once a day: only time or a person can tell.
    Daily,
    /// Not at all: it is pending on purpose.
    Never,
}

/// What the bank's answer leaves open until the bank was asked what it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Doubt {
    /// It refused what it may have taken before.
    Refusal { code: Option<String>, lasting: bool },
    /// It has a title with this number.
    Existing { code: String, differs: bool },
}

/// What follows from an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judgement {
    /// All is decided.
    Final(Verdict),
    /// The bank must be asked what it has.
    Search(Doubt),
}

/// Judges the answer to a registration.
pub(super) fn of_answer(answer: Answer, facts: &Facts) -> Judgement {
    let verdict = match answer {
        Answer::Registered(confirmation) => Verdict::Registered {
            confirmation,
            reason: "the bank confirmed it",
        },
        Answer::Refused { code, .. } if !facts.maybe_at_bank => Verdict::Refused {
            code,
            reason: "the bank refused it",
            alarm: None,
        },
        Answer::Refused { code, lasting } => match facts.settles_in() {
            Some(wait) => Verdict::Pending {
                code,
                maybe_at_bank: true,
                unknown: false,
                next: Next::After(wait),
                reason: String::from("refused while an earlier attempt may still be applied"),
                alarm: None,
            },
            None => return Judgement::Search(Doubt::Refusal { code, lasting }),
        },
        Answer::AlreadyExists { code, .. } if !facts.maybe_at_bank => Verdict::Refused {
            code: Some(code),
            reason: alarm::NUMBER_CONFLICT,
            alarm: Some(alarm::NUMBER_CONFLICT),
        },
        Answer::AlreadyExists { code, differs } => {
            return Judgement::Search(Doubt::Existing { code, differs });
        }
        Answer::Unknown(Cause::Held) => Verdict::Pending {
            code: None,
            maybe_at_bank: true,
            unknown: false,
            next: Next::Never,
            reason: Cause::Held.to_string(),
            alarm: None,
        },
        Answer::Unknown(cause) => unknown(cause, facts),
        Answer::OurFault(cause) => Verdict::Pending {
            maybe_at_bank: facts.maybe_at_bank || !cause.nothing_was_sent(),
            unknown: false,
            next: Next::Slowly,
            reason: format!("our fault: {cause}"),
            code: code_of(cause),
            alarm: Some(alarm::OUR_FAULT),
        },
    };
    Judgement::Final(verdict)
}

fn unknown(cause: Cause, facts: &Facts) -> Verdict {
    let at_least = match &cause {
        Cause::TooManyRequests(RetryAfter(wait)) => wait.unwrap_or_default(),
        Cause::NotSent
        | Cause::Timeout
        | Cause::Broken
        | Cause::Status(_)
        | Cause::Unreadable
        | Cause::TooLarge
        | Cause::Code(_)
        | Cause::OtherNumber
        | Cause::OtherTerms
        | Cause::Incomplete
        | Cause::Held
        | Cause::NotConfigured => Duration::ZERO,
    };
    let alarm =
        matches!(cause, Cause::OtherNumber | Cause::OtherTerms).then_some(alarm::NUMBER_CONFLICT);
    let sent = !cause.nothing_was_sent();
    Verdict::Pending {
        maybe_at_bank: facts.maybe_at_bank || sent,
        unknown: sent,
        next: Next::BackOff { at_least },
        reason: format!("unknown: {cause}"),
        code: code_of(cause),
        alarm,
    }
}

fn code_of(cause: Cause) -> Option<String> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only one cause carries a code of the bank"
    )]
    match cause {
        Cause::Code(code) => Some(code),
        _ => None,
    }
}

/// Judges what the bank has, once its answer left a doubt.
pub(super) fn of_search(doubt: Doubt, search: &Search, title: &Title, facts: &Facts) -> Verdict {
    match (doubt, search) {
        (Doubt::Refusal { .. }, Search::Found(found)) if found.is(title) => {
            Verdict::Registered {
                // The code at hand is the refusal's.
                confirmation: Confirmation::default(),
                reason: "the bank has it, though it refused another attempt",
            }
        }
        (Doubt::Existing { code, .. }, Search::Found(found)) if found.is(title) => {
            Verdict::Registered {
                confirmation: Confirmation {
                    code: Some(code),
                    ..Confirmation::default()
                },
                reason: "the bank has it already",
            }
        }
        (Doubt::Refusal { code, .. }, Search::Found(_)) => Verdict::Refused {
            code,
            reason: alarm::NUMBER_CONFLICT,
            alarm: Some(alarm::NUMBER_CONFLICT),
        },
        (Doubt::Existing { code, .. }, Search::Found(_)) => Verdict::Refused {
            code: Some(code),
            reason: alarm::NUMBER_CONFLICT,
            alarm: Some(alarm::NUMBER_CONFLICT),
        },
        (Doubt::Refusal { code, .. }, Search::NotFound)
        | (
            Doubt::Refusal {
                code,
                lasting: true,
            },
            Search::CannotTell,
        ) => Verdict::Refused {
            code,
            reason: "the bank refused it and does not have it",
            alarm: None,
        },
        (
            Doubt::Refusal {
                code,
                lasting: false,
            },
            Search::CannotTell,
        ) => Verdict::Pending {
            code,
            maybe_at_bank: true,
            unknown: false,
            next: Next::Daily,
            reason: String::from("refused, though an earlier attempt may have been taken"),
            alarm: Some(alarm::NEEDS_A_PERSON),
        },
        (Doubt::Existing { code, .. }, Search::NotFound) => unknown(Cause::Code(code), facts),
        // Nobody else numbers titles from our sequence, so a title with this number is ours, unless the bank says that
        // it differs.
        (
            Doubt::Existing {
                code,
                differs: false,
            },
            Search::CannotTell,
        ) if !facts.title_id_chosen => Verdict::Registered {
            confirmation: Confirmation {
                code: Some(code),
                ..Confirmation::default()
            },
            reason: "the bank has a title with a number that only we draw",
        },
        (Doubt::Existing { code, .. }, Search::CannotTell) => Verdict::Pending {
            code: Some(code),
            maybe_at_bank: true,
            unknown: false,
            next: Next::Daily,
            reason: String::from("the bank has a title with this number, which may be another's"),
            alarm: Some(alarm::NEEDS_A_PERSON),
        },
    }
}

/// Judges what the bank has of a boleto whose due day has passed, which no bank registers any more.
pub(super) fn past_due(search: &Search, title: &Title, facts: &Facts) -> Verdict {
    match search {
        _ if !facts.maybe_at_bank => Verdict::Refused {
            code: None,
            reason: "its due day passed before anything was sent to the bank",
            alarm: None,
        },
        Search::Found(found) if found.is(title) => Verdict::Registered {
            confirmation: Confirmation::default(),
            reason: "the bank has it",
        },
        Search::NotFound => match facts.settles_in() {
            None => Verdict::Refused {
                code: None,
                reason: "its due day passed and the bank does not have it",
                alarm: None,
            },
            Some(wait) => Verdict::Pending {
                code: None,
                maybe_at_bank: true,
                unknown: false,
                next: Next::After(wait),
                reason: String::from("not found while an earlier attempt may still be applied"),
                alarm: None,
            },
        },
        Search::Found(_) | Search::CannotTell => Verdict::Pending {
            code: None,
            maybe_at_bank: true,
            unknown: false,
            next: Next::Daily,
            reason: String::from("its due day passed and nobody can tell whether the bank has it"),
            alarm: Some(alarm::NEEDS_A_PERSON),
        },
    }
}

/// Judges a boleto that no bank can be asked about: a fault of ours, since what is recorded was checked.
pub(super) fn unregistrable(error: &Unregistrable, facts: &Facts) -> Verdict {
    Verdict::Pending {
        code: None,
        maybe_at_bank: facts.maybe_at_bank,
        unknown: false,
        next: Next::Slowly,
        reason: format!("can't be registered: {error}"),
        alarm: Some(alarm::OUR_FAULT),
    }
}

#[cfg(test)]
mod tests;
