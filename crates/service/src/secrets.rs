//! Secrets, from SSM: one call for all that a function needs, kept for a while, so that a rotation needs no deploy.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use aws_config::SdkConfig;
use aws_sdk_ssm::Client;
use tokio::{sync::Mutex, time::Instant};

use crate::{alarm, settings};

/// The password of the role that the functions log in as.
pub const APP_PASSWORD: &str = "database/app-password";
/// The password of the database's owner, for the migrations alone.
pub const OWNER_PASSWORD: &str = "database/owner-password";
/// Bradesco's credentials.
pub const BRADESCO: &str = "banks/bradesco";
/// boleto-api's credentials.
pub const BOLETO_API: &str = "banks/boleto-api";

/// How long what was read serves before it is read again.
const KEPT_FOR: Duration = Duration::from_secs(300);
/// How soon after a failed reading the next is tried where nothing is known yet.
const PAUSE_WITHOUT: Duration = Duration::from_secs(1);
/// How soon where something is, which may still be right.
const PAUSE_WITH: Duration = Duration::from_secs(30);

/// What a function may know: the named parameters under the stack's path. `Debug` shows no value.
#[derive(Clone)]
pub struct Secrets(Arc<Inner>);

struct Inner {
    client: Client,
    path: String,
    names: &'static [&'static str],
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    values: Arc<BTreeMap<String, String>>,
    read_again_at: Option<Instant>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secrets")
            .field("names", &self.0.names)
            .finish_non_exhaustive()
    }
}

impl Secrets {
    /// Reads the parameters `names` under the stack's path. Failing here is logged and tried again when one is asked for.
    pub async fn load(
        settings: &settings::Secrets,
        aws: &SdkConfig,
        names: &'static [&'static str],
    ) -> Self {
        let path = settings.path.clone();
        let client = Client::new(aws);
        let secrets = Self(Arc::new(Inner {
            client,
            path,
            names,
            kept: Mutex::default(),
        }));
        secrets.values(false).await;
        secrets
    }

    /// The value of a parameter as it stands now, `None` where it can't be read: for whoever passes it on, since what
    /// was kept may be another by now.
    pub async fn get_afresh(&self, name: &str) -> Option<String> {
        self.read().await?.remove(name)
    }

    /// All values. The same `Arc` as before means that nothing was read since.
    pub(crate) async fn values(&self, afresh: bool) -> Arc<BTreeMap<String, String>> {
        let mut kept = self.0.kept.lock().await;
        let due = kept.read_again_at.is_none_or(|at| Instant::now() >= at);
        if due || afresh {
            match self.read().await {
                Some(values) => {
                    if *kept.values != values {
                        kept.values = Arc::new(values);
                    }
                    kept.read_again_at = Some(Instant::now() + KEPT_FOR);
                }
                // What is known serves on.
                None => {
                    let pause = if kept.values.is_empty() {
                        PAUSE_WITHOUT
                    } else {
                        PAUSE_WITH
                    };
                    kept.read_again_at = Some(Instant::now() + pause);
                }
            }
        }
        Arc::clone(&kept.values)
    }

    async fn read(&self) -> Option<BTreeMap<String, String>> {
        let Inner {
            client,
            path,
            names,
            ..
        } = &*self.0;
        let answer = client
            .get_parameters()
            .set_names(Some(
                names.iter().map(|name| format!("{path}/{name}")).collect(),
            ))
            .with_decryption(true)
            .send()
            .await
            .inspect_err(|error| {
                let code = error
                    .as_service_error()
                    .and_then(|error| error.meta().code());
                tracing::error!(
                    alarm = alarm::SECRETS_UNREADABLE,
                    code,
                    "secrets can't be read"
                );
            })
            .ok()?;
        let missing = answer.invalid_parameters();
        if !missing.is_empty() {
            tracing::error!(
                alarm = alarm::SECRETS_MISSING,
                ?missing,
                "secrets are missing"
            );
        }
        let values = answer
            .parameters
            .unwrap_or_default()
            .into_iter()
            .filter_map(|parameter| {
                let name = parameter
                    .name?
                    .strip_prefix(path)?
                    .trim_start_matches('/')
                    .to_owned();
                Some((name, parameter.value?))
            });
        Some(values.collect())
    }
}
