//! How fast an issuer is asked that was left alone for a while.

use std::{num::NonZeroU16, time::Duration};

use super::{Environment, InvalidSetting};

/// How far apart those are asked about that were held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The time from one to the next.
    pub apart: Duration,
}

impl Pace {
    /// Reads `DRAIN_PER_SECOND`, how many of an issuer's boletos are asked about in a second.
    ///
    /// # Errors
    /// It is missing or no number from 1 to 65,535.
    pub fn read(env: &Environment) -> Result<Self, InvalidSetting> {
        let per_second: NonZeroU16 = env.parsed("DRAIN_PER_SECOND", "a number from 1 to 65535")?;
        Ok(Self {
            apart: Duration::from_secs(1) / u32::from(per_second.get()),
        })
    }
}
