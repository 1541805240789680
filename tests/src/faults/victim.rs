//! The functions that can be killed, each with an event to be killed at.

use local::simulator::{Fault, Rule};
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
}

/// What a victim is given, and whom it is about.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) event: Value,
    boleto_id: Option<String>,
}

const KEY: (&str, &str) = ("Idempotency-Key", "order-1");

impl Victim {
    /// All of them: every function that changes something while it serves.
    pub const ALL: [Self; 7] = [
        Self::Create,
        Self::Register,
        Self::Retry,
        Self::Update,
        Self::Resend,
        Self::Sweep,
        Self::Resolve,
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
        }
    }

    /// Brings a world to where there is something to do.
    pub(super) async fn prepare(self, world: &World) -> Task {
        let post = async |body: Value| {
            let (_, boleto) = world.post(&body).await;
            boleto["id"].as_str().expect("an id").to_owned()
        };
        let of = |boleto_id: String, event: Value| Task {
            event,
            boleto_id: Some(boleto_id),
        };
        match self {
            Self::Create => {
                let body = request(world).to_string();
                Task {
                    event: api_gateway("POST", "/boletos", &[KEY], Some(&body)),
                    boleto_id: None,
                }
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
