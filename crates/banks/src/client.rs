//! One exchange with a bank over HTTP.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::{
    RequestBuilder, Response,
    header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue},
    redirect, retry,
};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use serde::Serialize;

use crate::{Cause, Endpoint, Secret, reply::Reply};

/// The most of a body that is read. The largest answers of banks are a few kilobytes.
const BODY_LIMIT: usize = 1 << 20;

/// How long name, connection and TLS may take. Giving up here, before the caller's deadline, proves that nothing was
/// sent.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// What all banks are asked with. Clones share everything.
///
/// One call sends at most one request: it repeats nothing, follows no redirect, uses no proxy, and opens a connection of
/// its own, because a request on an idle connection that the bank has just closed would have to be sent again. The
/// caller holds the deadline; dropping a call closes its connection.
///
/// It trusts Mozilla's roots as compiled in: reading the machine's own store costs milliseconds at every cold start.
#[derive(Clone)]
pub struct Client(reqwest::Client);

/// What a bank knows us by.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) user: String,
    pub(crate) password: Secret,
}

impl Client {
    /// A client that has connected to nobody yet.
    #[must_use]
    pub fn new() -> Self {
        Self::connecting_within(CONNECT_TIMEOUT)
    }

    fn connecting_within(connect_timeout: Duration) -> Self {
        let roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring has cipher suites for both versions of TLS")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        // Answers are small. One that comes compressed all the same is unpacked, and the limit is for what comes out.
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));

        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .default_headers(headers)
            .user_agent(concat!("superbowleto/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .pool_max_idle_per_host(0)
            .no_proxy()
            .connect_timeout(connect_timeout)
            .build()
            .expect("the TLS configuration is of the rustls that reqwest uses");
        Self(client)
    }

    /// Posts `body` as JSON.
    pub(crate) async fn post(
        &self,
        endpoint: &Endpoint,
        credentials: &Credentials,
        body: &(impl Serialize + Sync),
    ) -> Result<Reply, Cause> {
        exchange(
            credentials
                .sign(self.0.post(endpoint.url().clone()))
                .json(body),
        )
        .await
    }

    /// Gets what `query` selects.
    pub(crate) async fn get(
        &self,
        endpoint: &Endpoint,
        credentials: &Credentials,
        query: &(impl Serialize + Sync),
    ) -> Result<Reply, Cause> {
        exchange(
            credentials
                .sign(self.0.get(endpoint.url().clone()))
                .query(query),
        )
        .await
    }
}

impl Default for Client {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}

impl Credentials {
    fn sign(&self, request: RequestBuilder) -> RequestBuilder {
        request.basic_auth(&self.user, Some(self.password.reveal()))
    }
}

async fn exchange(request: RequestBuilder) -> Result<Reply, Cause> {
    let response = request.send().await.map_err(|error| {
        if error.is_builder() || error.is_connect() {
            Cause::NotSent
        } else {
            Cause::Broken
        }
    })?;
    let status = response.status();
    let headers = response.headers().clone();
    Ok(Reply::new(status, &headers, read(response).await))
}

async fn read(mut response: Response) -> Result<Vec<u8>, Cause> {
    let mut body = Vec::new();
    // reqwest does not tell a broken connection from a compressed body that can't be unpacked.
    while let Some(chunk) = response.chunk().await.map_err(|_| Cause::Broken)? {
        if body.len() + chunk.len() > BODY_LIMIT {
            return Err(Cause::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

#[cfg(test)]
mod tests;
