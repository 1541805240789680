//! The configuration that every AWS client here starts from.

use aws_config::{
    BehaviorVersion, Region, SdkConfig, retry::RetryConfig,
    stalled_stream_protection::StalledStreamProtectionConfig, timeout::TimeoutConfig,
};
use aws_sdk_sqs::config::{Credentials, SharedCredentialsProvider};
use aws_smithy_http_client::{Builder, tls};
use std::time::Duration;

use crate::settings;

/// Whom AWS's certificates go back to, Amazon Trust Services: reading all of a machine's roots would take longer than
/// the rest of a cold start.
const ROOTS: &str = include_str!("roots.pem");

/// Configures the clients from what Lambda sets: region, role credentials and, in the local stack, an endpoint.
///
/// Lambda gives credentials by the environment alone, so no profile, file or metadata service is looked for.
#[must_use]
pub fn config(aws: &settings::Aws) -> SdkConfig {
    let credentials = Credentials::new(
        &aws.access_key_id,
        &aws.secret_access_key,
        aws.session_token.clone(),
        None,
        "environment",
    );
    let roots = tls::TrustStore::empty().with_pem_certificate(ROOTS);
    let trust = tls::TlsContext::builder().with_trust_store(roots).build();
    let http_client = Builder::new()
        .tls_provider(tls::Provider::Rustls(
            tls::rustls_provider::CryptoMode::Ring,
        ))
        .tls_context(trust.expect("the roots are certificates"))
        .build_https();
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(aws.region.clone()))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(http_client)
        // A queue or a secret that does not answer must not take the time that the bank's answer needs to be kept.
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(Duration::from_secs(1))
                .operation_attempt_timeout(Duration::from_secs(2))
                .operation_timeout(Duration::from_secs(3))
                .build(),
        )
        .retry_config(RetryConfig::standard().with_max_attempts(2))
        // It watches long streams; these bodies are a packet, and the timeouts above bound them.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
    match &aws.endpoint_url {
        Some(url) => config.endpoint_url(url).build(),
        None => config.build(),
    }
}
