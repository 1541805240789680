use jiff::civil::date;
use serde_json::{Value, json};

use super::{
    client::exchange,
    requests::{PATIENCE, ask_boleto_api, ask_boleto_api_at, basic, caixa, shopfacil, simulator},
};
use crate::simulator::Interface;

#[tokio::test]
async fn rules_are_for_version_2_and_caixa() {
    let simulator = simulator().await;
    let (v1, v2) = (simulator.boleto_api_v1_url(), simulator.boleto_api_url());
    let mut with_rules = shopfacil(1);
    with_rules["title"]["rules"] = caixa(1)["title"]["rules"].clone();
    for (url, body, message) in [
        (&v1, caixa(1), "title.rules not available in this version"),
        (
            &v1,
            with_rules.clone(),
            "title.rules not available in this version",
        ),
        (&v2, with_rules, "title.rules not available for this bank"),
    ] {
        let reply = ask_boleto_api_at(&simulator, url, &body).await;
        assert_eq!(reply.status(), 400);
        assert_eq!(
            reply.json(),
            json!([{ "code": "MP400", "message": message }])
        );
    }
    let mut without_rules = caixa(1);
    without_rules["title"]["rules"] = Value::Null;
    assert_eq!(
        ask_boleto_api_at(&simulator, &v1, &without_rules)
            .await
            .status(),
        200
    );
    assert_eq!(
        ask_boleto_api_at(&simulator, &v2, &caixa(2)).await.status(),
        200
    );
}

#[tokio::test]
async fn nobody_registers_without_the_users_password() {
    let simulator = simulator().await;
    let url = simulator.boleto_api_url();
    let wrong = basic("simulated-user", "wrong");
    for authorization in [None, Some(&*wrong)] {
        let body = shopfacil(1).to_string();
        let reply = exchange(&url, "POST", authorization, &body, PATIENCE).await;
        let unauthorized = json!({ "errors": [{ "code": "MP401", "message": "Unauthorized" }] });
        assert_eq!((reply.status(), reply.json()), (401, unauthorized));
    }
    assert!(simulator.attempts().is_empty());
}

#[tokio::test]
async fn the_gateway_turns_away_what_it_validates_itself() {
    let simulator = simulator().await;
    let cases = [
        ("/title/ourNumber", json!("1"), "MP400"),
        ("/title/documentNumber", json!(1), "MP400"),
        ("/title/amountInCents", json!(-1), "MP400"),
        ("/title/amountInCents", json!(0), "MPAmountInCents"),
        ("/title/expireDate", json!("20/12/2026"), "MP400"),
        ("/title/expireDate", json!("2026-11-20"), "MPExpireDate"),
        ("/buyer/document/type", json!("RG"), "MPBuyerDocumentType"),
        (
            "/recipient/document/type",
            json!(""),
            "MPRecipientDocumentType",
        ),
        ("/buyer/document/number", json!("1"), "MPDocumentNumber"),
        ("/agreement/agency", json!("12345"), "MP400"),
        ("/agreement/account", json!(""), "MP400"),
        ("/agreement/agreementNumber", json!(0), "MP400"),
        ("/agreement/wallet", json!(9), "MPWallet"),
        ("/authentication/password", json!(""), "MP400"),
        ("/bankNumber", json!(999), "MPBankNumber"),
    ];
    for (pointer, value, code) in cases {
        let mut body = shopfacil(7);
        *body.pointer_mut(pointer).expect("a field") = value;
        let reply = ask_boleto_api(&simulator, &body).await;
        assert_eq!(reply.status(), 400, "{pointer}");
        assert_eq!(reply.json()["errors"][0]["code"], code, "{pointer}");
    }
    let mut body = caixa(7);
    body["agreement"]["agency"] = "".into();
    body["title"]["ourNumber"] = 1_000_000_000_000_000_u64.into();
    let errors = ask_boleto_api(&simulator, &body).await.json()["errors"].clone();
    assert_eq!(
        (&errors[0]["code"], &errors[1]["code"]),
        (&json!("MPAgency"), &json!("MP400"))
    );
    assert!(simulator.titles().is_empty());
    let interfaces: Vec<_> = simulator
        .journal()
        .into_iter()
        .map(|entry| entry.asked.interface)
        .collect();
    assert_eq!(interfaces.len(), 16);
    assert_eq!(interfaces[15], Interface::Caixa);
    assert!(
        interfaces[..15]
            .iter()
            .all(|interface| *interface == Interface::Shopfacil)
    );
}

#[tokio::test]
async fn a_due_day_that_has_passed_counts_as_an_attempt() {
    let simulator = simulator().await;
    ask_boleto_api(&simulator, &caixa(1)).await;
    simulator.set_today(Some(date(2026, 12, 21)));
    let reply = ask_boleto_api(&simulator, &caixa(1)).await;
    assert_eq!(reply.json()["errors"][0]["code"], "MPExpireDate");
    assert_eq!(
        (simulator.attempts().len(), simulator.titles()[0].received),
        (2, 2)
    );
}

#[tokio::test]
async fn null_is_the_same_as_absent_to_the_gateway() {
    let simulator = simulator().await;
    let mut body = shopfacil(1);
    body["requestKey"] = Value::Null;
    body["title"]["rules"] = Value::Null;
    body["buyer"]["address"]["complement"] = Value::Null;
    let url = simulator.boleto_api_v1_url();
    assert_eq!(
        ask_boleto_api_at(&simulator, &url, &body).await.status(),
        200
    );
    body["title"]["ourNumber"] = 2.into();
    body["buyer"]["address"]["street"] = Value::Null;
    let reply = ask_boleto_api_at(&simulator, &url, &body).await;
    assert_eq!(reply.json()["errors"][0]["code"], "93005122");
}
