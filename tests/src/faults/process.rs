//! The functions as processes, over wires that can fail.

use std::{collections::BTreeMap, path::PathBuf, sync::OnceLock};

use local::{
    functions::{self, Profile},
    progress::Progress,
    runtime_api::{Environment, Function},
};

use serde_json::Value;

use super::Wire;
use crate::{World, payer};

/// The wires between a function and all that it needs.
#[derive(Debug)]
pub struct Wires {
    /// To Postgres.
    pub database: Wire,
    /// To SQS and SSM.
    pub queues: Wire,
    /// To the banks.
    pub bank: Wire,
}

impl World {
    /// Lays wires to this world's database, queues and bank.
    pub async fn wires(&self) -> Wires {
        let database = format!(
            "{}:{}",
            self.setting("DATABASE_HOST"),
            self.setting("DATABASE_PORT")
        );
        let without_scheme = |url: &str| url.trim_start_matches("http://").to_owned();
        Wires {
            database: Wire::to(database).await,
            queues: Wire::to(without_scheme(self.setting("AWS_ENDPOINT_URL"))).await,
            bank: Wire::to(without_scheme(&self.bank.url())).await,
        }
    }

    /// Starts a function as a process of its own at the end of `wires`.
    pub fn process(&self, name: &str, wires: &Wires) -> Environment {
        self.process_with(name, wires, &[])
    }

    /// The same with settings of its own.
    pub(super) fn process_with(
        &self,
        name: &str,
        wires: &Wires,
        settings: &[(String, String)],
    ) -> Environment {
        let bank_url = self.bank.url();
        let wired_bank = format!("http://{}", wires.bank.address());
        let function = self
            .environment
            .iter()
            .chain(settings)
            .fold(
                Function::new(name, program(name)),
                |function, (name, value)| {
                    function.with(name, value.replace(&bank_url, &wired_bank))
                },
            )
            .with("DATABASE_HOST", wires.database.address().ip().to_string())
            .with("DATABASE_PORT", wires.database.address().port().to_string())
            .with(
                "AWS_ENDPOINT_URL",
                format!("http://{}", wires.queues.address()),
            );
        Environment::start(function).expect("the function can be started")
    }

    /// Holds that nothing which a process wrote shows a payer or a secret.
    ///
    /// # Panics
    /// It does.
    pub(super) fn check_log(&self, process: &Environment) {
        let known = self.bank.credentials();
        let secrets = [
            &known.api_key,
            &known.boleto_api_password,
            &known.shopfacil_api_key,
        ];
        let log = process.log();
        for private in payer().into_iter().chain(secrets.map(String::as_str)) {
            assert!(!log.contains(private), "a log shows {private:?}");
        }
        assert!(
            log.lines().count() > 0,
            "a process that did something says so"
        );
    }

    /// One of the functions' settings.
    pub(crate) fn setting(&self, name: &str) -> &str {
        let found = self.environment.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value).expect("it is set")
    }
}

/// The program of a function; all are built when the first is asked for.
fn program(name: &str) -> PathBuf {
    static PROGRAMS: OnceLock<BTreeMap<String, PathBuf>> = OnceLock::new();
    PROGRAMS
        .get_or_init(|| {
            functions::build(Profile::Debug, &Progress::shown())
                .expect("they compile")
                .into_iter()
                .map(|function| (function.name, function.bootstrap))
                .collect()
        })
        .get(name)
        .expect("there is such a function")
        .clone()
}

/// What a process answered to API Gateway: the status and the body.
pub(super) fn response(answer: &[u8]) -> (u16, Value) {
    let answer: Value = serde_json::from_slice(answer).expect("answers are JSON");
    let status = answer["statusCode"]
        .as_u64()
        .and_then(|status| u16::try_from(status).ok());
    let body = answer["body"].as_str().unwrap_or_default();
    (
        status.expect("answers have a status"),
        serde_json::from_str(body).expect("bodies are JSON"),
    )
}
