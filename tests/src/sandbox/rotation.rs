//! The runbook's rotations, done as it says while a client goes on.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use local::{progress::Progress, stack::Sandbox};
use serde_json::json;
use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};
use tokio::time::sleep;

use crate::stack::Client;

/// The sandbox's own client, with whatever keys.
const PLAN: &str = "rate = 50, burst = 100, quota = 500000";

/// Rotates the functions' password in two steps without a deploy; returns all the passwords there were.
///
/// The second step lets every session end, so that each function has to log in again with the secret it remembers.
pub(super) async fn passwords(sandbox: &Sandbox, progress: Progress) -> Vec<String> {
    let secret = async |name| sandbox.secret(name).await.expect("it is there");
    let owner = secret("database/owner-password").await;
    let before = secret("database/app-password").await;
    sandbox
        .set(r#"  secret_versions = { "database/app-password" = 2 }"#)
        .expect("the value can be set");

    let rotation = async {
        let applied = sandbox.apply(Some("module.stack.module.secrets")).await;
        progress.step(&applied.expect("secrets can be applied alone"));
        sandbox.migrate().await.expect("the role is given it");
        end_sessions(sandbox).await;
        sleep(Duration::from_secs(2)).await;
    };
    let served = during(sandbox, rotation).await;
    let after = secret("database/app-password").await;
    assert_ne!(before, after, "the password is another");
    let database = &sandbox.stack.description.foundation.database;
    let lets_in = async |password: &str| {
        // No URL: nobody says of which characters the emulator draws it.
        let login = PgConnectOptions::new_without_pgpass()
            .host(&database.host)
            .port(database.port)
            .database(&database.name)
            .username("superbowleto_app")
            .password(password);
        PgConnection::connect_with(&login).await.is_ok()
    };
    assert!(lets_in(&after).await, "Postgres knows the new password");
    assert!(
        !lets_in(&before).await,
        "Postgres has forgotten the old one"
    );
    progress.step(&format!(
        "the functions' password is another, and none of {served} requests failed meanwhile"
    ));

    vec![owner, before, after]
}

/// Creates boletos one after the other until something is done; tells how many.
async fn during(sandbox: &Sandbox, something: impl Future<Output = ()>) -> u32 {
    let client = Client::of(&sandbox.stack, "rotation").await;
    let mut served = 0;
    let mut something = std::pin::pin!(something);
    loop {
        let asked = Instant::now();
        let mut request = client.request(2000);
        request["issuer"] = json!("development");
        let create = client.post("/boletos", &request);
        let (status, boleto) = tokio::select! {
            biased;
            () = &mut something => return served,
            created = create => created,
        };
        assert_eq!(status, 201, "after {:?}: {boleto}", asked.elapsed());
        served += 1;
    }
}

/// Ends the functions' sessions, between two requests.
async fn end_sessions(sandbox: &Sandbox) {
    let url = sandbox
        .stack
        .postgres
        .superuser_url(&sandbox.stack.description.foundation.database);
    let mut connection = PgConnection::connect(&url)
        .await
        .expect("Postgres is in reach");
    sqlx::raw_sql(
        "select pg_terminate_backend(pid) from pg_stat_activity
         where usename = 'superbowleto_app' and state = 'idle'",
    )
    .execute(&mut connection)
    .await
    .expect("sessions can be ended");
}

/// Rotates the client's key: both are valid while it changes over, and both are the same client.
pub(super) async fn api_keys(sandbox: &mut Sandbox, progress: Progress) {
    let first = change_keys(sandbox, r#""first", "second""#).await;
    let [first, second] = ["first", "second"].map(|name| first[name].clone());
    let client = Client::of(&sandbox.stack, "keys-rotated").await;
    let mut request = client.request(2000);
    request["issuer"] = json!("development");
    let (status, boleto) = client
        .create_once("order-of-two-keys", &first, &request)
        .await;
    assert_eq!(status, 201, "{boleto}");
    let (status, again) = client
        .create_once("order-of-two-keys", &second, &request)
        .await;
    assert_eq!((status, &again["id"]), (201, &boleto["id"]), "{again}");
    progress.step("two keys are valid, and are one client");

    change_keys(sandbox, r#""second""#).await;
    let client = Client::of(&sandbox.stack, "keys-rotated").await;
    let status = async |key| client.get_with_key("/boletos", Some(key)).await.0;
    assert_eq!((status(&first).await, status(&second).await), (401, 200));
    progress.step("the first key is refused, the second is valid");
}

async fn change_keys(
    sandbox: &mut Sandbox,
    keys: &str,
) -> std::collections::BTreeMap<String, String> {
    sandbox
        .set(&format!(
            "  secret_versions = {{ \"database/app-password\" = 2 }}\n  api_clients = {{ gateway = {{ {PLAN}, keys = [{keys}] }} }}"
        ))
        .expect("the value can be set");
    sandbox.apply(None).await.expect("keys can be applied");
    sandbox.deploy().await.expect("keys can be deployed");
    let mut keys = sandbox.api_keys().await.expect("Terraform tells the keys");

    keys.remove("gateway").expect("the gateway has keys")
}
