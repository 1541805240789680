//! `GET /health`.

use serde_json::json;
use tests::{API_KEY, Document, World};

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_told_that_the_service_answers_and_nothing_of_the_inside() {
    let mut world = World::new().await;
    // A database out of reach is no business of everybody's.
    world
        .environment
        .push((String::from("DATABASE_PORT"), String::from("1")));
    for headers in [
        vec![],
        vec![(String::from("x-api-key"), String::from("nobody's"))],
    ] {
        let answer = world.ask_with("GET", "/health", &headers, b"").await;
        let public = json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") });
        assert_eq!((answer.status, answer.body), (200, public));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_told_of_the_database() {
    let mut world = World::new().await;
    let with_key = [(String::from("x-api-key"), API_KEY.to_owned())];
    let answer = world.ask_with("GET", "/health", &with_key, b"").await;
    assert_eq!(answer.body["status"], "ok");
    assert_eq!(answer.body["database"], json!({ "status": "ok" }));
    let issuers = answer.body["issuers"].as_array().expect("a list");
    assert!(issuers.iter().all(|issuer| issuer["circuit"] == "closed"));

    let open = "insert into issuer_circuits (issuer, failures, openings, open_until)
        values ('bradesco', 5, 1, now() + interval '1 minute')";
    world.sql(open).await;
    let answer = world.ask_with("GET", "/health", &with_key, b"").await;
    Document::served()
        .check_answer("GET", "/health", &answer)
        .expect("it is as promised");
    assert_eq!(answer.body["status"], "degraded");
    let bradesco = &answer.body["issuers"][0];
    assert_eq!(
        (&bradesco["issuer"], &bradesco["circuit"]),
        (&json!("bradesco"), &json!("open"))
    );

    world
        .environment
        .push((String::from("DATABASE_PORT"), String::from("1")));
    let answer = world.ask_with("GET", "/health", &with_key, b"").await;
    assert_eq!(
        (answer.status, &answer.body["status"]),
        (200, &json!("degraded"))
    );
    assert_eq!(answer.body["database"], json!({ "status": "unreachable" }));
}
