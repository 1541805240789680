//! AWS: how it is reached, and who we are there.

use aws_config::{BehaviorVersion, Region, SdkConfig};
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
        .map_err(|error| {
            let error = aws_sdk_sts::error::DisplayErrorContext(&error);
            DeployError::Stranger(error.to_string())
        })?;

    Ok(told.arn.unwrap_or_default())
}
