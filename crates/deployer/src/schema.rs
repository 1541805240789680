//! Asking a version of migrate-database.

use std::fmt;

use aws_sdk_lambda::Client;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::DeployError;
use crate::invoke::invoke;
use crate::record::Version;

/// What a run of migrations did.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Report {
    /// The version that the schema is at now.
    pub version: i64,
    /// What this run applied.
    pub applied: Vec<Applied>,
}

/// A migration that was applied.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Applied {
    /// Its version.
    pub version: i64,
    /// What it is about.
    pub description: String,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

#[derive(Deserialize)]
struct DryRun {
    pending: Vec<Pending>,
}

#[derive(Deserialize)]
struct Pending {
    version: i64,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the schema is at {}", self.version)?;
        for Applied {
            version,
            description,
            took_ms,
        } in &self.applied
        {
            write!(f, ", {version} ({description}) took {took_ms} ms")?;
        }

        Ok(())
    }
}

/// Applies what is pending. Where another run is at work, it is waited for.
///
/// # Errors
///
/// When a migration fails, or the database is ahead of the code.
pub async fn migrate(client: &Client, migrate: &Version) -> Result<Report, DeployError> {
    ask(client, migrate, &json!({})).await
}

/// The versions of the migrations that [`migrate`] would apply.
///
/// # Errors
///
/// When the database can't be asked, or is ahead of the code.
pub(crate) async fn pending(client: &Client, migrate: &Version) -> Result<Vec<i64>, DeployError> {
    let DryRun { pending } = ask(client, migrate, &json!({ "dry_run": true })).await?;

    Ok(pending.into_iter().map(|pending| pending.version).collect())
}

async fn ask<T: DeserializeOwned>(
    client: &Client,
    migrate: &Version,
    event: &Value,
) -> Result<T, DeployError> {
    let Version {
        function_name,
        version,
    } = migrate;
    let said = invoke(
        client,
        function_name,
        version,
        event.to_string().into_bytes(),
    )
    .await?;

    serde_json::from_slice(&said).map_err(|_| DeployError::Failed {
        function: function_name.clone(),
        said: String::from_utf8_lossy(&said).into_owned(),
    })
}
