//! What was sent comes back, to the character.

use serde_json::json;
use tests::{Document, World, request};

const TEXTS: [&str; 8] = [
    "ÁÀÂÃÄÅáàâãäåÇçÉÈÊËéèêëÍÌÎÏíìîïÑñÓÒÔÕÖØóòôõöøÚÙÛÜúùûüÝýÿßŒœŠšŽžĄąĘęŁłŐőŰűİıĞğŞş",
    "e\u{301} is not \u{e9}",
    "🧾👩‍👩‍👧‍👦🇧🇷👍🏽",
    "مرحبا שלום \u{202e}abc\u{202c} \u{200f}",
    "𝒳𐍈𠜎",
    "日本語 हिन्दी ไทย 한국어",
    "'; drop table boletos; -- \\ \" % _ \t \r\n \u{1} \u{7f} \u{2028} \u{feff}",
    " leading and trailing ",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_text_comes_back_to_the_character() {
    let world = World::new().await;
    for text in TEXTS {
        let mut body = request(&world);
        body["register"] = json!(false);
        for field in [
            "token",
            "reference_id",
            "external_id",
            "instructions",
            "payer_name",
            "company_name",
            "payer_document_number",
            "company_document_number",
        ] {
            body[field] = json!(text);
        }
        for field in [
            "zipcode",
            "street",
            "street_number",
            "complementary",
            "neighborhood",
            "city",
            "state",
        ] {
            body["payer_address"][field] = json!(text);
            body["company_address"][field] = json!(text);
        }
        let made = world.ask("POST", "/boletos", Some(&body)).await;
        assert_eq!(made.status, 201, "{text:?}: {}", made.body);
        let path = format!(
            "/boletos/{}",
            made.body["id"].as_str().expect("it has an id")
        );
        let shown = world.ask("GET", &path, None).await;
        Document::served()
            .check_answer("GET", &path, &shown)
            .expect("as promised");
        assert_eq!(shown.body, made.body);
        for (field, sent) in body.as_object().expect("an object") {
            if !["register", "expiration_date"].contains(&field.as_str()) {
                assert_eq!(&shown.body[field], sent, "{field}");
            }
        }
        let listed = world
            .ask("GET", &format!("/boletos?token={}", encoded(text)), None)
            .await;
        assert_eq!(listed.body, json!([shown.body]), "{text:?}");
    }
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn null_characters_and_lone_surrogates_are_refused_wherever_they_stand() {
    let world = World::new().await;
    let body = request(&world).to_string();
    for broken in [
        "\\u0000",
        "a\\u0000b",
        "\\ud800",
        "\\udc00",
        "\\ud800\\u0041",
        "\\udc00\\ud800",
    ] {
        for sent in [
            "order-1",
            "João da Silva",
            "Vila Olímpia",
            "469",
            "52998224725",
        ] {
            let (status, _, answer) = world.post_with(&[], &body.replace(sent, broken)).await;
            assert_eq!(status, 400, "{sent} {broken}: {answer}");
        }
        // In a field's name there is no telling which field it would be.
        let (status, _, answer) = world
            .post_with(&[], &body.replace("reference_id", broken))
            .await;
        assert_eq!(status, 400, "{broken}: {answer}");
    }
    assert_eq!(world.count("select count(*) from boletos").await, 0);
}
