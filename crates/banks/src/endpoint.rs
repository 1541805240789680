//! Where a bank is asked.

use std::{net::IpAddr, str::FromStr};

use reqwest::Url;
use thiserror::Error;

/// An address that credentials may be sent to: HTTPS, or plain HTTP on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint(Url);

/// Why text is no [`Endpoint`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidEndpoint {
    /// It is no URL.
    #[error("expected a URL")]
    NotAUrl,
    /// Anybody between us and the bank could read the credentials.
    #[error("expected https, or http to this machine")]
    Plain,
    /// It holds credentials, which would reach logs.
    #[error("expected no user or password in the URL")]
    Credentials,
}

impl Endpoint {
    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    /// The endpoint at `path` below this one.
    pub(crate) fn join(&self, path: &str) -> Self {
        let mut url = self.0.clone();
        url.set_path(&format!("{}/{path}", self.0.path().trim_end_matches('/')));
        Self(url)
    }
}

impl FromStr for Endpoint {
    type Err = InvalidEndpoint;

    fn from_str(text: &str) -> Result<Self, InvalidEndpoint> {
        let url = Url::parse(text).map_err(|_| InvalidEndpoint::NotAUrl)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidEndpoint::Credentials);
        }
        match (url.scheme(), url.host_str()) {
            ("https", Some(_)) => Ok(Self(url)),
            ("http", Some(host)) if is_this_machine(host) => Ok(Self(url)),
            ("http", Some(_)) => Err(InvalidEndpoint::Plain),
            _ => Err(InvalidEndpoint::NotAUrl),
        }
    }
}

fn is_this_machine(host: &str) -> bool {
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_travel_encrypted_or_not_at_all() {
        for text in [
            "https://bank.example/register",
            "http://127.0.0.1:8080/register",
            "http://localhost/register",
            "http://[::1]:80/",
        ] {
            assert!(text.parse::<Endpoint>().is_ok(), "{text}");
        }
        for (text, fault) in [
            ("http://bank.example/register", InvalidEndpoint::Plain),
            ("http://127.0.0.1.bank.example/", InvalidEndpoint::Plain),
            (
                "https://user:key@bank.example/",
                InvalidEndpoint::Credentials,
            ),
            ("ftp://127.0.0.1/", InvalidEndpoint::NotAUrl),
            ("bank.example", InvalidEndpoint::NotAUrl),
            ("", InvalidEndpoint::NotAUrl),
        ] {
            assert_eq!(text.parse::<Endpoint>(), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_path_is_added_below() {
        for base in ["https://bank.example", "https://bank.example/"] {
            let endpoint = base.parse::<Endpoint>().unwrap().join("v1/boleto/register");
            assert_eq!(
                endpoint.url().as_str(),
                "https://bank.example/v1/boleto/register"
            );
        }
        let below = "https://bank.example/api/"
            .parse::<Endpoint>()
            .unwrap()
            .join("v2/x");
        assert_eq!(below.url().as_str(), "https://bank.example/api/v2/x");
    }
}
