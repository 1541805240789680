//! The gateway's way, from one end to the other.

use serde_json::{Value, json};
use tests::{API_KEY, Document, World, request};

/// A gateway creates with a key, loses the answer, repeats, finds its boleto by the token, and reports the payment.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_costs_nothing() {
    let world = World::new().await;
    let mut body = request(&world);
    body["token"] = json!("order-1");
    let keyed = [
        (String::from("x-api-key"), API_KEY.to_owned()),
        (String::from("Idempotency-Key"), String::from("order-1")),
    ];
    let create = || world.ask_with("POST", "/boletos", &keyed, &[]);
    // Without a body it is no request at all, and the key stays free.
    assert_eq!(create().await.status, 400);

    let sent = body.to_string();
    let create = || world.ask_with("POST", "/boletos", &keyed, sent.as_bytes());
    let lost = create().await;
    drop(lost);
    let repeated = create().await;
    assert_eq!(repeated.status, 201);
    assert_eq!(repeated.headers["idempotent-replayed"], "true");
    let boleto = repeated.body;
    assert_eq!(boleto["status"], "registered");

    let listed = world.ask("GET", "/boletos?token=order-1", None).await;
    assert_eq!(listed.body, json!([boleto]));
    assert_eq!(world.bank.titles().len(), 1);

    let path = format!("/boletos/{}", boleto["id"].as_str().expect("it has an id"));
    let paid = world
        .ask("PATCH", &path, Some(&json!({ "paid_amount": 2000 })))
        .await;
    assert_eq!(
        (paid.status, &paid.body["paid_amount"]),
        (200, &json!(2000))
    );
    assert_eq!(paid.body["status"], "registered");

    let told = world.told().await;
    assert_eq!((told.len(), &told[0].body["boleto_id"]), (1, &boleto["id"]));
    Document::served()
        .check_answer("PATCH", &path, &paid)
        .expect("it is as promised");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_comes_with_a_plain_reason() {
    let world = World::new().await;
    world.bank.script(local::simulator::Rule::next(
        1,
        local::simulator::Fault::refuse("930056"),
    ));
    let (_, boleto) = world.post(&request(&world)).await;
    assert_eq!(boleto["issuer_response_code"], "930056");
    assert_eq!(boleto["issuer_response_message"], "CPF/CNPJ INVALIDO");
    let path = format!("/boletos/{}", boleto["id"].as_str().expect("it has an id"));
    assert_eq!(world.get(&path).await.1, boleto);
    let mut body = request(&world);
    body["register"] = json!(false);
    let (_, unasked) = world.post(&body).await;
    assert_eq!(unasked["issuer_response_message"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_key_is_not_heard() {
    let world = World::new().await;
    let nobody = [(String::from("x-api-key"), String::from("nobody's"))];
    for headers in [&[][..], &nobody] {
        let answer = world.ask_with("GET", "/boletos", headers, b"").await;
        assert_eq!(answer.status, 401);
        Document::served()
            .check_answer("GET", "/boletos", &answer)
            .expect("it is as promised");
    }
}
