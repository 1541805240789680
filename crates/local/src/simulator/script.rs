//! Which fault meets which request.

use serde::{Deserialize, Serialize};

use super::{Chance, Dice, Fault, Interface, Operation, amounts};

/// A change to what the simulator does: rules to add, and what to replace. Everything is optional.
///
/// As JSON it is the body of `POST /script`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Script {
    /// Rules to add after those that stand. The first rule that fits a request decides.
    pub rules: Vec<Rule>,
    /// Faults by chance, for requests that no rule and no magic amount decides; replaces those that stand.
    pub chances: Option<Vec<Chance>>,
    /// A delay before every reply; replaces the one that stands.
    pub latency: Option<Latency>,
    /// What chance and latency are drawn from; replaces the one that stands.
    pub seed: Option<u64>,
}

/// A fault, and the requests that it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The requests that it fits.
    #[serde(default)]
    pub when: When,
    /// How many requests it decides before it is used up; for ever where absent.
    #[serde(default)]
    pub times: Option<u32>,
    /// What happens to them.
    #[serde(default)]
    pub fault: Fault,
}

/// Which requests a rule fits: all that agree with every field that is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct When {
    /// The operation; registrations only where absent.
    pub operation: Option<Operation>,
    /// The interface.
    pub interface: Option<Interface>,
    /// The title's number, before the bank's own formatting.
    pub number: Option<u64>,
    /// The title's amount in centavos.
    pub amount: Option<u64>,
}

/// A delay before every reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Latency {
    /// The least.
    pub ms: u64,
    /// What is added at most, evenly drawn from the seed.
    pub jitter_ms: u64,
}

/// A request as rules and chances see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call<'a> {
    pub(super) operation: Operation,
    pub(super) interface: Interface,
    pub(super) agreement: &'a str,
    pub(super) number: u64,
    /// Absent in a query for a title that the bank does not have.
    pub(super) amount: Option<u64>,
    /// Which request of this operation for this title it is, from 1.
    pub(super) ordinal: u32,
}

impl Rule {
    /// `fault` for the next `times` registrations.
    #[must_use]
    pub fn next(times: u32, fault: Fault) -> Self {
        Self {
            when: When::default(),
            times: Some(times),
            fault,
        }
    }

    /// `fault` for every registration until cleared.
    #[must_use]
    pub fn always(fault: Fault) -> Self {
        Self {
            when: When::default(),
            times: None,
            fault,
        }
    }

    /// The same for one interface only.
    #[must_use]
    pub fn at(mut self, interface: Interface) -> Self {
        self.when.interface = Some(interface);
        self
    }

    /// The same for one title only, by its number before the bank's own formatting.
    #[must_use]
    pub fn for_number(mut self, number: u64) -> Self {
        self.when.number = Some(number);
        self
    }

    /// The same for titles of one amount only, in centavos.
    #[must_use]
    pub fn for_amount(mut self, amount: u64) -> Self {
        self.when.amount = Some(amount);
        self
    }

    /// The same for queries instead of registrations.
    #[must_use]
    pub fn on_find(mut self) -> Self {
        self.when.operation = Some(Operation::Find);
        self
    }
}

impl From<Rule> for Script {
    fn from(rule: Rule) -> Self {
        Self {
            rules: vec![rule],
            ..Self::default()
        }
    }
}

impl From<Vec<Chance>> for Script {
    fn from(chances: Vec<Chance>) -> Self {
        Self {
            chances: Some(chances),
            ..Self::default()
        }
    }
}

impl From<Latency> for Script {
    fn from(latency: Latency) -> Self {
        Self {
            latency: Some(latency),
            ..Self::default()
        }
    }
}

impl When {
    fn fits(&self, call: &Call<'_>) -> bool {
        self.operation.unwrap_or(Operation::Register) == call.operation
            && self
                .interface
                .is_none_or(|interface| interface == call.interface)
            && self.number.is_none_or(|number| number == call.number)
            && (self.amount.is_none() || self.amount == call.amount)
    }
}

/// What stands: the rules that are not used up, the chances, the latency.
#[derive(Debug)]
pub(super) struct Standing {
    rules: Vec<Rule>,
    chances: Vec<Chance>,
    latency: Latency,
    seed: u64,
}

impl Standing {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            rules: Vec::new(),
            chances: Vec::new(),
            latency: Latency::default(),
            seed,
        }
    }

    pub(super) fn seed(&self) -> u64 {
        self.seed
    }

    pub(super) fn change(&mut self, script: Script) {
        self.rules.extend(
            script
                .rules
                .into_iter()
                .filter(|rule| rule.times != Some(0)),
        );
        self.chances = script
            .chances
            .unwrap_or_else(|| std::mem::take(&mut self.chances));
        self.latency = script.latency.unwrap_or(self.latency);
        self.seed = script.seed.unwrap_or(self.seed);
    }

    /// The fault for `call`, and how long every reply waits.
    pub(super) fn decide(&mut self, call: &Call<'_>) -> (Fault, u64) {
        let dice = Dice::new(self.seed, call);
        let wait_ms = self.latency.ms + dice.up_to(self.latency.jitter_ms);
        let fault = self
            .rule(call)
            .or_else(|| amounts::fault(call))
            .or_else(|| dice.choose(&self.chances))
            .unwrap_or_default();
        (fault, wait_ms)
    }

    /// The fault of the first rule that fits, which is used up by one.
    fn rule(&mut self, call: &Call<'_>) -> Option<Fault> {
        let at = self.rules.iter().position(|rule| rule.when.fits(call))?;
        match &mut self.rules[at].times {
            Some(1) => Some(self.rules.remove(at).fault),
            Some(times) => {
                *times -= 1;
                Some(self.rules[at].fault.clone())
            }
            None => Some(self.rules[at].fault.clone()),
        }
    }
}
