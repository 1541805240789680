//! `create-boleto` as a process, killed between any two of its steps: the sweep alone brings the boleto to its end.

use std::{path::PathBuf, sync::OnceLock, time::Duration};

use local::{
    functions::{self, Profile},
    progress::Progress,
    runtime_api::{Environment, Function},
    simulator::{Fault, Rule},
};
use serde_json::Value;
use tests::{Gate, Hold, World, api_gateway, request};
use tokio::time::{sleep, timeout};

const HOUR: Duration = Duration::from_secs(3600);
const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn after_record() {
    let world = World::new().await;
    world.bank.script(Rule::next(1, Fault::silence()));
    kill(&world, None, async || !world.bank.journal().is_empty()).await;
    assert_eq!(world.bank.titles().len(), 0);
    recovers(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_bank_accepted() {
    let world = World::new().await;
    world
        .bank
        .script(Rule::next(1, Fault::applied_in_silence()));
    kill(&world, None, async || !world.bank.titles().is_empty()).await;
    assert_eq!(world.count("select count(*) from notifications").await, 0);
    recovers(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_settle() {
    let world = World::new().await;
    kill(&world, Some(Hold::Request), async || true).await;
    assert_eq!(
        world
            .count("select count(*) from notifications where sent_at is null")
            .await,
        1
    );
    assert_eq!(world.told().await, []);
    recovers(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_telling() {
    let world = World::new().await;
    kill(&world, Some(Hold::Reply), async || true).await;
    assert_eq!(
        world
            .count("select count(*) from notifications where sent_at is null")
            .await,
        1
    );
    // It was told, nobody knows, and it is told again with the same id.
    recovers(&world).await;
}

/// Runs `create-boleto` with one request and kills it when `reached`, and where a gate is asked for, when it has shut.
async fn kill(world: &World, hold: Option<Hold>, reached: impl AsyncFn() -> bool) {
    let setting = |name: &str| {
        let found = world.environment.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).expect("it is set")
    };
    let gate = match hold {
        Some(hold) => Some(Gate::open(&setting("AWS_ENDPOINT_URL"), hold).await),
        None => None,
    };
    let mut function = Function::new("create-boleto", create_boleto());
    for (name, value) in &world.environment {
        function = function.with(name, value);
    }
    function = function.with("BRADESCO_TIMEOUT_MS", "15000");
    if let Some(gate) = &gate {
        function = function.with("AWS_ENDPOINT_URL", gate.url());
    }

    let environment = Environment::start(function).expect("the function can be started");
    let event = api_gateway("POST", "/boletos", &[], Some(&request(world).to_string()));
    let killed = async {
        if let Some(gate) = &gate {
            gate.shut().await;
        }
        while !reached().await {
            sleep(Duration::from_millis(5)).await;
        }
        environment.kill();
    };
    let (answer, killed) = tokio::join!(
        environment.invoke(&event, Duration::from_secs(29)),
        timeout(SOON, killed)
    );
    killed.expect("the point is reached");
    answer.expect_err("it was killed before it answered");
    assert_eq!(world.count("select count(*) from boletos").await, 1);
}

/// The sweep, and what it wakes, end what was begun.
async fn recovers(world: &World) {
    world.pass(HOUR).await;
    world.sweep().await;
    for id in world.woken().await {
        world.retry(&[&id]).await;
    }
    let (_, list) = world.get("/boletos").await;
    assert_eq!(list[0]["status"], "registered");
    assert_eq!(world.bank.titles().len(), 1);
    let told = world.told().await;
    assert!(!told.is_empty());
    assert!(
        told.iter()
            .all(|message| message.event_id == told[0].event_id)
    );
    assert_eq!(told[0].body["boleto_id"], list[0]["id"]);
    assert_ne!(list[0]["barcode"], Value::Null);
    world.check_invariants(&[]).await;
}

fn create_boleto() -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT
        .get_or_init(|| {
            let built = functions::build(Profile::Debug, &Progress::shown()).expect("they compile");
            let function = built
                .into_iter()
                .find(|function| function.name == "create-boleto");
            function.expect("there is such a function").bootstrap
        })
        .clone()
}
