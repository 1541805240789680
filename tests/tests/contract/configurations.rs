//! `/configurations`.

use futures::future::join_all;
use serde_json::{Value, json};
use tests::{World, request};

fn at_caixa(external_id: &str) -> Value {
    json!({
        "external_id": external_id, "issuer": "boleto-api-caixa",
        "issuer_account": "1103388", "issuer_agency": "3337", "issuer_wallet": "26"
    })
}

fn path(key: &Value) -> String {
    format!("/configurations/{}", key.as_str().expect("a key is text"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_takes_the_boletos_that_name_it() {
    let world = World::new().await;
    let made = world
        .ask("POST", "/configurations", Some(&at_caixa("merchant-42")))
        .await;
    assert_eq!(made.status, 201, "{}", made.body);
    let shown = world.ask("GET", "/configurations/merchant-42", None).await;
    assert_eq!((shown.status, &shown.body), (200, &made.body));

    let mut body = request(&world);
    body["external_id"] = json!("merchant-42");
    let (_, boleto) = world.post(&body).await;
    assert_eq!(boleto["issuer"], "boleto-api-caixa");
    assert_eq!(boleto["issuer_account"], "1103388");
    // `development` stays what it is, and another's boletos go where they say.
    body["issuer"] = json!("development");
    assert_eq!(world.post(&body).await.1["issuer"], "development");
    assert_eq!(world.post(&request(&world)).await.1["issuer"], "bradesco");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_default_configuration_takes_what_no_other_takes() {
    let world = World::new().await;
    world
        .ask("POST", "/configurations", Some(&at_caixa("default")))
        .await;
    let (_, boleto) = world.post(&request(&world)).await;
    assert_eq!(boleto["issuer"], "boleto-api-caixa");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_leaves_what_it_does_not_name_and_must_leave_an_account() {
    let world = World::new().await;
    let made = world
        .ask("POST", "/configurations", Some(&at_caixa("m")))
        .await
        .body;
    let path = path(&made["id"]);
    let changed = world
        .ask("PATCH", &path, Some(&json!({ "issuer_wallet": "25" })))
        .await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(changed.body["issuer_wallet"], "25");
    assert_eq!(changed.body["issuer_account"], "1103388");
    let shown = world.ask("GET", "/configurations/m", None).await;
    assert_eq!(shown.body, changed.body);

    // No bank has branches of five digits.
    let wrong = json!({ "issuer": "bradesco", "issuer_agency": "12345" });
    let refused = world.ask("PATCH", &path, Some(&wrong)).await;
    assert_eq!(refused.status, 400);
    assert_eq!(refused.body["errors"][0]["field"], "issuer_agency");
    let renamed = world
        .ask("PATCH", &path, Some(&json!({ "external_id": "n" })))
        .await;
    assert_eq!(
        renamed.body["errors"][0]["message"],
        "\"external_id\" is not allowed"
    );
    assert_eq!(
        world.ask("GET", "/configurations/m", None).await.body,
        changed.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_at_once_leave_an_account_that_a_bank_has() {
    let world = World::new().await;
    let made = world
        .ask("POST", "/configurations", Some(&at_caixa("m")))
        .await
        .body;
    let path = path(&made["id"]);
    let bradesco =
        json!({ "issuer": "bradesco", "issuer_account": "469", "issuer_agency": "1229" });
    assert_eq!(world.ask("PATCH", &path, Some(&bradesco)).await.status, 200);
    // Bradesco can have this account, Caixa can't.
    let bradescos = json!({ "issuer_account": "1099999" });
    let caixas = json!({ "issuer": "boleto-api-caixa", "issuer_account": "1103388" });
    let changes = (0..20).map(|turn| {
        let change = if turn == 10 { &caixas } else { &bradescos };
        world.ask("PATCH", &path, Some(change))
    });
    let statuses: Vec<_> = join_all(changes)
        .await
        .iter()
        .map(|changed| changed.status)
        .collect();
    assert_eq!(statuses[10], 200);
    assert!(
        statuses.iter().all(|status| [200, 400].contains(status)),
        "{statuses:?}"
    );
    let shown = world.ask("GET", "/configurations/m", None).await.body;
    assert_eq!(
        (&shown["issuer"], &shown["issuer_account"]),
        (&json!("boleto-api-caixa"), &json!("1103388"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_or_there_already_is_said_and_nothing_is_kept() {
    let world = World::new().await;
    let wrong = json!({ "issuer": "itau", "issuer_account": "", "colour": "blue" });
    let answer = world.ask("POST", "/configurations", Some(&wrong)).await;
    assert_eq!(answer.status, 400);
    let errors = answer.body["errors"].as_array().expect("a list");
    let fields: Vec<_> = errors.iter().map(|error| &error["field"]).collect();
    let expected = [
        "external_id",
        "issuer",
        "issuer_account",
        "issuer_agency",
        "issuer_wallet",
        "colour",
    ];
    assert_eq!(fields, expected);

    let body = at_caixa("twice");
    assert_eq!(
        world
            .ask("POST", "/configurations", Some(&body))
            .await
            .status,
        201
    );
    let again = world.ask("POST", "/configurations", Some(&body)).await;
    assert_eq!(
        (again.status, &again.body["errors"][0]["field"]),
        (409, &json!("external_id"))
    );
    assert_eq!(world.count("select count(*) from configurations").await, 1);
    for key in ["nobody", "cf_00000000000000000000000000", "%00", "%ff"] {
        for (method, body) in [("GET", None), ("PATCH", Some(json!({})))] {
            let answer = world
                .ask(method, &format!("/configurations/{key}"), body.as_ref())
                .await;
            assert_eq!(answer.status, 404);
            assert_eq!(
                answer.body["errors"][0]["message"],
                "Configuration not found"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_external_id_of_any_characters_is_found_again() {
    let world = World::new().await;
    let name = "a b/c%2F+?ü🧾";
    let made = world
        .ask("POST", "/configurations", Some(&at_caixa(name)))
        .await;
    assert_eq!(made.status, 201);
    let shown = world
        .ask(
            "GET",
            "/configurations/a%20b%2Fc%252F+%3F%C3%BC%F0%9F%A7%BE",
            None,
        )
        .await;
    assert_eq!((shown.status, &shown.body), (200, &made.body));
}
