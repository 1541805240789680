//! A world of its own for each test: database, bank and queues.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU32, AtomicU64, Ordering},
    time::Duration,
};

use aws_sdk_sqs::types::QueueAttributeName;
use create_boleto::Create;
use jiff::Timestamp;
use lambda_http::{Body, Request, Response};
use lambda_runtime::LambdaEvent;
use local::{
    ministack::{self, MiniStack},
    postgres::{self, Database},
    simulator::{Options, Simulator},
};
use serde_json::{Value, json};
use service::{
    clock,
    http::{Reply, respond},
    registration::Registrar,
    settings::Environment,
};
use sqlx::{Connection, PgConnection};
use store::{Password, Role, Store, Tls};
use sweep_pending::{Sweep, Swept};

use crate::events;

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

/// A message of the client's queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its body.
    pub body: Value,
    /// Its attribute `event_id`.
    pub event_id: String,
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

        let mut environment = environment(&Places {
            ministack,
            bank: &bank,
            database: &database,
            client_queue: &client_queue,
            registration_queue: &registration_queue,
            secrets_path: &secrets_path,
        });
        let own = settings
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        environment.extend(own);
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
        let password = self.database.owner_password.clone();
        self.put_secret("database/owner-password", &password).await;
        let owners = [
            ("DATABASE_USER", self.database.owner.as_str()),
            ("APP_DATABASE_USER", role),
            ("NUMBER_START", "1"),
        ];
        let owners = owners.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.environment.iter().cloned().chain(owners).collect()
    }

    /// Writes a secret, as a rotation does.
    pub async fn put_secret(&self, name: &str, value: &str) {
        let path = self.setting("SECRETS_PATH");
        self.ssm
            .put_parameter()
            .name(format!("{path}/{name}"))
            .value(value)
            .r#type(aws_sdk_ssm::types::ParameterType::SecureString)
            .overwrite(true)
            .send()
            .await
            .expect("a parameter can be put");
    }

    /// Whether Postgres lets a role in.
    pub async fn lets_in(&self, role: &str, password: &str) -> bool {
        let url = self.database.url_as(role, password);
        PgConnection::connect(&url).await.is_ok()
    }

    /// The settings, one of them changed.
    pub fn environment_with(&self, name: &str, value: &str) -> Environment {
        let changed = (name.to_owned(), value.to_owned());
        self.environment.iter().cloned().chain([changed]).collect()
    }

    /// POSTs a boleto.
    pub async fn post(&self, body: &Value) -> (u16, Value) {
        let (status, _, body) = self.post_with(&[], &body.to_string()).await;
        (status, body)
    }

    /// POSTs any body with headers; returns the response's headers too.
    pub async fn post_with(
        &self,
        headers: &[(&str, &str)],
        body: &str,
    ) -> (u16, lambda_http::http::HeaderMap, Value) {
        self.post_to(&self.create, headers, body).await
    }

    /// The same in another environment of the function.
    pub(crate) async fn post_to(
        &self,
        create: &Create,
        headers: &[(&str, &str)],
        body: &str,
    ) -> (u16, lambda_http::http::HeaderMap, Value) {
        let request = events::request(self.now(), "POST", "/boletos", headers, Some(body));
        let handle = |request| create_boleto::handle(create, request, self.now());
        read(respond(request, handle).await)
    }

    /// GETs a path of boletos.
    pub async fn get(&self, path: &str) -> (u16, Value) {
        let request = events::request(self.now(), "GET", path, &[], None);
        if path.starts_with("/boletos/") {
            answer(request, |request| {
                get_boleto::handle(self.store(), request, self.now())
            })
            .await
        } else {
            answer(request, |request| {
                list_boletos::handle(self.store(), request, self.now())
            })
            .await
        }
    }

    /// PATCHes a boleto.
    pub async fn patch(&self, id: &str, body: &Value) -> (u16, Value) {
        let path = format!("/boletos/{id}");
        let request = events::request(self.now(), "PATCH", &path, &[], Some(&body.to_string()));
        answer(request, |request| {
            update_boleto::handle(self.store(), request, self.now())
        })
        .await
    }

    /// POSTs to `/boletos/{id}/register`.
    pub async fn register(&self, id: &str) -> (u16, Value) {
        let path = format!("/boletos/{id}/register");
        let request = events::request(self.now(), "POST", &path, &[], None);
        let registrar = &self.create.registrar;
        answer(request, |request| {
            register_boleto::handle(registrar, request, self.now())
        })
        .await
    }

    /// POSTs to `/boletos/{id}/notifications`.
    pub async fn resend(&self, id: &str) -> (u16, Value) {
        let path = format!("/boletos/{id}/notifications");
        let request = events::request(self.now(), "POST", &path, &[], None);
        let teller = &self.create.registrar.teller;
        answer(request, |request| {
            resend_notification::handle(teller, request, self.now())
        })
        .await
    }

    /// Tells what a person found at the bank.
    ///
    /// # Errors
    /// Nothing was settled, and why.
    pub async fn resolve(&self, finding: Value) -> Result<(), resolve_boleto::Failure> {
        let event = LambdaEvent::new(
            finding,
            events::context(self.now(), Duration::from_secs(29)),
        );
        resolve_boleto::handle(&self.create.registrar, event, self.now())
            .await
            .map(drop)
    }

    /// Gives the consumer a batch of bodies; returns the places of those that it failed.
    pub async fn retry_bodies(&self, bodies: &[String]) -> Vec<usize> {
        self.retry_bodies_with(&self.create.registrar, bodies).await
    }

    /// The same in another environment of the consumer.
    pub(crate) async fn retry_bodies_with(
        &self,
        registrar: &Registrar,
        bodies: &[String],
    ) -> Vec<usize> {
        let event = events::sqs(self.now(), bodies);
        let response = retry_registrations::handle(registrar, event, self.now()).await;
        response
            .batch_item_failures
            .iter()
            .map(|failure| {
                failure
                    .item_identifier
                    .parse()
                    .expect("messages are named by place")
            })
            .collect()
    }

    /// Gives the consumer a batch of boletos; none may fail.
    pub async fn retry(&self, ids: &[&str]) {
        let bodies: Vec<_> = ids
            .iter()
            .map(|id| json!({ "boleto_id": id }).to_string())
            .collect();
        assert_eq!(self.retry_bodies(&bodies).await, Vec::<usize>::new());
    }

    /// The settings as a function reads them.
    pub(crate) fn environment(&self) -> Environment {
        self.environment.iter().cloned().collect()
    }

    /// Runs the sweep.
    pub async fn sweep(&self) -> Swept {
        sweep_pending::handle(&self.sweep, Duration::from_secs(60))
            .await
            .expect("the database is in reach")
    }

    /// Takes all messages of the client's queue.
    pub async fn told(&self) -> Vec<Message> {
        self.take(&self.client_queue)
            .await
            .into_iter()
            .map(|message| Message {
                body: serde_json::from_str(message.body().unwrap_or_default())
                    .expect("notifications are JSON"),
                event_id: message
                    .message_attributes()
                    .and_then(|attributes| attributes.get("event_id")?.string_value())
                    .expect("notifications carry their id")
                    .to_owned(),
            })
            .collect()
    }

    /// Takes all messages of the registration queue that are visible: their boletos' ids.
    pub async fn woken(&self) -> Vec<String> {
        self.take(&self.registration_queue)
            .await
            .into_iter()
            .map(|message| {
                let body: Value = serde_json::from_str(message.body().unwrap_or_default())
                    .expect("wake-ups are JSON");
                body["boleto_id"]
                    .as_str()
                    .expect("wake-ups carry an id")
                    .to_owned()
            })
            .collect()
    }

    /// Receives up to ten messages of the registration queue, which then stay hidden for some seconds.
    pub(crate) async fn receive(&self, hidden_s: i32) -> Vec<aws_sdk_sqs::types::Message> {
        self.sqs
            .receive_message()
            .queue_url(&self.registration_queue)
            .max_number_of_messages(10)
            .visibility_timeout(hidden_s)
            .send()
            .await
            .expect("the queue can be read")
            .messages
            .unwrap_or_default()
    }

    /// Deletes a message of the registration queue.
    pub(crate) async fn delete(&self, message: &aws_sdk_sqs::types::Message) {
        self.sqs
            .delete_message()
            .queue_url(&self.registration_queue)
            .set_receipt_handle(message.receipt_handle.clone())
            .send()
            .await
            .expect("the message can be deleted");
    }

    /// Gives the registration queue a dead-letter queue, for what was received so often; its URL.
    pub(crate) async fn bury_after(&self, receives: u32) -> String {
        let name = self
            .registration_queue
            .rsplit_once('/')
            .expect("a URL has a path")
            .1;
        let name = format!("{name}-dead-letters");
        let url = queue(&self.sqs, &name).await;
        let arn = format!("arn:aws:sqs:{}:000000000000:{name}", ministack::REGION);
        let policy = json!({ "deadLetterTargetArn": arn, "maxReceiveCount": receives });
        self.sqs
            .set_queue_attributes()
            .queue_url(&self.registration_queue)
            .attributes(QueueAttributeName::RedrivePolicy, policy.to_string())
            .send()
            .await
            .expect("the queue can be changed");
        url
    }

    async fn take(&self, url: &str) -> Vec<aws_sdk_sqs::types::Message> {
        let mut all = Vec::new();
        loop {
            let page = self
                .sqs
                .receive_message()
                .queue_url(url)
                .max_number_of_messages(10)
                .message_attribute_names("All")
                .send()
                .await
                .expect("the queue can be read")
                .messages
                .unwrap_or_default();
            if page.is_empty() {
                return all;
            }
            for message in &page {
                self.sqs
                    .delete_message()
                    .queue_url(url)
                    .set_receipt_handle(message.receipt_handle.clone())
                    .send()
                    .await
                    .expect("the message can be deleted");
            }
            all.extend(page);
        }
    }

    /// How many messages the registration queue holds back for later.
    pub async fn delayed_wakes(&self) -> u32 {
        let name = QueueAttributeName::ApproximateNumberOfMessagesDelayed;
        self.counted(&self.registration_queue, name).await
    }

    /// How many messages of a queue can be received.
    pub(crate) async fn visible(&self, url: &str) -> u32 {
        let name = QueueAttributeName::ApproximateNumberOfMessages;
        self.counted(url, name).await
    }

    async fn counted(&self, url: &str, name: QueueAttributeName) -> u32 {
        let attributes = self
            .sqs
            .get_queue_attributes()
            .queue_url(url)
            .attribute_names(name.clone())
            .send()
            .await
            .expect("the queue can be read");
        let text = attributes
            .attributes()
            .and_then(|attributes| attributes.get(&name));
        text.and_then(|text| text.parse().ok()).expect("SQS counts")
    }

    /// Makes a queue.
    pub async fn make_queue(&self, name: &str) {
        queue(&self.sqs, name).await;
    }

    /// Makes a queue go away.
    pub async fn delete_queue(&self, url: &str) {
        self.sqs
            .delete_queue()
            .queue_url(url)
            .send()
            .await
            .expect("the queue can be deleted");
    }

    /// The moment that it is in this world.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        clock::now() + Duration::from_secs(self.passed.load(Ordering::Relaxed))
    }

    /// Lets time pass: for the functions and the bank by their clocks, for the database by moving its moments back.
    pub async fn pass(&self, time: Duration) {
        let seconds = time.as_secs();
        self.passed.fetch_add(seconds, Ordering::Relaxed);
        self.bank
            .set_today(Some(clock::day_in_sao_paulo(self.now())));
        self.age(time).await;
    }

    /// Lets time pass for the database alone, by moving its moments back.
    pub(crate) async fn age(&self, time: Duration) {
        let seconds = time.as_secs();
        self.sql(&format!(
            "update boletos set
                next_attempt_at = next_attempt_at - interval '{seconds} seconds',
                claimed_until = claimed_until - interval '{seconds} seconds',
                last_unknown_at = last_unknown_at - interval '{seconds} seconds',
                woken_at = woken_at - interval '{seconds} seconds';
            update notifications set
                claimed_until = claimed_until - interval '{seconds} seconds',
                occurred_at = occurred_at - interval '{seconds} seconds';
            update issuer_circuits set
                open_until = open_until - interval '{seconds} seconds',
                probe_until = probe_until - interval '{seconds} seconds',
                next_slot = next_slot - interval '{seconds} seconds',
                paced_to = paced_to - interval '{seconds} seconds';
            update idempotency_keys set created_at = created_at - interval '{seconds} seconds'"
        ))
        .await;
    }

    /// Loses every boleto, as if another had numbered what the bank has.
    pub async fn forget_boletos(&self) {
        self.sql("delete from notifications; delete from boleto_history; delete from boletos")
            .await;
    }

    /// Runs statements as the database's owner.
    pub async fn sql(&self, statements: &str) {
        let mut connection = self.connect().await;
        sqlx::raw_sql(sqlx::AssertSqlSafe(statements))
            .execute(&mut connection)
            .await
            .expect("the statements are right");
    }

    /// Reads one number as the database's owner.
    pub async fn count(&self, query: &str) -> i64 {
        let mut connection = self.connect().await;
        sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .fetch_one(&mut connection)
            .await
            .expect("the query is right")
    }

    /// Reads a column of text as the database's owner.
    pub(crate) async fn texts(&self, query: &str) -> BTreeSet<String> {
        let mut connection = self.connect().await;
        let texts: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .fetch_all(&mut connection)
            .await
            .expect("the query is right");
        texts.into_iter().collect()
    }

    pub(crate) async fn connect(&self) -> PgConnection {
        PgConnection::connect(&self.database.url())
            .await
            .expect("the database is in reach")
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

/// The day that is so many days from today in São Paulo.
pub(crate) fn in_days(world: &World, days: i64) -> String {
    let today = clock::day_in_sao_paulo(world.now());
    today
        .checked_add(jiff::Span::new().days(days))
        .expect("it is a near day")
        .to_string()
}

async fn database() -> Database {
    let cluster = postgres::shared().await.expect("Postgres starts");
    let migrate = async |database: Database| {
        let place = store::Database {
            host: database.host.clone(),
            port: database.port,
            name: database.name.clone(),
            user: database.owner.clone(),
            tls: Tls::Off,
        };
        let role = Role {
            name: APP_USER.to_owned(),
            password: Password::new(APP_PASSWORD),
        };
        let start = boleto::TitleId::new(1).expect("1 is a number");
        let owner_password = Password::new(&database.owner_password);
        store::migrate(&place, &owner_password, &role, start)
            .await
            .map(drop)
    };
    cluster
        .database_like("migrated", migrate)
        .await
        .expect("the migrations apply")
}

async fn queue(sqs: &aws_sdk_sqs::Client, name: &str) -> String {
    let queue = sqs
        .create_queue()
        .queue_name(name)
        .send()
        .await
        .expect("a queue can be made");
    queue.queue_url.expect("it has a URL")
}

async fn put_secrets(ssm: &aws_sdk_ssm::Client, path: &str, bank: &Simulator) {
    let known = bank.credentials();
    let secrets = [
        ("database/app-password", APP_PASSWORD.to_owned()),
        (
            "banks/bradesco",
            json!({ "merchant_id": known.merchant_id, "api_key": known.api_key }).to_string(),
        ),
        (
            "banks/boleto-api",
            json!({
                "user": known.boleto_api_user,
                "password": known.boleto_api_password,
                "shopfacil_merchant_id": known.shopfacil_merchant_id,
                "shopfacil_api_key": known.shopfacil_api_key,
            })
            .to_string(),
        ),
    ];
    for (name, value) in secrets {
        ssm.put_parameter()
            .name(format!("{path}/{name}"))
            .value(value)
            .r#type(aws_sdk_ssm::types::ParameterType::SecureString)
            .send()
            .await
            .expect("a parameter can be put");
    }
}

struct Places<'a> {
    ministack: &'a MiniStack,
    bank: &'a Simulator,
    database: &'a Database,
    client_queue: &'a str,
    registration_queue: &'a str,
    secrets_path: &'a str,
}

fn environment(places: &Places<'_>) -> Vec<(String, String)> {
    let house = json!({ "agency": "1229", "account": "469", "wallet": "26" });
    let caixa = json!({ "agency": "3337", "account": "1103388", "wallet": "26" });
    let address = json!({
        "zipcode": "01001000", "street": "Praça da Sé", "street_number": "1", "complementary": "",
        "neighborhood": "Sé", "city": "São Paulo", "state": "SP"
    });
    [
        ("STAGE", String::from("test")),
        ("SECRETS_PATH", places.secrets_path.to_owned()),
        ("DATABASE_HOST", places.database.host.clone()),
        ("DATABASE_PORT", places.database.port.to_string()),
        ("DATABASE_NAME", places.database.name.clone()),
        ("DATABASE_USER", String::from(APP_USER)),
        ("DATABASE_TLS", String::from("off")),
        (
            "REGISTRATION_QUEUE_URL",
            places.registration_queue.to_owned(),
        ),
        ("CLIENT_QUEUES", places.client_queue.to_owned()),
        ("DRAIN_PER_SECOND", String::from("20")),
        (
            "HOUSE_ACCOUNTS",
            json!({ "bradesco": house, "boleto-api-caixa": caixa }).to_string(),
        ),
        ("HOUSE_ADDRESS", address.to_string()),
        (
            "HOUSE_COMPANY",
            json!({ "name": "Casa", "document": "11222333000181" }).to_string(),
        ),
        (
            "API_CLIENTS",
            json!({ API_KEY_HASH: "gateway" }).to_string(),
        ),
        ("BRADESCO_URL", places.bank.bradesco_url()),
        ("BRADESCO_FIND", String::from("off")),
        ("BRADESCO_SETTLING_S", String::from("60")),
        ("BRADESCO_TIMEOUT_MS", String::from("1000")),
        ("BOLETO_API_URL", places.bank.url()),
        ("BOLETO_API_SETTLING_S", String::from("120")),
        ("BOLETO_API_TIMEOUT_MS", String::from("1000")),
        ("SHOPFACIL_AGREEMENT", String::from("3069995")),
        ("AWS_REGION", String::from(ministack::REGION)),
        ("AWS_ENDPOINT_URL", places.ministack.endpoint_url()),
        ("AWS_ACCESS_KEY_ID", String::from(ministack::ACCESS_KEY_ID)),
        (
            "AWS_SECRET_ACCESS_KEY",
            String::from(ministack::SECRET_ACCESS_KEY),
        ),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

async fn answer<F>(request: Request, handle: impl FnOnce(Request) -> F) -> (u16, Value)
where
    F: Future<Output = Result<Reply, service::error::ApiError>>,
{
    let (status, _, body) = read(respond(request, handle).await);
    (status, body)
}

fn read(
    response: Result<Response<Body>, std::convert::Infallible>,
) -> (u16, lambda_http::http::HeaderMap, Value) {
    let Ok(response) = response;
    let (head, body) = response.into_parts();
    let body = serde_json::from_slice(&body).expect("every answer is JSON");
    (head.status.as_u16(), head.headers, body)
}
