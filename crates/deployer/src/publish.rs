//! Publishing: a version of a function with given code and the settings of the moment.

use aws_sdk_lambda::Client;
use aws_sdk_lambda::primitives::Blob;
use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

use crate::DeployError;
use crate::readiness::{LATEST, ready};

/// A function's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// SHA-256 of the zip.
    sha256: Vec<u8>,
    location: Location,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Location {
    Here(Vec<u8>),
    Bucket { name: String, key: String },
}

impl Code {
    /// A zip at hand.
    #[must_use]
    pub fn zip(zip: Vec<u8>) -> Self {
        Self {
            sha256: Sha256::digest(&zip).to_vec(),
            location: Location::Here(zip),
        }
    }

    /// A zip in a bucket, with its SHA-256.
    #[must_use]
    pub fn stored(bucket: &str, key: String, sha256: Vec<u8>) -> Self {
        Self {
            sha256,
            location: Location::Bucket {
                name: bucket.to_owned(),
                key,
            },
        }
    }

    /// The hash as Lambda writes it.
    fn lambdas_sha256(&self) -> String {
        BASE64_STANDARD.encode(&self.sha256)
    }
}

/// A version that is there to be shifted to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The version's number, as Lambda writes it.
    pub version: String,
    /// Whether the code was sent, because the function had other code.
    pub uploaded: bool,
}

/// Publishes `code` with the function's present settings as a version and waits until it can be invoked.
///
/// The same code and settings as the last version's are that version again: nothing is sent, nothing is made.
///
/// # Errors
///
/// When Lambda refuses, or the version does not become ready.
pub async fn publish(
    client: &Client,
    function: &str,
    code: Code,
    description: &str,
) -> Result<Published, DeployError> {
    let sha256 = code.lambdas_sha256();
    // An update of the settings may still be on its way.
    let latest = ready(client, function, LATEST).await?;
    let uploaded = latest.code_sha256() != Some(sha256.as_str());
    if uploaded {
        let update = client.update_function_code().function_name(function);
        let update = match code.location {
            Location::Here(zip) => update.zip_file(Blob::new(zip)),
            Location::Bucket { name, key } => update.s3_bucket(name).s3_key(key),
        };
        update
            .send()
            .await
            .map_err(DeployError::at(function, "update its code"))?;
        ready(client, function, LATEST).await?;
    }

    // Stating the hash, Lambda refuses where somebody else has changed the code since.
    let version = client
        .publish_version()
        .function_name(function)
        .code_sha256(sha256)
        .description(description)
        .send()
        .await
        .map_err(DeployError::at(function, "publish a version"))?
        .version
        .unwrap_or_default();
    ready(client, function, &version).await?;

    Ok(Published { version, uploaded })
}
