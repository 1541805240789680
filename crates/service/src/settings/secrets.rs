//! Where secrets are.

use super::{Environment, InvalidSetting};

/// Where the stack's secrets stand in SSM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secrets {
    /// What their names begin with: `/superbowleto/live`.
    pub path: String,
}

impl Secrets {
    /// Reads `SECRETS_PATH`.
    ///
    /// # Errors
    /// It is not set.
    pub fn read(env: &Environment) -> Result<Self, InvalidSetting> {
        Ok(Self {
            path: env.text("SECRETS_PATH")?,
        })
    }
}
