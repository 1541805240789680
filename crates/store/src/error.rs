//! What can go wrong with the database, in words a caller can act on.

use std::{error::Error, str::FromStr};

use boleto::BoletoId;
use thiserror::Error;

/// Why a statement gave no result.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Postgres could not be reached, or its reply was lost twice: nobody knows whether the statement took effect.
    #[error("the database is out of reach: {0}")]
    Unavailable(Failure),
    /// Another boleto has this number at the bank.
    #[error("the number is taken")]
    OurNumberTaken,
    /// The client used this idempotency key before.
    #[error("the idempotency key is taken")]
    IdempotencyKeyTaken,
    /// Another configuration has this `external_id`.
    #[error("the external id is taken")]
    ExternalIdTaken,
    /// A row holds something that no code of ours writes.
    #[error("the row of {id} can't be read: {source}")]
    Corrupt {
        /// Whose row.
        id: String,
        /// What is wrong with it. It never quotes personal data.
        source: Box<dyn Error + Send + Sync>,
    },
    /// Postgres refused the statement: a fault of ours.
    #[error("the database refused a statement: {0}")]
    Refused(Failure),
}

/// What Postgres or the connection said, without any value of a row.
///
/// A driver's error can quote whole rows in its details, so only what names no data is kept.
#[derive(Debug, Error)]
#[error("{kind}{}{}", code.as_deref().map(|code| format!(", SQLSTATE {code}")).unwrap_or_default(),
    constraint.as_deref().map(|name| format!(", constraint {name}")).unwrap_or_default())]
pub struct Failure {
    kind: &'static str,
    code: Option<String>,
    constraint: Option<String>,
}

impl Failure {
    pub(crate) fn timeout() -> Self {
        Self {
            kind: "no reply in time",
            code: None,
            constraint: None,
        }
    }

    fn of(kind: &'static str, error: &sqlx::Error) -> Self {
        let database = error.as_database_error();
        Self {
            kind,
            code: database.and_then(|error| error.code()).map(Into::into),
            constraint: database
                .and_then(|error| error.constraint())
                .map(Into::into),
        }
    }
}

/// What to do about an error of the driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// The password was refused: it may have been changed.
    ReadPasswordAgain,
    /// The connection or its server is no good: another may serve.
    Reconnect,
    /// Postgres gave the statement up, and it did nothing.
    TryLater,
    /// The same statement will fail again.
    GiveUp,
}

impl Remedy {
    pub(crate) fn of(error: &sqlx::Error) -> Self {
        if let Some(database) = error.as_database_error() {
            let code = database.code().unwrap_or_default();
            return match (&*code, code.get(..2).unwrap_or_default()) {
                ("28P01" | "28000", _) => Self::ReadPasswordAgain,
                // Cancelled by its timeout; a deadlock or serialisation failure.
                ("57014" | "40001" | "40P01", _) => Self::TryLater,
                // A server that only reads, after a failover; a broken connection; no room; shut down; its own trouble.
                ("25006", _) | (_, "08" | "53" | "57" | "58") => Self::Reconnect,
                _ => Self::GiveUp,
            };
        }
        // `sqlx::Error` is non-exhaustive.
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "all others are faults of the statement"
        )]
        match error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::WorkerCrashed => Self::Reconnect,
            _ => Self::GiveUp,
        }
    }

    /// Whether the connection that the error came by can take another statement.
    pub(crate) fn keeps_connection(self) -> bool {
        match self {
            Self::TryLater | Self::GiveUp => true,
            Self::ReadPasswordAgain | Self::Reconnect => false,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let constraint = error
            .as_database_error()
            .and_then(|error| error.constraint());
        match constraint {
            Some("boletos_our_number_key") => return Self::OurNumberTaken,
            Some("idempotency_keys_pkey") => return Self::IdempotencyKeyTaken,
            Some("configurations_external_id_key") => return Self::ExternalIdTaken,
            Some(_) | None => {}
        }
        match Remedy::of(&error) {
            Remedy::ReadPasswordAgain => Self::Unavailable(Failure::of("login refused", &error)),
            Remedy::Reconnect => Self::Unavailable(Failure::of("connection lost", &error)),
            Remedy::TryLater => Self::Unavailable(Failure::of("given up", &error)),
            Remedy::GiveUp => Self::Refused(Failure::of("error", &error)),
        }
    }
}

/// Reads a text of somebody's row that our code wrote there.
pub(crate) fn parsed<T>(whose: &str, text: &str) -> Result<T, StoreError>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
{
    text.parse()
        .map_err(|source: T::Err| StoreError::corrupt(whose, Box::new(source)))
}

impl StoreError {
    pub(crate) fn corrupt(
        id: impl Into<String>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::Corrupt {
            id: id.into(),
            source: source.into(),
        }
    }

    pub(crate) fn corrupt_boleto(
        id: BoletoId,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::corrupt(id.to_string(), source)
    }
}
