//! Leaving an issuer alone that does not answer.

use std::time::Duration;

use banks::{Answer, Cause};
use store::Breaker;

/// When an issuer is left alone: long enough not to be in its way, short enough to be back soon after it is.
pub(super) const BREAKER: Breaker = Breaker {
    failures: 5,
    first_pause: Duration::from_secs(10),
    longest_pause: Duration::from_secs(60),
};

/// What an attempt showed of its bank, whatever it means for the boleto.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pulse {
    /// It answers.
    Answered,
    /// It was asked and did not answer, or not as a bank does.
    Silent,
    /// It was not asked.
    NotAsked,
}

impl Pulse {
    /// What the answer to a registration shows.
    pub(super) fn of(answer: &Answer) -> Self {
        match answer {
            Answer::Registered(_)
            | Answer::Refused { .. }
            | Answer::AlreadyExists { .. }
            | Answer::Unknown(
                Cause::Code(_) | Cause::OtherNumber | Cause::OtherTerms | Cause::Incomplete,
            ) => Self::Answered,
            Answer::Unknown(Cause::Held | Cause::NotConfigured)
            | Answer::OurFault(Cause::NotConfigured) => Self::NotAsked,
            Answer::Unknown(
                Cause::NotSent
                | Cause::Timeout
                | Cause::Broken
                | Cause::Status(_)
                | Cause::TooManyRequests(_)
                | Cause::Unreadable
                | Cause::TooLarge,
            ) => Self::Silent,
            // It refuses us, and would refuse the next request as well; what a person must mend is alarmed.
            Answer::OurFault(_) => Self::Answered,
        }
    }
}
