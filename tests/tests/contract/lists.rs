//! `GET /boletos`: filters and pages.

use serde_json::{Value, json};
use tests::{Answer, Document, World, request};

/// Where an answer's `Link` leads.
fn next(answer: &Answer) -> Option<String> {
    let link = answer.headers.get("link")?.to_str().expect("it is text");
    let query = link.strip_prefix('<')?.strip_suffix(">; rel=\"next\"")?;
    Some(format!("/boletos{query}"))
}

async fn get(world: &World, target: &str) -> Answer {
    let answer = world.ask("GET", target, None).await;
    Document::served()
        .check_answer("GET", target, &answer)
        .unwrap_or_else(|fault| panic!("{target}: {fault}"));
    answer
}

fn ids(answer: &Answer) -> Vec<Value> {
    let boletos = answer.body.as_array().expect("a list");
    boletos.iter().map(|boleto| boleto["id"].clone()).collect()
}

/// Creates boletos by nobody's bank: an amount and what else is to be said of each.
async fn create(world: &World, boletos: &[(u64, Value)]) -> Vec<Value> {
    let mut ids = Vec::new();
    for (amount, more) in boletos {
        let mut body = request(world);
        body["issuer"] = json!("development");
        body["amount"] = json!(amount);
        for (field, value) in more.as_object().expect("an object") {
            body[field] = value.clone();
        }
        ids.push(world.post(&body).await.1["id"].clone());
    }
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn each_filter_finds_its_own_and_all_of_them_must_fit() {
    let world = World::new().await;
    let made = create(
        &world,
        &[
            (2000, json!({ "external_id": "a", "reference_id": "r 1&2" })),
            (5_000_004, json!({ "external_id": "a", "token": "t" })),
            (2000, json!({ "external_id": "b", "reference_id": "r 1&2" })),
            (
                2000,
                json!({ "external_id": "b", "token": "t", "register": false }),
            ),
        ],
    )
    .await;
    for (query, expected) in [
        ("status=registered", &[2, 0][..]),
        ("status=refused", &[1]),
        ("status=issued", &[3]),
        ("status=pending_registration", &[]),
        ("external_id=a", &[1, 0]),
        ("external_id=a&status=refused", &[1]),
        ("reference_id=r%201%262", &[2, 0]),
        ("reference_id=r+1%262&external_id=b", &[2]),
        ("reference_id=r+1%262&external_id=b&status=refused", &[]),
        ("token=t", &[3, 1]),
        ("token=t&status=issued&external_id=b", &[3]),
        ("title_id=2&token=t&status=refused&external_id=a", &[1]),
        ("title_id=2&reference_id=x", &[]),
        ("external_id=%00", &[]),
        ("token=", &[]),
    ] {
        let expected: Vec<_> = expected
            .iter()
            .map(|place: &usize| made[*place].clone())
            .collect();
        assert_eq!(
            ids(&get(&world, &format!("/boletos?{query}")).await),
            expected,
            "{query}"
        );
    }
    for query in ["status=paid", "title_id=x", "cursor=x", "cursor="] {
        let answer = get(&world, &format!("/boletos?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        let field = query.split('=').next();
        assert_eq!(answer.body["errors"][0]["field"].as_str(), field);
    }
    let answer = get(&world, "/boletos?status=x&title_id=x&cursor=x").await;
    let errors = answer.body["errors"].as_array().expect("a list");
    let fields: Vec<_> = errors.iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["cursor", "title_id", "status"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn following_the_links_shows_each_boleto_once_whatever_is_made_meanwhile() {
    let world = World::new().await;
    let mut boletos = Vec::new();
    for place in 0..23 {
        boletos.push((2000, json!({ "external_id": format!("{}", place % 2) })));
    }
    let made = create(&world, &boletos).await;
    for (query, step) in [
        ("count=5", 1),
        ("external_id=0&count=3", 2),
        ("status=registered&count=23", 1),
    ] {
        let mut target = Some(format!("/boletos?{query}"));
        let mut seen = Vec::new();
        while let Some(page) = target {
            let answer = get(&world, &page).await;
            seen.extend(ids(&answer));
            target = next(&answer);
            // Newer ones are on no later page.
            let newer = create(&world, &[(2000, json!({ "external_id": "0" }))]).await;
            world
                .sql(&format!(
                    "delete from notifications where boleto_id = '{0}';
                delete from boleto_history where boleto_id = '{0}'",
                    newer[0].as_str().expect("an id")
                ))
                .await;
            if target.is_none() {
                world.sql("delete from boletos where id not in (select boleto_id from boleto_history)").await;
            }
        }
        let expected: Vec<_> = made.iter().step_by(step).rev().cloned().collect();
        assert_eq!(seen, expected, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_by_number_lead_on_by_cursor() {
    let world = World::new().await;
    let made = create(&world, &vec![(2000, json!({})); 6]).await;
    let second = get(&world, "/boletos?page=2&count=2").await;
    assert_eq!(ids(&second), [made[3].clone(), made[2].clone()]);
    let third = get(&world, &next(&second).expect("there is more")).await;
    assert_eq!(ids(&third), [made[1].clone(), made[0].clone()]);
    assert_eq!(next(&third), None);
}
