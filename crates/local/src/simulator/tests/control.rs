use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{
    client::{Exchange, exchange},
    requests::{PATIENCE, ask_bradesco, bradesco, search_bradesco, simulator},
};
use crate::simulator::{Chance, Fault, Interface, Latency, Rule, Script, Simulator};

async fn control(simulator: &Simulator, method: &str, path: &str, body: &Value) -> Exchange {
    let url = format!("{}{path}", simulator.url());
    exchange(&url, method, None, &body.to_string(), PATIENCE).await
}

async fn shown(simulator: &Simulator, path: &str) -> Value {
    let reply = control(simulator, "GET", path, &Value::Null).await;
    assert_eq!(reply.status(), 200);
    reply.json()
}

#[tokio::test]
async fn a_script_by_http_does_what_one_in_rust_does() {
    let simulator = simulator().await;
    let script = json!({
        "rules": [
            { "times": 1, "fault": { "apply": "never", "answer": { "status": { "code": 503 } } } },
            { "when": { "operation": "find", "number": 1 }, "fault": { "spoil": "html" } },
            { "times": 1, "fault": { "apply": { "after_ms": 60000 }, "delivery": { "reset": "before_headers" } } },
            { "times": 1, "fault": { "answer": { "refuse": { "code": "9300514", "message": "x" } } } },
            { "times": 1, "fault": { "spoil": { "without": ["/status"] }, "delivery": { "late_ms": 1 } } }
        ],
        "chances": [{ "per_mille": 1000, "per": "title", "fault": { "answer": "unknown_code" } }],
        "latency": { "ms": 1, "jitter_ms": 1 },
        "seed": 42
    });
    assert_eq!(
        control(&simulator, "POST", "/script", &script)
            .await
            .status(),
        204
    );
    assert_eq!(ask_bradesco(&simulator, &bradesco(1)).await.status(), 503);
    assert!(
        search_bradesco(&simulator, 1)
            .await
            .body()
            .starts_with(b"<!DOCTYPE")
    );
    assert!(
        ask_bradesco(&simulator, &bradesco(1))
            .await
            .bytes
            .is_empty()
    );
    let refused = ask_bradesco(&simulator, &bradesco(1)).await.json();
    assert_eq!(
        refused["status"],
        json!({ "codigo": 9_300_514, "mensagem": "x" })
    );
    assert_eq!(
        ask_bradesco(&simulator, &bradesco(2))
            .await
            .json()
            .get("status"),
        None
    );
    let unknown = ask_bradesco(&simulator, &bradesco(3)).await.json();
    assert_eq!(unknown["status"]["codigo"], 99_999);
    assert_eq!(simulator.seed(), 42);

    assert_eq!(
        control(&simulator, "DELETE", "/script", &Value::Null)
            .await
            .status(),
        204
    );
    assert_eq!(ask_bradesco(&simulator, &bradesco(4)).await.status(), 201);
}

#[tokio::test]
async fn a_script_that_is_not_understood_changes_nothing_and_says_why() {
    let simulator = simulator().await;
    for script in [
        json!({ "rule": [] }),
        json!({ "rules": [{ "fault": { "delivery": "teleport" } }] }),
        json!({ "rules": [{ "when": { "no": 1 } }] }),
        json!("silence"),
    ] {
        let reply = control(&simulator, "POST", "/script", &script).await;
        assert_eq!(reply.status(), 400, "{script}");
        assert!(reply.json()["error"].is_string());
    }
    assert_eq!(ask_bradesco(&simulator, &bradesco(1)).await.status(), 201);
}

#[tokio::test]
async fn titles_attempts_and_journal_name_nobody() {
    let simulator = simulator().await;
    simulator.script(Rule::next(1, Fault::page(503)));
    for _ in 0..3 {
        ask_bradesco(&simulator, &bradesco(1_000_001)).await;
    }
    let sha256 = "7281dfb5e8becca0a1c5e77c1268baacb0f983572b8c204fd8df72b24175b231";
    let titles = shown(&simulator, "/titles").await;
    let expected = json!({
        "bank": "237", "agreement": "90000", "wallet": "26", "number": 1_000_001,
        "amount": 2000, "due_on": "2026-12-20", "payer_document_type": "cpf",
        "payer_document_sha256": sha256,
        "status": "registered", "received": 3
    });
    assert_eq!(titles, json!([expected]));

    let attempts = shown(&simulator, "/attempts").await;
    let verdicts: Vec<_> = attempts
        .as_array()
        .expect("a list")
        .iter()
        .map(|attempt| (attempt["verdict"].clone(), attempt["applied"].clone()))
        .collect();
    let expected = [
        ("accepted", false),
        ("accepted", true),
        ("already_exists", false),
    ];
    assert_eq!(
        verdicts,
        expected.map(|(verdict, applied)| (json!(verdict), json!(applied)))
    );

    let journal = shown(&simulator, "/journal").await;
    assert_eq!(
        journal[0]["fault"]["answer"],
        json!({ "status": { "code": 503 } })
    );
    assert_eq!(journal[2]["status"], 200);
    assert_eq!(journal[2]["title"]["number"], 1_000_001);

    for text in [
        titles.to_string(),
        attempts.to_string(),
        journal.to_string(),
        format!(
            "{:?} {:?} {:?}",
            simulator.titles(),
            simulator.attempts(),
            simulator.journal()
        ),
        format!("{simulator:?}"),
    ] {
        for personal in ["52998224725", "Maria", "Paulista", "simulated-bradesco-key"] {
            assert!(!text.contains(personal), "{personal} in {text}");
        }
    }
}

#[tokio::test]
async fn the_banks_day_can_be_set() {
    let simulator = simulator().await;
    let today = json!({ "today": "2026-11-22" });
    assert_eq!(
        control(&simulator, "PUT", "/today", &today).await.status(),
        204
    );
    let health = json!({ "status": "ok", "seed": 0, "today": "2026-11-22" });
    assert_eq!(shown(&simulator, "/health").await, health);
    let real = json!({ "today": null });
    assert_eq!(
        control(&simulator, "PUT", "/today", &real).await.status(),
        204
    );
    for wrong in [json!({ "today": "tomorrow" }), json!({ "day": 1 })] {
        assert_eq!(
            control(&simulator, "PUT", "/today", &wrong).await.status(),
            400
        );
    }
}

#[tokio::test]
async fn what_is_nowhere_is_not_found() {
    let simulator = simulator().await;
    assert_eq!(
        control(&simulator, "GET", "/nowhere", &Value::Null)
            .await
            .status(),
        404
    );
    let path = "/apiregistro/api";
    assert_eq!(
        control(&simulator, "DELETE", path, &Value::Null)
            .await
            .status(),
        405
    );
}

#[tokio::test]
async fn a_script_in_rust_can_be_sent_as_json() {
    let simulator = simulator().await;
    let script = Script {
        rules: vec![
            Rule::next(1, Fault::page(503))
                .at(Interface::Bradesco)
                .for_number(1),
        ],
        chances: Some(Chance::mixed(100)),
        latency: Some(Latency {
            ms: 1,
            jitter_ms: 0,
        }),
        seed: Some(9),
    };
    let sent = serde_json::to_value(&script).expect("a script is JSON");
    assert_eq!(
        serde_json::from_value::<Script>(sent.clone()).expect("and back"),
        script
    );
    assert_eq!(
        control(&simulator, "POST", "/script", &sent).await.status(),
        204
    );
    assert_eq!(simulator.seed(), 9);
    assert_eq!(ask_bradesco(&simulator, &bradesco(1)).await.status(), 503);
}

#[test]
fn the_readme_shows_a_script_that_is_understood() {
    let readme = include_str!("../README.md");
    let (_, rest) = readme.split_once("```json\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("its end");
    let script: Script = serde_json::from_str(example).expect("a script");
    assert_eq!(script.rules[0].times, Some(3));
}

#[tokio::test]
async fn a_connection_takes_one_request_after_another() {
    let simulator = simulator().await;
    let mut stream = TcpStream::connect(simulator.address)
        .await
        .expect("it listens");
    let request = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    stream
        .write_all(request.repeat(2).as_bytes())
        .await
        .expect("it reads");
    let last = request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    stream.write_all(last.as_bytes()).await.expect("it reads");
    let mut replies = String::new();
    stream
        .read_to_string(&mut replies)
        .await
        .expect("it closes after the last");
    assert_eq!(replies.matches("HTTP/1.1 200").count(), 3);
}

#[tokio::test]
async fn what_is_no_http_is_a_bad_request() {
    let simulator = simulator().await;
    for request in [
        "nonsense\r\n\r\n",
        "POST /script HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /script HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(simulator.address)
            .await
            .expect("it listens");
        stream
            .write_all(request.as_bytes())
            .await
            .expect("it reads");
        let mut reply = [0; 12];
        stream.read_exact(&mut reply).await.expect("it answers");
        assert_eq!(&reply, b"HTTP/1.1 400");
    }
}
