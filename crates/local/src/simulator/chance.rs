//! Faults by chance, the same ones from the same seed.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Fault, amounts, script::Call};

/// A fault that some requests meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chance {
    /// How many of a thousand; the chances of a script that add up to more leave none without fault.
    pub per_mille: u16,
    /// Whether the draw is made for each request anew or once for a title.
    #[serde(default)]
    pub per: Per,
    /// What happens to them.
    pub fault: Fault,
}

/// How often a draw is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// For each request.
    #[default]
    Request,
    /// Once for a title: all its requests meet the same.
    Title,
}

impl Chance {
    /// `fault` for `per_mille` of a thousand requests.
    #[must_use]
    pub fn per_request(per_mille: u16, fault: Fault) -> Self {
        Self {
            per_mille,
            per: Per::Request,
            fault,
        }
    }

    /// `fault` for all requests of `per_mille` of a thousand titles.
    #[must_use]
    pub fn per_title(per_mille: u16, fault: Fault) -> Self {
        Self {
            per_mille,
            per: Per::Title,
            fault,
        }
    }

    /// Some `per_mille` of a thousand requests meet a fault that a bank recovers from, each kind as often as the next.
    ///
    /// None of them is a bank that says what is false: where it says *registered* or *refused*, it is so.
    #[must_use]
    pub fn mixed(per_mille: u16) -> Vec<Self> {
        let kinds = amounts::passing();
        let count = u16::try_from(kinds.len()).expect("the table has some twenty rows");
        let each = per_mille / count;
        let over = usize::from(per_mille % count);
        let share = |nth: usize| each + u16::from(nth < over);
        kinds
            .into_iter()
            .enumerate()
            .map(|(nth, fault)| Self::per_request(share(nth), fault))
            .collect()
    }
}

/// The draws for one request, made from the seed and from what the request is about, never from when it came: the same
/// requests meet the same faults however they are interleaved.
#[derive(Debug)]
pub(super) struct Dice {
    title: u64,
    request: u64,
    latency: u64,
}

impl Dice {
    pub(super) fn new(seed: u64, call: &Call<'_>) -> Self {
        let draw = |what: &str, ordinal: u32| {
            let mut hash = Sha256::new();
            hash.update(seed.to_be_bytes());
            for part in [what, call.interface.name(), call.agreement] {
                hash.update(part);
                hash.update([0]);
            }
            hash.update(call.number.to_be_bytes());
            hash.update(ordinal.to_be_bytes());
            let digest = hash.finalize();
            u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"))
        };
        Self {
            title: draw("title", 0),
            request: draw(call.operation.name(), call.ordinal),
            latency: draw("latency", call.ordinal),
        }
    }

    /// The fault that was drawn, if any.
    pub(super) fn choose(&self, chances: &[Chance]) -> Option<Fault> {
        let pick = |per: Per, draw: u64| {
            let mut left = draw % 1000;
            chances
                .iter()
                .filter(|chance| chance.per == per)
                .find_map(|chance| {
                    let share = u64::from(chance.per_mille);
                    if left < share {
                        return Some(chance.fault.clone());
                    }
                    left -= share;
                    None
                })
        };
        pick(Per::Title, self.title).or_else(|| pick(Per::Request, self.request))
    }

    /// A number from 0 to `most`.
    pub(super) fn up_to(&self, most: u64) -> u64 {
        most.checked_add(1)
            .map_or(self.latency, |count| self.latency % count)
    }
}
