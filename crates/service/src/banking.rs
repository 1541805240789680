//! The banks with the credentials of the moment.

use std::{collections::BTreeMap, fmt, sync::Arc};

use banks::{Banks, Client, InvalidSettings};
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;

use crate::{
    alarm,
    secrets::{self, Secrets},
    settings::{self, InvalidSetting},
};

/// The banks, made anew when their credentials were rotated.
#[derive(Clone)]
pub struct BankSource(Arc<Inner>);

struct Inner {
    settings: settings::Banks,
    secrets: Secrets,
    client: Client,
    current: Mutex<Current>,
}

struct Current {
    made_from: Arc<BTreeMap<String, String>>,
    banks: Arc<Banks>,
}

impl fmt::Debug for BankSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BankSource")
            .field("settings", &self.0.settings)
            .finish_non_exhaustive()
    }
}

impl BankSource {
    /// Gets ready to ask the banks of `settings` with the credentials among `secrets`.
    ///
    /// # Errors
    /// A bank would refuse every title for what `settings` say about the stack itself.
    pub async fn open(settings: settings::Banks, secrets: Secrets) -> Result<Self, InvalidSetting> {
        let client = Client::new();
        let made_from = secrets.values(false).await;
        let banks = Arc::new(make(&settings, &client, &made_from).map_err(invalid)?);
        let current = Mutex::new(Current { made_from, banks });
        Ok(Self(Arc::new(Inner {
            settings,
            secrets,
            client,
            current,
        })))
    }

    /// The banks with the credentials of the moment.
    pub async fn current(&self) -> Arc<Banks> {
        let inner = &*self.0;
        let values = inner.secrets.values(false).await;
        let mut current = inner.current.lock().await;
        if !Arc::ptr_eq(&current.made_from, &values) {
            match make(&inner.settings, &inner.client, &values) {
                Ok(banks) => {
                    *current = Current {
                        made_from: values,
                        banks: Arc::new(banks),
                    };
                }
                // Checked only now where the credentials were not there at the start.
                Err(error) => {
                    tracing::error!(alarm = alarm::OUR_FAULT, %error, "the stack's own details");
                }
            }
        }
        Arc::clone(&current.banks)
    }
}

fn make(
    settings: &settings::Banks,
    client: &Client,
    values: &BTreeMap<String, String>,
) -> Result<Banks, InvalidSettings> {
    let bradesco = credentials(values, secrets::BRADESCO);
    let boleto_api = credentials(values, secrets::BOLETO_API);
    Banks::new(
        client,
        settings.with(bradesco.as_ref(), boleto_api.as_ref()),
    )
}

/// What the stack's own details must be.
fn invalid(error: InvalidSettings) -> InvalidSetting {
    match error {
        InvalidSettings::HouseAddress => InvalidSetting::Invalid {
            name: "HOUSE_ADDRESS",
            expected: "a complete address",
        },
        InvalidSettings::Recipient => InvalidSetting::Invalid {
            name: "HOUSE_COMPANY",
            expected: "a name and a CNPJ",
        },
    }
}

fn credentials<T: DeserializeOwned>(values: &BTreeMap<String, String>, name: &str) -> Option<T> {
    let read = serde_json::from_str(values.get(name)?);
    if read.is_err() {
        tracing::error!(
            alarm = alarm::SECRETS_UNREADABLE,
            name,
            "a bank's credentials are no such JSON"
        );
    }
    read.ok()
}
