//! Asking the bank, within the time there is.

use std::time::Duration;

use banks::{Answer, BankApi, Cause, Search};
use boleto::{Issuer, Title};
use jiff::civil::Date;
use tokio::time::{Instant, timeout_at};

use super::{
    circuit::Pulse,
    verdict::{Facts, Judgement, Verdict, of_answer, of_search, past_due},
};
use crate::{clock, metrics};

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
    /// Asks the bank and judges what it says; also what that shows of the bank.
    pub(super) async fn verdict(
        &self,
        title: &Title,
        today: Date,
        facts: &Facts,
    ) -> (Verdict, Pulse) {
        if title.due_on < today {
            let search = self.find(title).await;
            let pulse = pulse_of(&search);
            return (past_due(&search, title, facts), pulse);
        }
        if facts.since_unknown.is_some()
            && self.can_find
            && let Search::Found(found) = self.find(title).await
            && found.is(title)
        {
            let verdict = Verdict::Registered {
                confirmation: banks::Confirmation::default(),
                reason: "the bank has it",
            };
            return (verdict, Pulse::Answered);
        }
        let (answer, pulse) = self.register(title, today).await;
        let verdict = match of_answer(answer, facts) {
            Judgement::Final(verdict) => verdict,
            Judgement::Search(doubt) => of_search(doubt, &self.find(title).await, title, facts),
        };
        (verdict, pulse)
    }

    async fn register(&self, title: &Title, issued_on: Date) -> (Answer, Pulse) {
        let asked_at = Instant::now();
        if self.until.saturating_duration_since(asked_at) < LEAST {
            return (Answer::Unknown(Cause::NotSent), Pulse::NotAsked);
        }
        // Dropping the request closes its connection: nothing is left running for Lambda to freeze and thaw.
        let answer = timeout_at(self.deadline(), self.bank.register(title, issued_on))
            .await
            .unwrap_or(Answer::Unknown(Cause::Timeout));
        if let Answer::Unknown(cause) | Answer::OurFault(cause) = &answer {
            metrics::BANK_UNKNOWNS.count(&[title.issuer.name(), cause.name()]);
        }
        measure(title.issuer, asked_at);
        let pulse = Pulse::of(&answer);
        (answer, pulse)
    }

    async fn find(&self, title: &Title) -> Search {
        if !self.can_find {
            return Search::CannotTell;
        }
        let asked_at = Instant::now();
        let search = timeout_at(self.deadline().min(asked_at + FIND), self.bank.find(title))
            .await
            .unwrap_or(Search::CannotTell);
        measure(title.issuer, asked_at);
        search
    }

    fn deadline(&self) -> Instant {
        self.until.min(Instant::now() + self.timeout)
    }
}

/// What a search shows of the bank. One that can't tell may not have been asked.
fn pulse_of(search: &Search) -> Pulse {
    match search {
        Search::Found(_) | Search::NotFound => Pulse::Answered,
        Search::CannotTell => Pulse::NotAsked,
    }
}

fn measure(issuer: Issuer, asked_at: Instant) {
    let took = clock::milliseconds(asked_at.elapsed());
    metrics::BANK_LATENCY.record(took, &[issuer.name()]);
}
