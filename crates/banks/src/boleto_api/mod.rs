//! boleto-api, a gateway to several banks: the words and the way that all of them share.
//!
//! One address per version registers; nothing can be asked for. Errors that it finds by itself come with HTTP 400 and a
//! code that begins with `MP`, those of the bank with HTTP 400 and the bank's code, and whatever it does not understand
//! as 500. It waits for its banks longer than anybody waits for it: when we give up, it may still be at it.

pub(crate) mod codes;
pub(crate) mod mapping;
pub(crate) mod request;
pub(crate) mod response;

use std::fmt::Write as _;

use boleto::Title;
use mapping::Dialect;
use request::Request;

use crate::{Answer, Client, Endpoint, Secret, client::Credentials};

/// A way to one of the banks.
pub(crate) struct BoletoApi {
    client: Client,
    endpoint: Endpoint,
    credentials: Credentials,
}

impl BoletoApi {
    /// The interface at `path` below `root`.
    pub(crate) fn new(
        client: Client,
        root: &Endpoint,
        path: &str,
        user: &str,
        password: &Secret,
    ) -> Self {
        let credentials = Credentials {
            user: user.to_owned(),
            password: password.clone(),
        };
        Self {
            client,
            endpoint: root.join(path),
            credentials,
        }
    }

    /// Asks for the registration of `title`, which `to_request` puts into words under a key for this attempt.
    pub(crate) async fn register(
        &self,
        title: &Title,
        dialect: &Dialect,
        to_request: impl FnOnce(String) -> Request + Send,
    ) -> Answer {
        let request_key = request_key(title);
        tracing::info!(boleto_id = %title.boleto_id, request_key, "asks boleto-api");
        let request = to_request(request_key);
        match self
            .client
            .post(&self.endpoint, &self.credentials, &request)
            .await
        {
            Ok(reply) => mapping::from_response(&reply, title, dialect),
            Err(cause) => Answer::Unknown(cause),
        }
    }
}

/// A key for an attempt: the boleto's id and eight random digits, since a boleto may be asked for many times.
fn request_key(title: &Title) -> String {
    let mut key = title.boleto_id.to_string();
    // Without randomness it still tells whose attempt it was.
    if let Ok(attempt) = getrandom::u32() {
        // Writing to a string can't fail.
        let _ = write!(key, "-{attempt:08x}");
    }
    key
}
