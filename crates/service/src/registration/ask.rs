//! Asking the bank, within the time there is.

use std::time::Duration;

use banks::{Answer, BankApi, Cause, Search};
use boleto::Title;
use jiff::civil::Date;
use tokio::time::{Instant, timeout_at};

use super::verdict::{Facts, Judgement, Verdict, of_answer, of_search, past_due};

/// With less time left than this a question is not sent: its answer would hardly come.
const LEAST: Duration = Duration::from_millis(500);
/// How long the bank may take to say what it has, so that time is left to ask it to register.
const FIND: Duration = Duration::from_secs(5);

/// A bank, with how long it is waited for and whether it can be asked what it has.
pub(super) struct Asked<'a, B> {
    pub(super) bank: &'a B,
    pub(super) until: Instant,
    pub(super) timeout: Duration,
    pub(super) can_find: bool,
}

impl<B: BankApi> Asked<'_, B> {
    /// Asks the bank and judges what it says.
    pub(super) async fn verdict(&self, title: &Title, today: Date, facts: &Facts) -> Verdict {
        if title.due_on < today {
            return past_due(&self.find(title).await, title, facts);
        }
        if facts.since_unknown.is_some()
            && self.can_find
            && let Search::Found(found) = self.find(title).await
            && found.is(title)
        {
            return Verdict::Registered {
                confirmation: banks::Confirmation::default(),
                reason: "the bank has it",
            };
        }
        match of_answer(self.register(title, today).await, facts) {
            Judgement::Final(verdict) => verdict,
            Judgement::Search(doubt) => of_search(doubt, &self.find(title).await, title, facts),
        }
    }

    async fn register(&self, title: &Title, issued_on: Date) -> Answer {
        if self.until.saturating_duration_since(Instant::now()) < LEAST {
            return Answer::Unknown(Cause::NotSent);
        }
        // Dropping the request closes its connection: nothing is left running for Lambda to freeze and thaw.
        timeout_at(self.deadline(), self.bank.register(title, issued_on))
            .await
            .unwrap_or(Answer::Unknown(Cause::Timeout))
    }

    async fn find(&self, title: &Title) -> Search {
        if !self.can_find {
            return Search::CannotTell;
        }
        timeout_at(
            self.deadline().min(Instant::now() + FIND),
            self.bank.find(title),
        )
        .await
        .unwrap_or(Search::CannotTell)
    }

    fn deadline(&self) -> Instant {
        self.until.min(Instant::now() + self.timeout)
    }
}
