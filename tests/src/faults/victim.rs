//! The functions that can be killed, each with an event to be killed at.

use create_boleto::Create;
use local::simulator::{Fault, Rule};
use migrate_database::{Migration, Order};
use serde_json::{Value, json};

use crate::{World, api_gateway, events, request};

/// A function that is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Victim {
    /// `POST /boletos`.
    Create,
    /// `POST /boletos/{id}/register`.
    Register,
    /// The consumer of `boletos-to-register`.
    Retry,
    /// `PATCH /boletos/{id}`.
    Update,
    /// `POST /boletos/{id}/notifications`.
    Resend,
    /// The sweep.
    Sweep,
    /// A person's finding.
    Resolve,
    /// `POST /configurations`.
    Configure,
    /// The schema's migrations, from nothing.
    Migrate,
}

/// What a victim is given, and whom it is about.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) event: Value,
    /// What the function is told besides the world's settings.
    pub(super) settings: Vec<(String, String)>,
    boleto_id: Option<String>,
}

impl Task {
    fn new(event: Value) -> Self {
        Self {
            event,
            settings: Vec::new(),
            boleto_id: None,
        }
    }
}

const KEY: (&str, &str) = ("Idempotency-Key", "order-1");

impl Victim {
    /// All of them: every function that changes something while it serves.
    pub const ALL: [Self; 9] = [
        Self::Create,
        Self::Register,
        Self::Retry,
        Self::Update,
        Self::Resend,
        Self::Sweep,
        Self::Resolve,
        Self::Configure,
        Self::Migrate,
    ];

    /// The function's name.
    #[must_use]
    pub fn function(self) -> &'static str {
        match self {
            Self::Create => "create-boleto",
            Self::Register => "register-boleto",
            Self::Retry => "retry-registrations",
            Self::Update => "update-boleto",
            Self::Resend => "resend-notification",
            Self::Sweep => "sweep-pending",
            Self::Resolve => "resolve-boleto",
            Self::Configure => "manage-configurations",
            Self::Migrate => "migrate-database",
        }
    }

    /// Brings a world to where there is something to do.
    pub(super) async fn prepare(self, world: &World) -> Task {
        let post = async |body: Value| {
            let (_, boleto) = world.post(&body).await;
            boleto["id"].as_str().expect("an id").to_owned()
        };
        let of = |boleto_id: String, event: Value| Task {
            boleto_id: Some(boleto_id),
            ..Task::new(event)
        };
        match self {
            Self::Create => {
                let body = request(world).to_string();
                Task::new(api_gateway("POST", "/boletos", &[KEY], Some(&body)))
            }
            Self::Register => {
                let mut body = request(world);
                body["register"] = json!(false);
                let id = post(body).await;
                let path = format!("/boletos/{id}/register");
                of(id, api_gateway("POST", &path, &[], None))
            }
            Self::Retry => {
                let id = post_pending(world).await;
                world.age_to_due().await;
                let body = json!({ "boleto_id": id }).to_string();
                of(id, events::batch(&[body]))
            }
            Self::Update => {
                let id = post(request(world)).await;
                let path = format!("/boletos/{id}");
                let body = json!({"paid_amount": 2000}).to_string();
                of(id, api_gateway("PATCH", &path, &[], Some(&body)))
            }
            Self::Resend => {
                let id = post(request(world)).await;
                let path = format!("/boletos/{id}/notifications");
                of(id, api_gateway("POST", &path, &[], None))
            }
            Self::Sweep => {
                let id = post_pending(world).await;
                post(request(world)).await;
                world
                    .sql("update notifications set sent_at = null, claimed_until = null")
                    .await;
                world.age_to_due().await;
                of(id, json!({}))
            }
            Self::Resolve => {
                world
                    .bank
                    .script(Rule::next(1, Fault::applied_in_silence()));
                let id = post(request(world)).await;
                world.age_to_due().await;
                let finding = json!({
                    "boleto_id": id, "outcome": "registered",
                    "looked_at": world.now().to_string(), "reason": "ana: it is there"
                });
                of(id, finding)
            }
            Self::Configure => {
                let body = configuration().to_string();
                Task::new(api_gateway("POST", "/configurations", &[], Some(&body)))
            }
            Self::Migrate => {
                world
                    .sql("drop schema public cascade; create schema public")
                    .await;
                Task {
                    settings: world.owners_settings(&world.role_of_its_own()).await,
                    ..Task::new(json!({}))
                }
            }
        }
    }

    /// Lets go on what goes on by itself.
    pub(super) async fn recover(self, world: &World) {
        // Migrations wait for the next deploy; until then there may be no schema for the others to work on.
        if self != Self::Migrate {
            world.recover().await;
        }
    }

    /// Does what the victim's caller does when no answer came: asks again.
    ///
    /// # Panics
    /// The answer is not what it would have been at first.
    pub(super) async fn repeat(self, world: &World, task: &Task) {
        let id = task.boleto_id.as_deref().unwrap_or_default();
        match self {
            Self::Create => {
                let body = request(world).to_string();
                let (status, _, boleto) = world.post_with(&[KEY], &body).await;
                assert_eq!((status, &boleto["status"]), (201, &json!("registered")));
                assert_eq!(world.count("select count(*) from boletos").await, 1);
            }
            Self::Register => {
                let (status, boleto) = world.register(id).await;
                assert_eq!((status, &boleto["status"]), (200, &json!("registered")));
            }
            Self::Update => {
                let (status, boleto) = world.patch(id, &json!({"paid_amount": 2000})).await;
                assert_eq!((status, &boleto["paid_amount"]), (200, &json!(2000)));
            }
            Self::Resend => assert_eq!(world.resend(id).await.0, 202),
            Self::Configure => {
                let again = world
                    .ask("POST", "/configurations", Some(&configuration()))
                    .await;
                assert!([201, 409].contains(&again.status), "{}", again.body);
                let mut body = request(world);
                body["external_id"] = configuration()["external_id"].clone();
                let (_, boleto) = world.post(&body).await;
                assert_eq!(boleto["issuer"], configuration()["issuer"]);
            }
            Self::Migrate => return migrate_again(world).await,
            // Nobody waits for these: what they left was taken up.
            Self::Retry | Self::Sweep | Self::Resolve => {}
        }
        let (_, list) = world.get("/boletos").await;
        let list = list.as_array().expect("an array");
        assert!(!list.is_empty());
        assert!(
            list.iter().all(|boleto| boleto["status"] == "registered"),
            "{list:?}"
        );
        assert_eq!(world.bank.titles().len(), list.len());
    }
}

fn configuration() -> Value {
    json!({
        "external_id": "merchant-1", "issuer": "boleto-api-caixa",
        "issuer_account": "1103388", "issuer_agency": "3337", "issuer_wallet": "26"
    })
}

/// Runs the migrations to their end, and sees that the role can work on what they made.
async fn migrate_again(world: &World) {
    let role = world.role_of_its_own();
    let owners = world.owners_environment(&role).await;
    let migration = Migration::open(&owners).await.expect("all is set");
    migrate_database::handle(&migration, Order::default())
        .await
        .expect("it migrates");
    let roles = world.environment_with("DATABASE_USER", &role);
    let create = Create::open(&roles).await.expect("all is set");
    let body = request(world).to_string();
    let (status, _, boleto) = world.post_to(&create, &[], &body).await;
    assert_eq!((status, &boleto["status"]), (201, &json!("registered")));
}

async fn post_pending(world: &World) -> String {
    world.bank.script(Rule::next(1, Fault::page(500)));
    let (_, boleto) = world.post(&request(world)).await;
    assert_eq!(boleto["status"], "pending_registration");
    boleto["id"].as_str().expect("an id").to_owned()
}

impl World {
    /// Lets an hour pass for the database alone: processes know no other clock than the machine's.
    async fn age_to_due(&self) {
        self.age(std::time::Duration::from_secs(3600)).await;
        // What was woken at once is no longer news.
        self.woken().await;
    }
}
