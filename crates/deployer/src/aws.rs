//! AWS: how it is reached, and who we are there.

use std::error::Error;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_sts::error::ProvideErrorMetadata;
use aws_smithy_http_client::{Builder, tls};

use crate::DeployError;

/// Configures AWS clients as AWS's own tools do: by the environment, a profile, or a role.
pub async fn config(region: &str) -> SdkConfig {
    let http_client = Builder::new()
        .tls_provider(tls::Provider::Rustls(
            tls::rustls_provider::CryptoMode::Ring,
        ))
        .build_https();

    aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new(region.to_owned()))
        .http_client(http_client)
        .load()
        .await
}

/// Who we are, as AWS knows us.
///
/// # Errors
///
/// When there are no credentials, or they are not good.
pub async fn caller(config: &SdkConfig) -> Result<String, DeployError> {
    let told = aws_sdk_sts::Client::new(config)
        .get_caller_identity()
        .send()
        .await
        .map_err(|error| DeployError::Stranger(said(&error)))?;

    Ok(told.arn.unwrap_or_default())
}

/// What AWS said, or why it said nothing.
pub(crate) fn said<E: Error + ProvideErrorMetadata>(error: &E) -> String {
    if let (Some(code), Some(message)) = (error.code(), error.message()) {
        return format!("{code}: {message}");
    }

    why(error)
}

/// An error and its causes.
pub(crate) fn why(error: &dyn Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said.push_str(": ");
        said.push_str(&error.to_string());
        cause = error.source();
    }

    said
}
