//! A world of its own for each test: database, bank and queues.

mod calls;
mod queues;
mod time;
mod truth;

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use create_boleto::Create;
use local::{
    ministack,
    postgres::Database,
    simulator::{Options, Simulator},
};
use serde_json::{Value, json};
use service::settings::Environment;
use store::Store;
use sweep_pending::Sweep;

pub use queues::Message;
use queues::queue;
pub(crate) use time::in_days;
use truth::database;

const APP_USER: &str = "superbowleto_app";
const APP_PASSWORD: &str = "the-password-of-the-tests";
/// SHA-256 of the key in `events/api-gateway.json`.
const API_KEY_HASH: &str = "4f5b8844bddb5eec73f95de0e7a729a05786448b3e6115142fbbef079031e1b7";

/// A database, a bank, queues, and the functions over them.
#[derive(Debug)]
pub struct World {
    /// The bank, which can be told to misbehave.
    pub bank: Simulator,
    /// The functions' environment, as Terraform would set it.
    pub environment: Vec<(String, String)>,
    /// What `create-boleto` holds; its registrar serves the other functions that ask banks.
    pub create: Create,
    /// The client's queue.
    pub client_queue: String,
    /// The queue that wakes attempts.
    pub registration_queue: String,
    sqs: aws_sdk_sqs::Client,
    ssm: aws_sdk_ssm::Client,
    database: Database,
    sweep: Sweep,
    passed: AtomicU64,
}

impl World {
    /// Makes one.
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// Makes one with some settings of its own.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        static WORLDS: AtomicU32 = AtomicU32::new(0);
        let number = WORLDS.fetch_add(1, Ordering::Relaxed);

        let ministack = ministack::shared().await.expect("the emulator starts");
        let bank = Simulator::start(Options::default())
            .await
            .expect("a port is free");
        let database = database().await;
        let aws = ministack.sdk_config().await;
        let sqs = aws_sdk_sqs::Client::new(&aws);
        let client_queue = queue(&sqs, &format!("gateway-{number}")).await;
        let registration_queue = queue(&sqs, &format!("boletos-to-register-{number}")).await;
        let secrets_path = format!("/superbowleto/test-{number}");
        let ssm = aws_sdk_ssm::Client::new(&aws);
        put_secrets(&ssm, &secrets_path, &bank).await;

        let mut environment = local::settings(&database, &bank, &ministack.endpoint_url());
        environment.extend([
            ("STAGE", "test".to_owned()),
            ("SECRETS_PATH", secrets_path),
            ("DATABASE_USER", APP_USER.to_owned()),
            ("REGISTRATION_QUEUE_URL", registration_queue.clone()),
            ("CLIENT_QUEUES", client_queue.clone()),
            (
                "API_CLIENTS",
                json!({ API_KEY_HASH: "gateway" }).to_string(),
            ),
            // A bank that does not answer is waited for in many tests.
            ("BRADESCO_TIMEOUT_MS", "1000".to_owned()),
            ("BOLETO_API_TIMEOUT_MS", "1000".to_owned()),
        ]);
        let environment: Vec<_> = environment
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .chain(settings.iter().copied())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let env: Environment = environment.iter().cloned().collect();
        Self {
            passed: AtomicU64::new(0),
            create: Create::open(&env).await.expect("the settings are complete"),
            sweep: Sweep::open(&env).await.expect("the settings are complete"),
            bank,
            environment,
            client_queue,
            registration_queue,
            sqs,
            ssm,
            database,
        }
    }

    /// The truth.
    pub fn store(&self) -> &Store {
        &self.create.registrar.store
    }

    /// The settings of `migrate-database`, for a role of the test's own.
    pub async fn owners_environment(&self, role: &str) -> Environment {
        let owners = self.owners_settings(role).await;
        self.environment.iter().cloned().chain(owners).collect()
    }

    /// What `migrate-database` is told besides what the other functions are.
    pub(crate) async fn owners_settings(&self, role: &str) -> Vec<(String, String)> {
        let password = self.database.owner_password.clone();
        self.put_secret("database/owner-password", &password).await;
        let owners = [
            ("DATABASE_USER", self.database.owner.as_str()),
            ("APP_DATABASE_USER", role),
            ("NUMBER_START", "1"),
        ];
        owners
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    }

    /// The name of a role that no other world has.
    pub(crate) fn role_of_its_own(&self) -> String {
        format!("role_of_{}", self.database.name)
    }

    /// Writes a secret, as a rotation does.
    pub async fn put_secret(&self, name: &str, value: &str) {
        let path = self.setting("SECRETS_PATH");
        put_secret(&self.ssm, path, name, value).await;
    }

    /// The settings, one of them changed.
    pub fn environment_with(&self, name: &str, value: &str) -> Environment {
        let changed = (name.to_owned(), value.to_owned());
        self.environment.iter().cloned().chain([changed]).collect()
    }

    /// The settings as a function reads them.
    pub(crate) fn environment(&self) -> Environment {
        self.environment.iter().cloned().collect()
    }
}

/// A request for a boleto that is registered at once: a new one each time that its number is left out.
#[must_use]
pub fn request(world: &World) -> Value {
    json!({
        "queue_url": world.client_queue,
        "expiration_date": in_days(world, 10),
        "amount": 2000,
        "issuer": "bradesco",
        "issuer_account": "469",
        "issuer_agency": "1229",
        "issuer_wallet": "26",
        "reference_id": "order-1",
        "payer_name": "João da Silva",
        "payer_document_type": "cpf",
        "payer_document_number": "52998224725",
        "payer_address": {
            "zipcode": "04551010", "street": "Rua Fidêncio Ramos", "street_number": 308,
            "complementary": "9º andar", "neighborhood": "Vila Olímpia", "city": "São Paulo", "state": "SP"
        },
        "company_name": "Loja Exemplo",
        "company_document_number": "11222333000181"
    })
}

/// What a log or an error must never show of [`request`].
#[must_use]
pub fn payer() -> [&'static str; 4] {
    ["João da Silva", "52998224725", "Fidêncio", APP_PASSWORD]
}

async fn put_secrets(ssm: &aws_sdk_ssm::Client, path: &str, bank: &Simulator) {
    let password = ("database/app-password", APP_PASSWORD.to_owned());
    for (name, value) in [password].into_iter().chain(bank.credentials().secrets()) {
        put_secret(ssm, path, name, &value).await;
    }
}

async fn put_secret(ssm: &aws_sdk_ssm::Client, path: &str, name: &str, value: &str) {
    ssm.put_parameter()
        .name(format!("{path}/{name}"))
        .value(value)
        .r#type(aws_sdk_ssm::types::ParameterType::SecureString)
        .overwrite(true)
        .send()
        .await
        .expect("a parameter can be put");
}
