//! Publishing: a version of a function with given code and the settings of the moment.

use aws_sdk_lambda::Client;
use aws_sdk_lambda::primitives::Blob;
use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

use crate::DeployError;
use crate::readiness::{LATEST, ready};

/// A version that is there to be shifted to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The version's number, as Lambda writes it.
    pub version: String,
    /// SHA-256 of the code's zip in Base64, as Lambda writes it.
    pub code_sha256: String,
    /// Whether the code was sent, because the function had other code.
    pub uploaded: bool,
}

/// Publishes `zip` with the function's present settings as a version and waits until it can be invoked.
///
/// The same code and settings as the last version's are that version again: nothing is sent, nothing is made.
///
/// # Errors
///
/// When Lambda refuses, or the version does not become ready.
pub async fn publish(
    client: &Client,
    function: &str,
    zip: Vec<u8>,
) -> Result<Published, DeployError> {
    let code_sha256 = BASE64_STANDARD.encode(Sha256::digest(&zip));
    // An update of the settings may still be on its way.
    let latest = ready(client, function, LATEST).await?;
    let uploaded = latest.code_sha256() != Some(code_sha256.as_str());
    if uploaded {
        client
            .update_function_code()
            .function_name(function)
            .zip_file(Blob::new(zip))
            .send()
            .await
            .map_err(DeployError::at(function, "update its code"))?;
        ready(client, function, LATEST).await?;
    }

    // Stating the hash, Lambda refuses where somebody else has changed the code since.
    let version = client
        .publish_version()
        .function_name(function)
        .code_sha256(&code_sha256)
        .send()
        .await
        .map_err(DeployError::at(function, "publish a version"))?
        .version
        .unwrap_or_default();
    ready(client, function, &version).await?;

    Ok(Published {
        version,
        code_sha256,
        uploaded,
    })
}
