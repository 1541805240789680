//! Who may ask the banks.

use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};

use serde_json::json;

use super::http::Request;

/// What the simulator takes for the stack's names and keys at the banks.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The shop at Bradesco's own interface.
    pub merchant_id: String,
    /// Its key.
    pub api_key: String,
    /// The user at boleto-api.
    pub boleto_api_user: String,
    /// Its password.
    pub boleto_api_password: String,
    /// The shop at ShopFácil.
    pub shopfacil_merchant_id: String,
    /// Its key.
    pub shopfacil_api_key: String,
}

impl Default for Credentials {
    fn default() -> Self {
        Self {
            merchant_id: "90000".to_owned(),
            api_key: "simulated-bradesco-key".to_owned(),
            boleto_api_user: "simulated-user".to_owned(),
            boleto_api_password: "simulated-password".to_owned(),
            shopfacil_merchant_id: "90001".to_owned(),
            shopfacil_api_key: "simulated-shopfacil-key".to_owned(),
        }
    }
}

impl Credentials {
    /// The stack's secrets that hold them: each one's name below the stack's path, and its JSON.
    #[must_use]
    pub fn secrets(&self) -> [(&'static str, String); 2] {
        let bradesco = json!({ "merchant_id": self.merchant_id, "api_key": self.api_key });
        let boleto_api = json!({
            "user": self.boleto_api_user,
            "password": self.boleto_api_password,
            "shopfacil_merchant_id": self.shopfacil_merchant_id,
            "shopfacil_api_key": self.shopfacil_api_key,
        });
        [
            ("banks/bradesco", bradesco.to_string()),
            ("banks/boleto-api", boleto_api.to_string()),
        ]
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(credentials)")
    }
}

/// Whether `request` carries this name and key as HTTP Basic authentication.
pub(super) fn admits(request: &Request, name: &str, key: &str) -> bool {
    let expected = BASE64_STANDARD.encode(format!("{name}:{key}"));
    request
        .header("authorization")
        .and_then(|value| value.split_once(' '))
        .is_some_and(|(scheme, given)| scheme.eq_ignore_ascii_case("basic") && given == expected)
}
