//! Brings the schema up to date: migrations, the role of the other functions, where numbers start.

use serde::Serialize;
use service::{
    aws,
    secrets::{APP_PASSWORD, OWNER_PASSWORD, Secrets},
    settings::{self, Environment, InvalidSetting},
};
use store::{Database, Password, Role, SchemaError};
use thiserror::Error;

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

/// What a run did.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The version that the schema is at now.
    pub version: i64,
    /// What this run applied.
    pub applied: Vec<Applied>,
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

/// Brings the schema up to date. Run again it changes nothing.
///
/// # Errors
/// A secret, the database, or a migration.
pub async fn handle(migration: &Migration) -> Result<Report, Failure> {
    let Migration {
        secrets,
        database,
        settings,
    } = migration;
    let secret = async |name| {
        secrets
            .get(name)
            .await
            .map(Password::new)
            .ok_or(Failure::Secret(name))
    };
    let owner_password = secret(OWNER_PASSWORD).await?;
    let role = Role {
        name: settings.app_user.clone(),
        password: secret(APP_PASSWORD).await?,
    };
    let migrated = store::migrate(database, &owner_password, &role, settings.number_start).await?;
    let applied = migrated.applied.into_iter().map(|applied| Applied {
        version: applied.version,
        description: applied.description,
        took_ms: applied.took.as_millis(),
    });
    Ok(Report {
        version: migrated.version,
        applied: applied.collect(),
    })
}
