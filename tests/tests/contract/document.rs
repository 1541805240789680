//! The document against the code and Terraform.

use std::collections::{BTreeMap, BTreeSet};

use boleto::{DocumentType, Issuer, Rule, Status};
use serde_json::{Value, json};
use store::Event;
use tests::{Document, World, request, routes};

#[test]
fn the_document_is_openapi_and_its_schemas_are_schemas() {
    let document = Document::served();
    assert_eq!(document.root["openapi"], "3.1.0");
    assert_eq!(document.root["info"]["version"], env!("CARGO_PKG_VERSION"));
    let schemas = document.root["components"]["schemas"].as_object();
    for (name, schema) in schemas.expect("it has schemas") {
        let checked = jsonschema::draft202012::meta::validate(schema);
        assert!(checked.is_ok(), "{name}: {}", checked.unwrap_err());
    }
}

/// Text in braces ends at a comma, unless it is quoted; what follows would be a field's name.
#[test]
fn no_text_of_the_document_is_cut_short() {
    fn names<'a>(value: &'a Value, into: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, value)| {
                into.push(name);
                names(value, into);
            }),
            Value::Array(elements) => elements.iter().for_each(|element| names(element, into)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut all = Vec::new();
    names(&Document::served().root, &mut all);
    let cut: Vec<_> = all.into_iter().filter(|name| name.contains(' ')).collect();
    assert_eq!(cut, Vec::<&str>::new());
}

#[test]
fn the_document_and_terraform_have_the_same_routes() {
    let documented: BTreeMap<_, _> = Document::served()
        .operations()
        .map(|(method, path, operation)| {
            let keyless = |one: &Value| one.as_object().is_some_and(|one| one.is_empty());
            let key = operation
                .get("security")
                .and_then(Value::as_array)
                .is_none_or(|ways| !ways.is_empty() && !ways.iter().any(keyless));
            (format!("{method} {path}"), key)
        })
        .collect();
    let routed: BTreeMap<_, _> = routes()
        .all
        .iter()
        .map(|route| (format!("{} {}", route.method, route.path), route.key))
        .collect();
    assert_eq!(documented, routed);
}

#[test]
fn every_operation_is_named_and_told_what_can_go_wrong() {
    let document = Document::served();
    let mut names = BTreeSet::new();
    for (method, path, operation) in document.operations() {
        let name = operation["operationId"].as_str().expect("it is named");
        assert!(names.insert(name), "{name} twice");
        let promised = &operation["responses"];
        let mut owed = vec!["429", "500", "502", "504"];
        if operation["security"] == Value::Null {
            owed.extend(["401", "503"]);
        }
        if path.contains('{') {
            owed.push("404");
        }
        if operation.get("requestBody").is_some() {
            owed.extend(["400", "413"]);
        }
        for status in owed {
            assert!(promised.get(status).is_some(), "{method} {path} {status}");
        }
    }
}

#[test]
fn the_documents_words_are_the_types() {
    let schema = |name: &str| Document::served().at(&format!("#/components/schemas/{name}"));
    assert_eq!(
        schema("Status")["enum"],
        json!(Status::ALL.map(Status::name))
    );
    assert_eq!(
        schema("Issuer")["enum"],
        json!(Issuer::ALL.map(Issuer::name))
    );
    let event = &schema("HistoryEvent")["properties"]["event"]["enum"];
    assert_eq!(event, &json!(Event::ALL.map(Event::name)));
    assert_eq!(schema("Rule")["enum"], json!(Rule::ALL.map(Rule::name)));
    let documents = json!(DocumentType::ALL.map(DocumentType::name));
    assert_eq!(schema("DocumentType")["enum"], documents);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_is_taken_if_it_is_documented_and_not_otherwise() {
    let world = World::new().await;
    let document = Document::served();
    let names = |schema: &str| {
        let schema = document.at(&format!("#/components/schemas/{schema}"));
        let properties = schema["properties"].as_object().expect("it has properties");
        properties.keys().cloned().collect::<BTreeSet<_>>()
    };
    let everything: BTreeSet<_> = [
        "Boleto",
        "NewBoleto",
        "Configuration",
        "Payment",
        "HistoryEvent",
    ]
    .into_iter()
    .flat_map(names)
    .collect();
    let (_, boleto) = world.post(&request(&world)).await;
    let of_boleto = format!("/boletos/{}", boleto["id"].as_str().expect("it has an id"));
    for (method, target, schema) in [
        ("POST", "/boletos", "NewBoleto"),
        ("PATCH", &of_boleto, "Payment"),
        ("POST", "/configurations", "NewConfiguration"),
        ("PATCH", "/configurations/x", "ConfigurationChange"),
    ] {
        // An array is nothing that any field takes, so the answer names each.
        let body: Value = everything
            .iter()
            .map(|name| (name.clone(), json!([[]])))
            .collect();
        let answer = world.ask(method, target, Some(&body)).await;
        assert_eq!(answer.status, 400);
        let refused: BTreeSet<_> = answer.body["errors"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|error| {
                error["message"]
                    .as_str()
                    .is_some_and(|text| text.ends_with("is not allowed"))
            })
            .map(|error| error["field"].as_str().expect("a field").to_owned())
            .collect();
        let taken: BTreeSet<_> = everything.difference(&refused).cloned().collect();
        assert_eq!(taken, names(schema), "{method} {target}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_is_served_without_a_key() {
    let world = World::new().await;
    let answer = world.ask_with("GET", "/openapi.json", &[], b"").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, Document::served().root);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_a_path_does_not_serve_is_refused_and_told_what_it_serves() {
    let world = World::new().await;
    let id = "bol_00000000000000000000000000";
    for (method, target, resource, allowed) in [
        ("DELETE", String::from("/boletos"), "boleto", "GET, POST"),
        ("PUT", format!("/boletos/{id}"), "boleto", "GET, PATCH"),
        ("GET", format!("/boletos/{id}/register"), "boleto", "POST"),
        ("POST", format!("/boletos/{id}/history"), "boleto", "GET"),
        (
            "DELETE",
            String::from("/configurations/x"),
            "configuration",
            "GET, PATCH",
        ),
        ("POST", String::from("/health"), "health", "GET"),
        ("POST", String::from("/openapi.json"), "document", "GET"),
    ] {
        let answer = world.ask(method, &target, None).await;
        assert_eq!(answer.status, 405, "{method} {target}");
        let message = format!("{method} method is not allowed for {resource} resource");
        assert_eq!(
            answer.body,
            json!({"errors": [{"type": "method_not_allowed", "message": message, "field": null}]})
        );
        assert_eq!(answer.headers["allow"], allowed);
    }
}
