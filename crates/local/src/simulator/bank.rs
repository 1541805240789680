//! The bank behind both interfaces: one ledger, one script, one journal.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::civil::Date;
use tokio::time::Instant;

use super::{
    Answer, Apply, Asked, Attempt, BankTitle, Credentials, Delivery, Entry, Fault, Interface,
    Operation, Options, Script, TitleStatus, bradesco,
    http::Reply,
    ledger::{AttemptIndex, Ledger},
    script::{Call, Standing},
    today,
    words::Understood,
};

/// The bank and all that it remembers.
#[derive(Debug)]
pub(super) struct Bank {
    pub(super) credentials: Credentials,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    ledger: Ledger,
    standing: Standing,
    journal: Vec<Entry>,
    searches: BTreeMap<(String, u64), u32>,
    today: Option<Date>,
    started_at: Instant,
}

/// What the connection does next.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) wait: Duration,
    pub(super) reply: Reply,
    pub(super) delivery: Delivery,
}

impl From<Reply> for Outcome {
    fn from(reply: Reply) -> Self {
        Self {
            wait: Duration::ZERO,
            reply,
            delivery: Delivery::Whole,
        }
    }
}

impl Bank {
    pub(super) fn new(options: Options) -> Self {
        let state = State {
            ledger: Ledger::default(),
            standing: Standing::new(options.seed),
            journal: Vec::new(),
            searches: BTreeMap::new(),
            today: options.today,
            started_at: Instant::now(),
        };
        Self {
            credentials: options.credentials,
            state: Mutex::new(state),
        }
    }

    /// Decides what becomes of a request for registration, and does its part of it.
    pub(super) fn register(self: &Arc<Self>, understood: Understood) -> Outcome {
        let Understood {
            registration,
            reasons,
            voice,
        } = understood;
        let mut state = self.state();
        let ordinal = state.ledger.next_ordinal(&registration.key);
        let (fault, wait_ms) = state.standing.decide(&Call {
            operation: Operation::Register,
            interface: registration.interface,
            agreement: &registration.key.agreement,
            number: registration.key.number,
            amount: Some(registration.amount.get()),
            ordinal,
        });

        let (attempt, verdict) = state.ledger.receive(registration.clone(), reasons);
        match (fault.apply, &fault.answer) {
            (Apply::Before, _) => state.ledger.apply(attempt, TitleStatus::Registered),
            (Apply::AfterMs(ms), Answer::InProgress) => {
                state.ledger.apply(attempt, TitleStatus::InProgress);
                self.later(ms, attempt, Ledger::finish);
            }
            (Apply::AfterMs(ms), _) => {
                self.later(ms, attempt, |ledger, attempt| {
                    ledger.apply(attempt, TitleStatus::Registered);
                });
            }
            (Apply::Never, _) => {}
        }

        let reply = voice.answer(&registration, &verdict, &fault, today::or(state.today));
        let asked = Asked {
            operation: Operation::Register,
            interface: registration.interface,
            key: Some(registration.key),
            ordinal,
        };
        state.close(asked, fault, wait_ms, reply)
    }

    /// Decides what becomes of Bradesco's query for a title.
    pub(super) fn find(&self, merchant_id: &str, number: u64) -> Outcome {
        let mut state = self.state();
        let searched = (merchant_id.to_owned(), number);
        let ordinal = *state
            .searches
            .entry(searched)
            .and_modify(|count| *count += 1)
            .or_insert(1);
        let mut title = state
            .ledger
            .find(boleto::Bank::Bradesco, merchant_id, number)
            .cloned();
        let (fault, wait_ms) = state.standing.decide(&Call {
            operation: Operation::Find,
            interface: Interface::Bradesco,
            agreement: merchant_id,
            number,
            amount: title.as_ref().map(|title| title.amount.get()),
            ordinal,
        });
        let asked = Asked {
            operation: Operation::Find,
            interface: Interface::Bradesco,
            key: title.as_ref().map(|title| title.key.clone()),
            ordinal,
        };
        if let Some(title) = &mut title {
            fault.answer.distort(&mut title.key, &mut title.amount);
        }
        let reply = bradesco::answer_query(merchant_id, title.as_ref(), &fault.answer);
        state.close(asked, fault, wait_ms, reply)
    }

    /// Notes a request that got no further than `reply`.
    pub(super) fn turn_away(
        &self,
        operation: Operation,
        interface: Interface,
        reply: Reply,
    ) -> Outcome {
        let asked = Asked {
            operation,
            interface,
            key: None,
            ordinal: 0,
        };
        self.state().close(asked, Fault::default(), 0, reply)
    }

    pub(super) fn today(&self) -> Date {
        today::or(self.state().today)
    }

    pub(super) fn set_today(&self, today: Option<Date>) {
        self.state().today = today;
    }

    pub(super) fn seed(&self) -> u64 {
        self.state().standing.seed()
    }

    pub(super) fn change(&self, script: Script) {
        self.state().standing.change(script);
    }

    pub(super) fn recover(&self) {
        let mut state = self.state();
        state.standing = Standing::new(state.standing.seed());
    }

    pub(super) fn titles(&self) -> Vec<BankTitle> {
        self.state().ledger.titles()
    }

    pub(super) fn attempts(&self) -> Vec<Attempt> {
        self.state().ledger.attempts()
    }

    pub(super) fn journal(&self) -> Vec<Entry> {
        self.state().journal.clone()
    }

    /// Does something with the ledger `ms` milliseconds from now, if the bank still stands then.
    fn later(
        self: &Arc<Self>,
        ms: u64,
        attempt: AttemptIndex,
        act: impl FnOnce(&mut Ledger, AttemptIndex) + Send + 'static,
    ) {
        let bank = Arc::downgrade(self);
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            if let Some(bank) = bank.upgrade() {
                act(&mut bank.state().ledger, attempt);
            }
        });
    }

    /// What a panic left behind is as good as ever: every change is made whole under one lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Enters a request in the journal and spoils its reply.
    fn close(&mut self, asked: Asked, fault: Fault, wait_ms: u64, reply: Reply) -> Outcome {
        let reply = fault.spoil.apply(reply);
        let outcome = Outcome {
            wait: Duration::from_millis(wait_ms),
            delivery: fault.delivery,
            reply,
        };
        self.journal.push(Entry {
            asked,
            at: self.started_at.elapsed(),
            fault,
            wait_ms,
            status: outcome.reply.status,
            body_length: outcome.reply.body.len(),
        });
        outcome
    }
}
