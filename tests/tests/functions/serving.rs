//! Reading, listing and payments.

use serde_json::json;
use tests::{World, request};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_found() {
    let world = World::new().await;
    for path in [
        "/boletos/bol_00000000000000000000000000",
        "/boletos/x",
        "/boletos/x/history",
    ] {
        let (status, answer) = world.get(path).await;
        assert_eq!(status, 404, "{path}");
        assert_eq!(
            answer,
            json!({"errors": [{"type": "not_found", "message": "Boleto not found", "field": null}]})
        );
    }
    assert_eq!(
        world
            .patch("bol_00000000000000000000000000", &json!({}))
            .await
            .0,
        404
    );
    assert_eq!(
        world.register("bol_00000000000000000000000000").await.0,
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_newest_first_and_filtered() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for token in ["a", "b", "a"] {
        let mut body = request(&world);
        body["token"] = json!(token);
        body["issuer"] = json!("development");
        ids.push(world.post(&body).await.1["id"].clone());
    }
    let listed = async |path: &str| {
        let (status, list) = world.get(path).await;
        assert_eq!(status, 200, "{list}");
        let list = list.as_array().expect("an array");
        list.iter()
            .map(|boleto| boleto["id"].clone())
            .collect::<Vec<_>>()
    };
    let newest_first: Vec<_> = ids.iter().rev().cloned().collect();
    assert_eq!(listed("/boletos").await, newest_first);
    assert_eq!(listed("/boletos?count=1&page=2").await, [ids[1].clone()]);
    assert_eq!(
        listed("/boletos?token=a").await,
        [ids[2].clone(), ids[0].clone()]
    );
    assert_eq!(
        listed("/boletos?title_id=2&unknown=x").await,
        [ids[1].clone()]
    );
    assert_eq!(
        listed("/boletos?token=a&title_id=2").await,
        Vec::<serde_json::Value>::new()
    );
    assert_eq!(world.get("/boletos?title_id=x").await.0, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_kept_and_changes_nothing_else() {
    let world = World::new().await;
    let (_, boleto) = world.post(&request(&world)).await;
    let id = boleto["id"].as_str().unwrap();

    let (status, paid) = world
        .patch(
            id,
            &json!({ "paid_amount": "2000", "bank_response_code": "00" }),
        )
        .await;
    assert_eq!((status, &paid["paid_amount"]), (200, &json!(2000)));
    assert_eq!(
        (&paid["bank_response_code"], &paid["status"]),
        (&json!("00"), &json!("registered"))
    );

    // 0 is a value, and what is left out stays.
    let (_, corrected) = world.patch(id, &json!({ "paid_amount": 0 })).await;
    assert_eq!(
        (&corrected["paid_amount"], &corrected["bank_response_code"]),
        (&json!(0), &json!("00"))
    );

    let (status, answer) = world.patch(id, &json!({ "status": "refused" })).await;
    assert_eq!(
        (status, &answer["errors"][0]["message"]),
        (400, &json!("\"status\" is not allowed"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_tells_what_happened() {
    let world = World::new().await;
    let (_, boleto) = world.post(&request(&world)).await;
    let id = boleto["id"].as_str().unwrap();
    world.patch(id, &json!({ "paid_amount": 2000 })).await;
    let (status, history) = world.get(&format!("/boletos/{id}/history")).await;
    assert_eq!(status, 200);
    let events: Vec<_> = history
        .as_array()
        .expect("an array")
        .iter()
        .map(|line| {
            (
                line["event"].as_str().unwrap(),
                line["status"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        events,
        [
            ("recorded", "pending_registration"),
            ("settled", "registered"),
            ("payment", "registered")
        ]
    );
}
