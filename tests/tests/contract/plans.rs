//! How Postgres finds what a list shows.

use std::{fs, path::Path};

use serde_json::Value;
use tests::World;

/// The statements that list boletos, as `.sqlx` keeps them.
fn listing() -> Vec<String> {
    let cache = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.sqlx");
    let files = fs::read_dir(cache).expect("the cache is committed");
    files
        .map(|file| fs::read(file.expect("it can be listed").path()).expect("it can be read"))
        .filter_map(|file| {
            let cached: Value = serde_json::from_slice(&file).expect("it is JSON");
            let query = cached["query"].as_str()?.to_owned();
            query.contains(" id desc limit ").then_some(query)
        })
        .collect()
}

/// What a place of a statement is given.
fn argument(query: &str, place: usize) -> &'static str {
    let has = |before: &str| {
        let text = format!("{before}${place}");
        query.match_indices(&text).any(|(at, _)| {
            let after = query[at + text.len()..].chars().next();
            after.is_none_or(|after| !after.is_ascii_digit() && after != ':')
        })
    };
    let known = [
        ("limit ", "11"),
        ("offset ", "0"),
        ("id < ", "'~'"),
        ("where token = ", "'token-500'"),
        ("where title_id = ", "500"),
        ("where reference_id = ", "'reference-500'"),
        ("status, id) < ($1, $2, ", "'~'"),
        ("(external_id, status, id) < ($1, ", "'refused'"),
        (", id) < ($1, ", "'~'"),
        ("where external_id >= ", "'merchant-1'"),
        ("where status >= ", "'refused'"),
        ("is null or title_id = ", "null"),
        ("is null or reference_id = ", "null"),
        ("is null or external_id = ", "null"),
        ("is null or status = ", "null"),
    ];
    known
        .iter()
        .find(|(before, _)| has(before))
        .map(|(_, value)| *value)
        .unwrap_or_else(|| panic!("nothing is known of ${place} in {query}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_filter_walks_along_an_index_of_its_own() {
    let world = World::new().await;
    world.fill(20_000).await;
    let mut found = Vec::new();
    for query in &listing() {
        let places = (1..)
            .take_while(|place| query.contains(&format!("${place}")))
            .count();
        let arguments: Vec<_> = (1..=places).map(|place| argument(query, place)).collect();
        // After five runs Postgres may keep one plan for all arguments.
        let execute = format!("execute list({})", arguments.join(", "));
        let mut before = vec![format!("prepare list as {query}")];
        before.extend((0..10).map(|_| execute.clone()));
        let plan = world.plan(&before, &format!("explain {execute}")).await;
        assert!(
            !plan.contains("Sort") && !plan.contains("Seq Scan"),
            "{query}\n{plan}"
        );
        let (_, index) = plan
            .split_once(" using ")
            .unwrap_or_else(|| panic!("no index: {plan}"));
        let index = index.split(' ').next().unwrap_or_default().to_owned();
        let (_, order) = query.split_once("order by ").expect("it is ordered");
        let (_, filter) = query.split_once("where ").expect("it filters");
        let first = filter.split(' ').next().unwrap_or_default();
        let order = order.split(" limit").next().unwrap_or_default();
        found.push((format!("{first} by {order}"), index));
    }
    found.sort();
    let found: Vec<_> = found
        .iter()
        .map(|(list, index)| (list.as_str(), index.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (
                "external_id by external_id desc, id desc",
                "boletos_external_id"
            ),
            (
                "external_id by external_id desc, status desc, id desc",
                "boletos_external_id_status"
            ),
            ("id by id desc", "boletos_pkey"),
            ("reference_id by id desc", "boletos_reference_id"),
            ("status by status desc, id desc", "boletos_status"),
            ("title_id by id desc", "boletos_title_id"),
            ("token by id desc", "boletos_token"),
        ]
    );
}
