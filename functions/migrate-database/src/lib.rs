//! Brings the schema up to date: migrations, the role of the other functions, where numbers start.

use serde::{Deserialize, Serialize};
use service::{
    aws, clock,
    secrets::{APP_PASSWORD, OWNER_PASSWORD, Secrets},
    settings::{self, Environment, InvalidSetting},
};
use store::{Database, Password, Role, SchemaError};
use thiserror::Error;
use tokio::time::Instant;

/// What migrating needs.
#[derive(Debug)]
pub struct Migration {
    /// Where both passwords are.
    pub secrets: Secrets,
    /// The database, as its owner reaches it.
    pub database: Database,
    /// The role to make and where numbers start.
    pub settings: settings::Migration,
}

impl Migration {
    /// Gets ready to migrate.
    ///
    /// # Errors
    /// A setting is missing or wrong. What is out of reach now is none.
    pub async fn open(env: &Environment) -> Result<Self, InvalidSetting> {
        let aws = aws::config(&settings::Aws::read(env)?);
        let names = &[APP_PASSWORD, OWNER_PASSWORD];
        Ok(Self {
            secrets: Secrets::load(&settings::Secrets::read(env)?, &aws, names).await,
            database: settings::Database::read(env)?,
            settings: settings::Migration::read(env)?,
        })
    }
}

/// What is asked of a run.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// Whether to tell only what would be applied.
    #[serde(default)]
    pub dry_run: bool,
}

/// What a run did, or would do.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Report {
    /// It was a run.
    Migrated {
        /// The version that the schema is at now.
        version: i64,
        /// What this run applied.
        applied: Vec<Applied>,
    },
    /// It was none.
    Pending {
        /// The version that the schema is at; 0 where there is none yet.
        version: i64,
        /// What a run would apply.
        pending: Vec<Pending>,
    },
}

/// A migration that was applied.
#[derive(Debug, Serialize)]
pub struct Applied {
    /// Its version.
    pub version: i64,
    /// What it is about.
    pub description: String,
    /// How long it took.
    pub took_ms: u128,
}

/// A migration that would be applied.
#[derive(Debug, Serialize)]
pub struct Pending {
    /// Its version.
    pub version: i64,
    /// What it is about.
    pub description: String,
}

/// Why the schema is not up to date.
#[derive(Debug, Error)]
pub enum Failure {
    /// A password can't be had.
    #[error("the secret {0} can't be read")]
    Secret(&'static str),
    /// The database refused or is out of reach.
    #[error(transparent)]
    Schema(#[from] SchemaError),
}

/// Brings the schema up to date, or tells what that would take. Run again it changes nothing.
///
/// # Errors
/// A secret, the database, or a migration.
pub async fn handle(migration: &Migration, order: Order) -> Result<Report, Failure> {
    let Migration {
        secrets,
        database,
        settings,
    } = migration;
    // A password that was rotated a moment ago must not be given to the role in its old form.
    let secret = async |name| {
        secrets
            .get_afresh(name)
            .await
            .map(Password::new)
            .ok_or(Failure::Secret(name))
    };
    let owner_password = secret(OWNER_PASSWORD).await?;
    if order.dry_run {
        let found = store::pending(database, &owner_password).await?;
        let pending = found.pending.into_iter().map(|migration| Pending {
            version: migration.version,
            description: migration.description,
        });
        return Ok(Report::Pending {
            version: found.version,
            pending: pending.collect(),
        });
    }

    let role = Role {
        name: settings.app_user.clone(),
        password: secret(APP_PASSWORD).await?,
    };
    let began = Instant::now();
    let migrated = store::migrate(database, &owner_password, &role, settings.number_start).await?;
    tracing::info!(
        operation = "migrate",
        outcome = "migrated",
        version = migrated.version,
        applied = migrated.applied.len(),
        duration_ms = clock::milliseconds(began.elapsed()),
    );
    let applied = migrated.applied.into_iter().map(|applied| Applied {
        version: applied.migration.version,
        description: applied.migration.description,
        took_ms: applied.took.as_millis(),
    });
    Ok(Report::Migrated {
        version: migrated.version,
        applied: applied.collect(),
    })
}
