//! Settings: environment variables, read here and nowhere else, a struct per subject.
//!
//! `docs/settings.md` lists them all.

mod aws;
mod banks;
mod database;
mod http;
mod pace;
mod queues;
mod secrets;

pub use aws::Aws;
pub use banks::Banks;
pub use database::{Database, Migration};
pub use http::{Clients, House};
pub use pace::Pace;
pub use queues::{ClientQueues, InvalidClientQueue, RegistrationQueue};
pub use secrets::Secrets;

use std::{collections::BTreeMap, ffi::OsString, fmt, str::FromStr};

use serde::de::DeserializeOwned;
use thiserror::Error;
use tracing::level_filters::LevelFilter;

/// A setting that is missing or wrong. It does not quote the value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidSetting {
    /// It is not set.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// It is not what it must be.
    #[error("{name} must be {expected}")]
    Invalid {
        /// Its name.
        name: &'static str,
        /// What it must be.
        expected: &'static str,
    },
}

/// Environment variables: the process's, or in a test those of a stack.
#[derive(Clone, PartialEq, Eq)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// The process's.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads them"
    )]
    pub fn of_process() -> Self {
        // A variable that is no text is none of ours.
        let text = |(name, value): (OsString, OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self(std::env::vars_os().filter_map(text).collect())
    }

    fn optional(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    fn text(&self, name: &'static str) -> Result<String, InvalidSetting> {
        self.optional(name)
            .map(str::to_owned)
            .ok_or(InvalidSetting::Missing(name))
    }

    fn parsed<T: FromStr>(
        &self,
        name: &'static str,
        expected: &'static str,
    ) -> Result<T, InvalidSetting> {
        self.text(name)?
            .parse()
            .map_err(|_| InvalidSetting::Invalid { name, expected })
    }

    fn json<T: DeserializeOwned>(
        &self,
        name: &'static str,
        expected: &'static str,
    ) -> Result<T, InvalidSetting> {
        serde_json::from_str(&self.text(name)?)
            .map_err(|_| InvalidSetting::Invalid { name, expected })
    }

    /// The least severe level that is logged: `LOG_LEVEL`, else `info`, which is also what no level is taken for.
    #[must_use]
    pub fn log_level(&self) -> LevelFilter {
        self.optional("LOG_LEVEL")
            .and_then(|level| level.parse().ok())
            .unwrap_or(LevelFilter::INFO)
    }

    /// The function's name, as Lambda sets it.
    #[must_use]
    pub fn function_name(&self) -> Option<&str> {
        self.optional("AWS_LAMBDA_FUNCTION_NAME")
    }

    /// The stack's name: `STAGE`.
    ///
    /// # Errors
    /// It is not set.
    pub fn stage(&self) -> Result<String, InvalidSetting> {
        self.text("STAGE")
    }
}

impl FromIterator<(String, String)> for Environment {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(variables: T) -> Self {
        Self(variables.into_iter().collect())
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
