//! Where AWS is, and who asks.

use std::fmt;

use super::{Environment, InvalidSetting};

/// Where AWS is and who asks, as Lambda or the local stack says. `Debug` shows no key.
#[derive(Clone, PartialEq, Eq)]
pub struct Aws {
    /// The stack's region.
    pub region: String,
    /// The emulator, in the local stack only.
    pub endpoint_url: Option<String>,
    /// The role's temporary key: for the life of an environment, Lambda never changes it.
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
    pub(crate) session_token: Option<String>,
}

impl Aws {
    /// Reads `AWS_REGION`, `AWS_ENDPOINT_URL`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
    ///
    /// # Errors
    /// The region or the key is missing.
    pub fn read(env: &Environment) -> Result<Self, InvalidSetting> {
        Ok(Self {
            region: env.text("AWS_REGION")?,
            endpoint_url: env.optional("AWS_ENDPOINT_URL").map(str::to_owned),
            access_key_id: env.text("AWS_ACCESS_KEY_ID")?,
            secret_access_key: env.text("AWS_SECRET_ACCESS_KEY")?,
            session_token: env.optional("AWS_SESSION_TOKEN").map(str::to_owned),
        })
    }
}

impl fmt::Debug for Aws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aws")
            .field("region", &self.region)
            .field("endpoint_url", &self.endpoint_url)
            .finish_non_exhaustive()
    }
}
