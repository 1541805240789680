//! Settings: what Lambda gives a version besides its code, frozen when the version was published.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_lambda::Client;
use serde::Serialize;

use crate::{DeployError, readiness};

/// A version's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Memory in MiB.
    pub memory_mb: i32,
    /// Seconds after which an invocation is ended.
    pub timeout_s: i32,
    /// Its environment. No secret stands there.
    pub environment: BTreeMap<String, String>,
}

/// A setting that is not the same in two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The setting.
    pub setting: String,
    /// What it is in one, if it is there.
    pub from: Option<String>,
    /// What it is in the other, if it is there.
    pub to: Option<String>,
}

/// How much of a value is worth a person's time.
const GLIMPSE: usize = 60;

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |value: &Option<String>| match value {
            None => "nothing".to_owned(),
            Some(value) if value.chars().count() > GLIMPSE => {
                value.chars().take(GLIMPSE).chain(['…']).collect()
            }
            Some(value) => value.clone(),
        };
        write!(
            f,
            "{}: {} → {}",
            self.setting,
            shown(&self.from),
            shown(&self.to)
        )
    }
}

impl Settings {
    /// Reads a version's settings.
    ///
    /// # Errors
    ///
    /// When Lambda refuses.
    pub async fn of(client: &Client, function: &str, version: &str) -> Result<Self, DeployError> {
        let found = readiness::look_at(client, function, version).await?;
        let environment = found
            .environment
            .and_then(|environment| environment.variables);

        Ok(Self {
            memory_mb: found.memory_size.unwrap_or_default(),
            timeout_s: found.timeout.unwrap_or_default(),
            environment: environment.unwrap_or_default().into_iter().collect(),
        })
    }

    /// What is not the same in `other`.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let (from, to) = (self.listed(), other.listed());
        let names: BTreeSet<_> = from.keys().chain(to.keys()).collect();

        names
            .into_iter()
            .filter(|name| from.get(*name) != to.get(*name))
            .map(|name| Difference {
                setting: name.clone(),
                from: from.get(name).cloned(),
                to: to.get(name).cloned(),
            })
            .collect()
    }

    /// All of them by name.
    #[must_use]
    pub fn listed(&self) -> BTreeMap<String, String> {
        let mut listed = self.environment.clone();
        listed.insert("memory".to_owned(), format!("{} MB", self.memory_mb));
        listed.insert("timeout".to_owned(), format!("{} s", self.timeout_s));

        listed
    }
}
