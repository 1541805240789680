//! How traffic moves: step by step, the last of which is all of it.

use std::time::Duration;

use serde::Deserialize;

/// A part of the traffic, and how long the alarms are watched before the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// How much of the traffic the new versions take, of 100.
    pub percent: u8,
    /// How many seconds the alarms are watched then.
    pub watch_s: u64,
}

impl Step {
    /// How long the alarms are watched.
    #[must_use]
    pub fn watch(&self) -> Duration {
        Duration::from_secs(self.watch_s)
    }
}

/// Steps that grow from more than nothing to all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<Step>")]
pub struct Shifting(Vec<Step>);

/// Why steps lead nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("traffic moves in steps that grow from 1 percent or more to 100")]
pub struct NotGrowing;

impl TryFrom<Vec<Step>> for Shifting {
    type Error = NotGrowing;

    fn try_from(steps: Vec<Step>) -> Result<Self, NotGrowing> {
        let grows = steps.is_sorted_by(|one, next| one.percent < next.percent);
        let starts = steps.first().is_some_and(|first| first.percent >= 1);
        let ends = steps.last().is_some_and(|last| last.percent == 100);
        if grows && starts && ends {
            Ok(Self(steps))
        } else {
            Err(NotGrowing)
        }
    }
}

impl Shifting {
    /// All at once, and nothing watched.
    #[must_use]
    pub fn at_once() -> Self {
        Self(vec![Step {
            percent: 100,
            watch_s: 0,
        }])
    }

    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}
