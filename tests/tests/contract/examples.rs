//! The document's examples: each request is sent, and each answer that is shown could be one.

use boleto::{Barcode, DigitableLine};
use serde_json::{Value, json};
use tests::{Document, World, request};

#[tokio::test(flavor = "multi_thread")]
async fn every_request_that_is_shown_is_answered_as_promised() {
    let world = World::new().await;
    let document = Document::served();
    let (_, boleto) = world.post(&request(&world)).await;
    let configuration = json!({
        "external_id": "of-the-tests", "issuer": "bradesco",
        "issuer_account": "469", "issuer_agency": "1229", "issuer_wallet": "26"
    });
    let configuration = world
        .ask("POST", "/configurations", Some(&configuration))
        .await
        .body;
    let mut sent = 0;
    for (method, path, operation) in document.operations() {
        let key = if method == "GET" { "external_id" } else { "id" };
        let target = path
            .replace("{id}", boleto["id"].as_str().expect("it has an id"))
            .replace("{key}", configuration[key].as_str().expect("it has a key"));
        let content = &operation["requestBody"]["content"]["application/json"];
        let mut bodies = vec![(String::from("nothing"), None)];
        if let Some(examples) = content["examples"].as_object() {
            bodies = examples
                .iter()
                .map(|(name, example)| (name.clone(), Some(example["value"].clone())))
                .collect();
        }
        for (name, mut body) in bodies {
            if let Some(body) = &mut body {
                document
                    .check(&content["schema"], body)
                    .unwrap_or_else(|fault| panic!("{method} {path}, {name}: {fault}"));
                // The stack of the tests has a queue of its own.
                if body.get("queue_url").is_some() {
                    body["queue_url"] = json!(world.client_queue);
                }
            }
            let answer = world.ask(&method, &target, body.as_ref()).await;
            assert!(
                answer.status < 300,
                "{method} {path}, {name}: {}",
                answer.body
            );
            document
                .check_answer(&method, &target, &answer)
                .unwrap_or_else(|fault| panic!("{method} {path}, {name}: {fault}"));
            sent += 1;
        }
    }
    assert!(sent > 15);
}

#[test]
fn every_value_that_is_shown_fits_its_schema() {
    let document = Document::served();
    let mut shown = 0;
    let mut check = |place: &str, described: &Value| {
        let examples = described["examples"].as_object().into_iter().flatten();
        let values = examples
            .map(|(_, example)| &document.resolve(example)["value"])
            .chain(described.get("example"));
        for value in values {
            document
                .check(&described["schema"], value)
                .unwrap_or_else(|fault| panic!("{place}: {fault}"));
            shown += 1;
        }
    };
    for (method, path, operation) in document.operations() {
        let of_path = document.root["paths"][path].get("parameters");
        let parameters = [of_path, operation.get("parameters")];
        for parameter in parameters
            .into_iter()
            .flatten()
            .flat_map(|list| list.as_array())
            .flatten()
        {
            check(&format!("{method} {path}"), document.resolve(parameter));
        }
        for (status, promised) in operation["responses"].as_object().expect("it is answered") {
            let content = &document.resolve(promised)["content"]["application/json"];
            check(&format!("{method} {path} {status}"), content);
        }
    }
    let webhook = &document.root["webhooks"]["boletoSettled"]["post"]["requestBody"];
    check("webhook", &webhook["content"]["application/json"]);
    assert!(shown > 100);
}

#[test]
fn the_barcode_that_is_shown_is_one_and_its_line_says_the_same() {
    let boleto = &Document::served().at("#/components/examples/Registered")["value"];
    let barcode = boleto["barcode"].as_str().expect("it is text");
    let barcode: Barcode = barcode.parse().expect("it is a barcode");
    let line = DigitableLine::from(barcode).to_string();
    assert_eq!(boleto["digitable_line"], line);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_to_a_clients_queue_is_as_promised() {
    let world = World::new().await;
    world.post(&request(&world)).await;
    let told = world.told().await;
    let document = Document::served();
    let schema = document.at("#/components/schemas/Notification");
    document.check(schema, &told[0].body).expect("it fits");
}
