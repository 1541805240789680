//! Whatever is sent is answered as promised.

use std::sync::Arc;

use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use serde_json::{Map, Value, json};
use tests::{API_KEY, Document, World, request};
use tokio::runtime::Runtime;

/// Runs a property in a world of its own, by default 300 times; `PROPTEST_CASES` says otherwise.
fn holds<S: Strategy>(
    strategy: impl FnOnce(&World) -> S,
    property: impl AsyncFn(&World, S::Value) -> Result<(), TestCaseError>,
) {
    let runtime = Runtime::new().expect("threads can be made");
    let world = Arc::new(runtime.block_on(World::new()));
    let mut config = Config::default();
    if config.cases == 256 {
        config.cases = 300;
    }
    config.failure_persistence = None;
    let run = TestRunner::new(config).run(&strategy(&world), |case| {
        runtime.block_on(property(&world, case))
    });
    if let Err(error) = run {
        panic!("{error}");
    }
}

/// Asks, and checks that the answer is promised and no fault of ours.
async fn promised(
    world: &World,
    method: &str,
    target: &str,
    headers: &[(String, String)],
    body: &[u8],
) -> Result<(), TestCaseError> {
    let answer = world.ask_with(method, target, headers, body).await;
    prop_assert!(answer.status < 500, "{}: {}", answer.status, answer.body);
    Document::served()
        .check_answer(method, target, &answer)
        .map_err(|fault| TestCaseError::fail(format!("{fault} in {}", answer.body)))
}

fn with_key() -> Vec<(String, String)> {
    vec![(String::from("x-api-key"), API_KEY.to_owned())]
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~]{0,40}",
        "-?[0-9]{1,30}(\\.[0-9]{1,10})?([eE][+-]?[0-9]{1,12})?",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{0,12}[Z+-]?[0-9:]{0,5})?",
        "[a-z]{0,3000}",
        select(vec![
            "true",
            "cpf",
            "cnpj",
            "refused",
            "development",
            "boleto-api-caixa",
            "\0",
            ""
        ])
        .prop_map(String::from),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-10_000_i64..10_000).prop_map(Value::from),
        any_text().prop_map(Value::from),
        // Numbers that only their spelling holds.
        "-?[1-9][0-9]{0,20}(\\.[0-9]{1,8})?([eE][+-]?[0-9]{1,2})?"
            .prop_map(|text| serde_json::from_str(&text).unwrap_or(Value::Null)),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((any_text(), inner), 0..5)
                .prop_map(|entries| Value::from(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// A request with all fields, by nobody's bank.
fn full(world: &World) -> Value {
    let mut body = request(world);
    body["issuer"] = json!("development");
    body["title_id"] = Value::Null;
    body["token"] = json!("t");
    body["external_id"] = json!("x");
    body["instructions"] = json!("i");
    body["interest"] = json!({ "percentage": 1.5, "amount": null, "days": 1 });
    body["fine"] = json!({ "percentage": null, "amount": 100, "days": 1 });
    body["company_address"] = body["payer_address"].clone();
    body["register"] = json!(false);
    body["rules"] = json!(["no_strict"]);
    body
}

fn places(value: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                places(field, &format!("{at}/{name}"), into);
            }
        }
        Value::Array(elements) => {
            for (place, element) in elements.iter().enumerate() {
                places(element, &format!("{at}/{place}"), into);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn any_value_at_any_field_is_answered_as_promised() {
    let configuration = json!({
        "external_id": "x", "issuer": "bradesco",
        "issuer_account": "469", "issuer_agency": "1229", "issuer_wallet": "26"
    });
    let case = |world: &World| {
        let payment = json!({ "paid_amount": 1, "bank_response_code": "00" });
        let requests = [
            ("POST", "/boletos", full(world)),
            ("POST", "/boletos", full(world)),
            ("PATCH", "/boletos/bol_00000000000000000000000000", payment),
            ("POST", "/configurations", configuration.clone()),
            (
                "PATCH",
                "/configurations/cf_00000000000000000000000000",
                configuration.clone(),
            ),
        ];
        let request = select(requests.to_vec()).prop_flat_map(|(method, target, body)| {
            let mut at = Vec::new();
            places(&body, "", &mut at);
            (
                Just((method, target, body)),
                vec((select(at), any_json()), 1..3),
            )
        });
        request.prop_map(|((method, target, mut body), changes)| {
            for (at, value) in changes {
                if let Some(place) = body.pointer_mut(&at) {
                    *place = value;
                }
            }
            (method, target, body.to_string())
        })
    };
    holds(case, async |world, (method, target, body)| {
        promised(world, method, target, &with_key(), body.as_bytes()).await
    });
}

#[test]
fn any_bytes_headers_and_query_are_answered_as_promised() {
    let case = |_: &World| {
        let method = select(vec![
            "GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "HEAD",
        ]);
        let id = prop_oneof![
            Just(String::from("bol_00000000000000000000000000")),
            "[!-.0-;=@-~]{1,40}",
        ];
        let path = (
            select(vec![
                "/boletos",
                "/boletos/{}",
                "/boletos/{}/register",
                "/boletos/{}/history",
                "/boletos/{}/notifications",
                "/configurations",
                "/configurations/{}",
                "/health",
                "/openapi.json",
                "/{}",
            ]),
            id,
        )
            .prop_map(|(path, id)| path.replace("{}", &id));
        let name = prop_oneof![
            select(vec![
                "page",
                "count",
                "token",
                "title_id",
                "status",
                "cursor",
                "reference_id",
                "external_id"
            ])
            .prop_map(String::from),
            any::<String>(),
        ];
        let value = prop_oneof![any_text(), "-?[0-9]{1,20}", "[A-Za-z0-9_-]{0,60}"];
        let encode = |text: String| {
            percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC)
                .to_string()
        };
        let query = vec((name, value), 0..4).prop_map(move |pairs| {
            let pairs: Vec<_> = pairs
                .into_iter()
                .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
                .collect();
            pairs.join("&")
        });
        let header = (
            select(vec![
                "idempotency-key",
                "x-request-id",
                "content-type",
                "accept",
                "authorization",
                "x-other",
            ]),
            prop_oneof!["[ -~]{0,300}", "[ -~\u{a1}-\u{ff}🧾]{0,20}"],
        );
        let body = prop_oneof![
            vec(any::<u8>(), 0..200),
            any::<String>().prop_map(String::into_bytes),
            any_json().prop_map(|json| json.to_string().into_bytes()),
            Just(vec![b' '; 64 * 1024 + 1]),
        ];
        (method, path, query, vec(header, 0..4), body)
    };
    holds(case, async |world, (method, path, query, sent, body)| {
        let mut headers = with_key();
        headers.extend(
            sent.into_iter()
                .map(|(name, value)| (name.to_owned(), value)),
        );
        promised(world, method, &format!("{path}?{query}"), &headers, &body).await
    });
}

#[test]
fn the_same_boleto_however_it_is_written_is_the_same_boleto() {
    let case = |world: &World| {
        let day = request(world)["expiration_date"]
            .as_str()
            .expect("a day")
            .to_owned();
        let parts: Vec<_> = day.split('-').collect();
        let american = format!("\"{}-{}-{}\"", parts[1], parts[2], parts[0]);
        let days = vec![
            format!("\"{day}\""),
            format!("\"{day}T23:59:59-03:00\""),
            format!("\"{day}T00:00:00.000Z\""),
            american,
        ];
        let whole = |number: u32| {
            vec![
                format!("{number}"),
                format!("\"{number}\""),
                format!("{number}.0"),
                format!("\" {number} \""),
                format!("{number}e0"),
                format!("\"{number}0E-1\""),
            ]
        };
        let spelled = (
            select(whole(2000)),
            select(days),
            select(whole(3)),
            select(vec!["1.5", "\"1.50\"", "15e-1", "\"0.15e1\""]),
            select(vec!["false", "\"false\""]),
            any::<bool>(),
        );
        let mut rest = full(world);
        for field in [
            "amount",
            "expiration_date",
            "interest",
            "register",
            "title_id",
        ] {
            rest.as_object_mut().expect("an object").remove(field);
        }
        let rest: Vec<_> = rest
            .as_object()
            .expect("an object")
            .clone()
            .into_iter()
            .collect();
        spelled.prop_flat_map(move |(amount, day, days, percentage, register, spaced)| {
            let interest = format!("{{\"days\": {days}, \"percentage\": {percentage}}}");
            let mut fields: Vec<_> = rest
                .iter()
                .map(|(name, value)| (name.clone(), value.to_string()))
                .collect();
            for (name, value) in [
                ("amount", amount),
                ("expiration_date", day),
                ("interest", interest),
                ("register", register.to_owned()),
            ] {
                fields.push((name.to_owned(), value));
            }
            Just(fields).prop_shuffle().prop_map(move |fields| {
                let space = if spaced { " \n\t" } else { "" };
                let fields: Vec<_> = fields
                    .iter()
                    .map(|(name, value)| format!("{space}\"{name}\"{space}:{space}{value}"))
                    .collect();
                format!("{{{}}}", fields.join(","))
            })
        })
    };
    // The first makes it, every other is told that it is there already.
    holds(case, async |world, body| {
        let mut headers = with_key();
        headers.push((String::from("idempotency-key"), String::from("the same")));
        let answer = world
            .ask_with("POST", "/boletos", &headers, body.as_bytes())
            .await;
        prop_assert_eq!(answer.status, 201, "{}", answer.body);
        prop_assert_eq!(world.count("select count(*) from boletos").await, 1);
        prop_assert_eq!(&answer.body["amount"], 2000);
        prop_assert_eq!(
            answer.body["interest"].to_string(),
            r#"{"days":3,"percentage":1.5}"#
        );
        Ok(())
    });
}
