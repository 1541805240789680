//! A release: what was built from a commit, and never changes again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::bucket::{Bucket, BucketError};
use crate::configuration::{Architecture, Package};
use crate::migrations::Migration;
use crate::source::Commit;

/// What was built from a commit, by which it can be brought to any environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The commit's hash.
    pub commit: String,
    /// The first line of its message.
    pub subject: String,
    /// How it was built.
    pub package: Package,
    /// For which processor.
    pub architecture: Architecture,
    /// What built it: tools and their versions, as they call themselves.
    pub tools: Vec<String>,
    /// The migrations that its code knows, in order.
    pub migrations: Vec<Migration>,
    /// The functions, by short name.
    pub functions: BTreeMap<String, Artefact>,
}

/// A function's zip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artefact {
    /// SHA-256 of the zip, in hexadecimal: its name in the bucket.
    pub sha256: String,
    /// The zip's size.
    pub bytes: u64,
}

impl Release {
    /// Where a release's manifest is in the bucket.
    #[must_use]
    pub fn key(commit: &Commit, package: &Package, architecture: Architecture) -> String {
        let Package { builder, profile } = package;

        format!(
            "releases/{}/{architecture}-{builder}-{profile}.json",
            commit.id
        )
    }

    /// The release whose manifest is at a key, if one is.
    ///
    /// # Errors
    ///
    /// When S3 refuses, or a manifest is not what the deployer writes.
    pub async fn find(bucket: &Bucket, key: &str) -> Result<Option<Self>, BucketError> {
        let found = bucket.read(key).await?;

        Ok(found.map(|found| found.content))
    }

    /// The newest migration that its code knows; 0 where there is none.
    #[must_use]
    pub fn schema(&self) -> i64 {
        self.migrations
            .last()
            .map_or(0, |migration| migration.version)
    }

    /// The commit as people write it.
    #[must_use]
    pub fn short_commit(&self) -> &str {
        self.commit.get(..7).unwrap_or(&self.commit)
    }
}

impl Artefact {
    /// What stands for a zip.
    #[must_use]
    pub fn of(zip: &[u8]) -> Self {
        Self {
            sha256: hexadecimal(&Sha256::digest(zip)),
            bytes: zip.len().try_into().unwrap_or(u64::MAX),
        }
    }

    /// The hash's own bytes.
    #[must_use]
    pub fn digest(&self) -> Vec<u8> {
        let digits = self.sha256.as_bytes().chunks(2);
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();

        digits.filter_map(byte).collect()
    }

    /// Where the zip is in the bucket.
    #[must_use]
    pub fn key(&self) -> String {
        format!("functions/{}.zip", self.sha256)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
