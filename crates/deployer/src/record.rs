//! Records: what was brought to an environment, when and by whom; which migrations were let near its database.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::bucket::{Bucket, BucketError, Tagged};
use crate::migrations::{Compatibility, Migration};
use crate::release::Release;

/// What took traffic from some moment on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deployment {
    /// Counts the environment's deployments, from 1.
    pub number: u32,
    /// How it came about.
    pub action: Action,
    /// Since when.
    pub at: Timestamp,
    /// Who did it, as AWS knows them.
    pub by: String,
    /// What was built.
    pub release: Release,
    /// The versions that take traffic, by the function's short name.
    pub versions: BTreeMap<String, Version>,
}

/// How a deployment came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// From a commit.
    Deploy {
        /// What the person called it.
        reference: String,
    },
    /// From another environment.
    Promote {
        /// Which.
        from: String,
        /// Its deployment.
        number: u32,
    },
    /// Back to an earlier deployment.
    Rollback {
        /// Which.
        to: u32,
    },
}

/// A function's version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The function's name at Lambda.
    pub function_name: String,
    /// The version's number, as Lambda writes it.
    pub version: String,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deploy { reference } => write!(f, "deploy of {reference}"),
            Self::Promote { from, number } => write!(f, "promotion of {from}'s {number}"),
            Self::Rollback { to } => write!(f, "rollback to {to}"),
        }
    }
}

fn deployments(environment: &str) -> String {
    format!("environments/{environment}/deployments/")
}

/// All deployments of an environment, the newest first.
///
/// # Errors
///
/// When S3 refuses, or a record is not what the deployer writes.
pub async fn history(bucket: &Bucket, environment: &str) -> Result<Vec<Deployment>, BucketError> {
    let keys = bucket.list(&deployments(environment)).await?;
    let mut history = Vec::with_capacity(keys.len());
    for key in keys.iter().rev() {
        let found: Option<Tagged<Deployment>> = bucket.read(key).await?;
        history.extend(found.map(|found| found.content));
    }

    Ok(history)
}

/// The newest deployment of an environment.
///
/// # Errors
///
/// As of [`history`].
pub async fn newest(bucket: &Bucket, environment: &str) -> Result<Option<Deployment>, BucketError> {
    let keys = bucket.list(&deployments(environment)).await?;
    let Some(key) = keys.last() else {
        return Ok(None);
    };
    let found = bucket.read(key).await?;

    Ok(found.map(|found: Tagged<Deployment>| found.content))
}

/// Writes a deployment down; tells whether its number was free, as it is while its environment is locked.
pub(crate) async fn write(
    bucket: &Bucket,
    environment: &str,
    deployment: &Deployment,
) -> Result<bool, BucketError> {
    let key = format!("{}{:06}.json", deployments(environment), deployment.number);

    let tag = bucket.write(&key, None, deployment).await?;

    Ok(tag.is_some())
}

/// Which migrations were let near an environment's database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// In order of their versions.
    pub migrations: Vec<Migration>,
}

impl Schema {
    fn key(environment: &str) -> String {
        format!("environments/{environment}/schema.json")
    }

    /// Reads it.
    ///
    /// # Errors
    ///
    /// When S3 refuses, or it is not what the deployer writes.
    pub async fn read(bucket: &Bucket, environment: &str) -> Result<Self, BucketError> {
        let found: Option<Tagged<Self>> = bucket.read(&Self::key(environment)).await?;

        Ok(found.map(|found| found.content).unwrap_or_default())
    }

    /// Adds a release's migrations. This comes before they are applied: a run that is killed in between may have applied
    /// them.
    pub(crate) async fn add(
        bucket: &Bucket,
        environment: &str,
        release: &Release,
    ) -> Result<(), BucketError> {
        let key = Self::key(environment);
        let found: Option<Tagged<Self>> = bucket.read(&key).await?;
        let tag = found.as_ref().map(|found| found.tag.clone());
        let before = found.map(|found| found.content).unwrap_or_default();
        let mut after = before.clone();
        for migration in &release.migrations {
            if after
                .migrations
                .iter()
                .all(|known| known.version != migration.version)
            {
                after.migrations.push(migration.clone());
            }
        }
        after.migrations.sort_by_key(|migration| migration.version);
        if after != before {
            bucket.write(&key, tag.as_deref(), &after).await?;
        }

        Ok(())
    }

    /// The first migration that code of a release does not know and can't work with, and what it says that it breaks.
    #[must_use]
    pub fn breaks(&self, release: &Release) -> Option<(&Migration, &str)> {
        let unknown = self.migrations.iter().filter(|migration| {
            let version = migration.version;
            release
                .migrations
                .iter()
                .all(|known| known.version != version)
        });

        unknown
            .filter_map(|migration| match &migration.compatibility {
                Compatibility::Breaks(what) => Some((migration, what.as_str())),
                Compatibility::Compatible => None,
            })
            .next()
    }
}
