//! An HTTP client for what stands on loopback.

use std::sync::Arc;

use reqwest::Client;
use rustls::{ClientConfig, RootCertStore, crypto::ring};

/// A client that trusts nobody's certificate: nothing on loopback has one.
///
/// # Errors
///
/// When the client cannot be made.
pub fn client() -> Result<Client, reqwest::Error> {
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring knows the default versions of TLS")
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();

    Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .build()
}
