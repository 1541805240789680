//! `POST /boletos`.

use futures::future::join_all;
use local::simulator::{Fault, Rule};
use serde_json::{Value, json};
use tests::{World, payer, request};

#[tokio::test(flavor = "multi_thread")]
async fn a_boleto_is_registered_and_its_client_told() {
    let world = World::new().await;
    let (status, boleto) = world.post(&request(&world)).await;

    assert_eq!(status, 201, "{boleto}");
    assert_eq!(boleto["object"], "boleto");
    assert_eq!(boleto["status"], "registered");
    assert_eq!(boleto["issuer_response_code"], "0");
    assert_eq!(boleto["title_id"], 1);
    assert_eq!(boleto["interest"], json!({}));
    let barcode = boleto["barcode"].as_str().unwrap();
    assert_eq!(barcode.len(), 44);
    assert!(barcode.starts_with("2379"));
    assert_eq!(&barcode[9..19], "0000002000");
    assert_eq!(&barcode[19..], "1229260000000000100004690");

    let told = world.told().await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].body["boleto_id"], boleto["id"]);
    assert_eq!(told[0].body["status"], "registered");
    assert_eq!(told[0].body["reference_id"], "order-1");
    assert_eq!(told[0].body["event_id"], told[0].event_id);
    assert_eq!(
        world
            .count("select count(*) from notifications where sent_at is null")
            .await,
        0
    );
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_boleto_of_caixas_carries_caixas_own_barcode_and_line() {
    let world = World::new().await;
    let mut body = request(&world);
    body["issuer"] = json!("boleto-api-caixa");
    body["issuer_account"] = json!("1103388");
    body["issuer_agency"] = json!("3337");
    body["title_id"] = json!(19);
    let (status, boleto) = world.post(&body).await;
    assert_eq!(
        (status, &boleto["status"]),
        (201, &json!("registered")),
        "{boleto}"
    );
    let barcode = boleto["barcode"].as_str().unwrap();
    // Seven positions of the beneficiary without a digit, then the number 14/000000000000019 as the manual scatters it.
    assert_eq!(
        (&barcode[..4], &barcode[19..43]),
        ("1049", "110338800010004000000019")
    );
    assert!(
        boleto["digitable_line"]
            .as_str()
            .unwrap()
            .starts_with("10491.1033")
    );
    body["amount"] = json!(1_000_000_000);
    assert_eq!(world.post(&body).await.0, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_keeps_the_banks_code() {
    let world = World::new().await;
    world.bank.script(Rule::next(1, Fault::refuse("930056")));
    let (status, boleto) = world.post(&request(&world)).await;

    assert_eq!((status, &boleto["status"]), (201, &json!("refused")));
    assert_eq!(boleto["issuer_response_code"], "930056");
    assert_eq!(world.told().await[0].body["issuer_response_code"], "930056");
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn development_decides_by_amount_and_asks_nobody() {
    let world = World::new().await;
    for (amount, expected) in [
        (2000, "registered"),
        (5_000_003, "pending_registration"),
        (5_000_004, "refused"),
    ] {
        let mut body = request(&world);
        body["issuer"] = json!("development");
        body["amount"] = json!(amount);
        let (status, boleto) = world.post(&body).await;
        assert_eq!(
            (status, &boleto["status"]),
            (201, &json!(expected)),
            "{boleto}"
        );
    }
    assert_eq!(world.bank.attempts().len(), 0);
    assert_eq!(world.delayed_wakes().await, 0);
    assert_eq!(world.told().await.len(), 2);
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_register_no_bank_is_asked_until_somebody_says_so() {
    let world = World::new().await;
    let mut body = request(&world);
    body["register"] = json!(false);
    let (status, boleto) = world.post(&body).await;
    assert_eq!((status, &boleto["status"]), (201, &json!("issued")));
    assert_eq!(world.bank.attempts().len(), 0);

    let (status, boleto) = world.register(boleto["id"].as_str().unwrap()).await;
    assert_eq!((status, &boleto["status"]), (200, &json!("registered")));
    world.check_invariants(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_taken_is_a_conflict_where_the_client_chose_it() {
    let world = World::new().await;
    let mut body = request(&world);
    body["title_id"] = json!("77");
    assert_eq!(world.post(&body).await.0, 201);
    // Another name for the same account shares its numbers.
    body["issuer"] = json!("boleto-api-bradesco-shopfacil");
    let (status, answer) = world.post(&body).await;
    assert_eq!(status, 409);
    assert_eq!(answer["errors"][0]["type"], "conflict");
    assert_eq!(answer["errors"][0]["field"], "title_id");
    assert_eq!(world.bank.attempts().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drawn_number_that_is_taken_is_drawn_again() {
    let world = World::new().await;
    let mut chosen = request(&world);
    chosen["title_id"] = json!(2);
    assert_eq!(world.post(&chosen).await.1["title_id"], 2);
    let (status, boleto) = world.post(&request(&world)).await;
    assert_eq!((status, &boleto["title_id"]), (201, &json!(3)));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_told_at_once_in_the_contracts_words() {
    let world = World::new().await;
    let mut body = request(&world);
    let fields = body.as_object_mut().unwrap();
    fields.remove("queue_url");
    fields.insert(String::from("expiration_date"), json!("some day"));
    fields.insert(String::from("amount"), json!("20.5"));
    fields.insert(String::from("issuer"), json!("itau"));
    fields.insert(
        String::from("interest"),
        json!({ "percentage": 100.5, "days": -1 }),
    );
    fields.insert(String::from("payer_document_number"), json!("52998224726"));
    fields.insert(
        String::from("rules"),
        json!(["strict_expiration_date", "other"]),
    );
    fields.insert(String::from("colour"), json!("blue"));
    let (status, answer) = world.post(&body).await;

    assert_eq!(status, 400);
    let told: Vec<_> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            assert_eq!(error["type"], "invalid_parameter");
            (
                error["field"].as_str().unwrap(),
                error["message"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("queue_url", "\"queue_url\" is required"),
            (
                "expiration_date",
                "\"expiration_date\" must be a number of milliseconds or valid date string"
            ),
            ("amount", "\"amount\" must be an integer"),
            (
                "issuer",
                "\"issuer\" must be one of [bradesco, boleto-api-bradesco-shopfacil, boleto-api-caixa, development]"
            ),
            (
                "interest.percentage",
                "\"percentage\" must be less than or equal to 100"
            ),
            (
                "interest.days",
                "\"days\" must be larger than or equal to 0"
            ),
            (
                "payer_document_number",
                "\"payer_document_number\" must be a valid cpf"
            ),
            (
                "rules.1",
                "\"1\" must be one of [strict_expiration_date, no_strict]"
            ),
            ("colour", "\"colour\" is not allowed"),
        ]
    );
    for personal in payer() {
        assert!(!answer.to_string().contains(personal));
    }
    assert_eq!(world.count("select count(*) from boletos").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_no_request_are_refused() {
    let world = World::new().await;
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\"text\"",
        "42",
        "{\"amount\": 1e999999}",
        "\u{feff}{}",
    ] {
        let (status, _, answer) = world.post_with(&[], body).await;
        assert_eq!(status, 400, "{body}: {answer}");
        assert_eq!(answer["errors"][0]["type"], "invalid_parameter");
    }
    let (status, _, answer) = world.post_with(&[], &" ".repeat(64 * 1024 + 1)).await;
    assert_eq!(
        (status, &answer["errors"][0]["type"]),
        (413, &json!("payload_too_large"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn text_that_no_database_keeps_is_refused() {
    let world = World::new().await;
    let body = request(&world).to_string();
    for broken in ["\\u0000", "\\ud800"] {
        let body = body.replace("order-1", broken);
        let (status, _, answer) = world.post_with(&[], &body).await;
        assert_eq!(status, 400, "{answer}");
        assert_eq!(answer["errors"][0]["field"], "reference_id");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_is_not_on_the_list_is_refused() {
    let world = World::new().await;
    let mut body = request(&world);
    body["queue_url"] = json!(world.registration_queue);
    let (status, answer) = world.post(&body).await;
    assert_eq!(
        (status, &answer["errors"][0]["field"]),
        (400, &json!("queue_url"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_is_past_can_be_issued_but_not_registered() {
    let world = World::new().await;
    let mut body = request(&world);
    body["expiration_date"] = json!("2020-01-01");
    let (status, answer) = world.post(&body).await;
    assert_eq!(
        (status, &answer["errors"][0]["field"]),
        (400, &json!("expiration_date"))
    );
    body["register"] = json!(false);
    let (status, boleto) = world.post(&body).await;
    assert_eq!(status, 201);
    let (status, answer) = world.register(boleto["id"].as_str().unwrap()).await;
    assert_eq!(
        (status, &answer["errors"][0]["field"]),
        (400, &json!("expiration_date"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_with_the_same_key_is_a_read() {
    let world = World::new().await;
    let key = [("Idempotency-Key", "abc")];
    let body = request(&world);
    let (first_status, _, first) = world.post_with(&key, &body.to_string()).await;
    assert_eq!(first_status, 201);

    // Spelled otherwise it is the same request.
    let mut respelled = body.clone();
    respelled["amount"] = json!("2000.0");
    let (status, headers, again) = world.post_with(&key, &respelled.to_string()).await;
    assert_eq!((status, &again), (201, &first));
    assert_eq!(headers["idempotent-replayed"], "true");

    let mut other = body;
    other["amount"] = json!(2001);
    let (status, _, answer) = world.post_with(&key, &other.to_string()).await;
    assert_eq!(
        (status, &answer["errors"][0]["type"]),
        (422, &json!("idempotency_key_reused"))
    );

    assert_eq!(world.bank.attempts().len(), 1);
    assert_eq!(world.count("select count(*) from boletos").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_at_once_with_one_key_make_one_boleto() {
    let world = World::new().await;
    let body = request(&world).to_string();
    let key = [("Idempotency-Key", "once")];
    let mut ids = Vec::new();
    for (status, _, boleto) in join_all((0..50).map(|_| world.post_with(&key, &body))).await {
        assert_eq!(status, 201, "{boleto}");
        ids.push(boleto["id"].clone());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(world.bank.titles().len(), 1);
    assert_eq!(world.told().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_out_of_reach_is_a_503_and_records_nothing() {
    let mut world = World::new().await;
    let env = world.environment_with("DATABASE_PORT", "1");
    world.create = create_boleto::Create::open(&env)
        .await
        .expect("a start needs no database");
    let (status, headers, answer) = world.post_with(&[], &request(&world).to_string()).await;
    assert_eq!(
        (status, &answer["errors"][0]["type"]),
        (503, &json!("unavailable"))
    );
    assert!(headers.contains_key("retry-after"));
    assert_eq!(world.bank.attempts().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_comes_back_to_the_character() {
    let world = World::new().await;
    let mut body = request(&world);
    let name = "Ünïcödé Ñandú 🧾 مرحبا 𝒳";
    body["payer_name"] = json!(name);
    body["fine"] = json!({ "percentage": 2.3, "days": 1 });
    body["instructions"] = json!("");
    let (_, boleto) = world.post(&body).await;
    let (status, read) = world
        .get(&format!("/boletos/{}", boleto["id"].as_str().unwrap()))
        .await;
    assert_eq!((status, &read), (200, &boleto));
    assert_eq!(read["payer_name"], name);
    assert_eq!(read["fine"].to_string(), r#"{"days":1,"percentage":2.3}"#);
    assert_eq!(read["payer_address"]["street_number"], Value::from(308));
    assert_eq!(read["instructions"], "");
    assert_eq!(read["external_id"], Value::Null);
}
