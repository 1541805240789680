use boleto::{Agreement, Cents, DocumentType, Issuer, IssuerAccount, TitleId};
use jiff::civil::date;
use serde_json::{Value, json};

use super::requests::{ask_boleto_api, caixa, shopfacil, simulator};
use crate::simulator::{Interface, Verdict};

fn fixture(text: &str) -> Value {
    serde_json::from_str(text).expect("a fixture of JSON")
}

fn slip(issuer: Issuer, agency: &str, account: &str, wallet: &str, number: u64) -> boleto::Slip {
    let account = IssuerAccount {
        agency: agency.to_owned(),
        account: account.to_owned(),
        wallet: wallet.to_owned(),
    };
    Agreement::parse(issuer, &account)
        .expect("an account of the bank")
        .issue(
            TitleId::new(number).expect("a number"),
            date(2026, 12, 20),
            Cents::from(2000),
        )
        .expect("a slip")
}

#[tokio::test]
async fn shopfacil_confirms_with_line_barcode_and_links() {
    let simulator = simulator().await;
    let reply = ask_boleto_api(&simulator, &shopfacil(1_000_001)).await;
    assert_eq!(reply.status(), 200);
    let body = reply.json();
    let slip = slip(
        Issuer::BoletoApiBradescoShopfacil,
        "3381",
        "9721",
        "26",
        1_000_001,
    );
    assert_eq!(body["barCodeNumber"], slip.barcode.as_str());
    assert_eq!(body["digitableLine"], slip.digitable_line.to_string());
    assert_eq!(body.get("ourNumber"), None);
    let id = body["id"].as_str().expect("an id");
    assert_eq!(id.len(), 24);
    for (nth, format) in ["html", "pdf"].into_iter().enumerate() {
        let link = &body["links"][nth];
        assert_eq!(
            (&link["rel"], &link["method"]),
            (&json!(format), &json!("GET"))
        );
        let href = link["href"].as_str().expect("an address");
        let start = format!("{}/boleto?fmt={format}&id={id}&pk=", simulator.url());
        assert!(href.starts_with(&start), "{href}");
    }

    let titles = simulator.titles();
    assert_eq!(
        (titles[0].key.bank, &*titles[0].key.agreement),
        ("237", "3381/0009721")
    );
    assert_eq!(titles[0].payer_document_type, DocumentType::Cpf);
}

#[tokio::test]
async fn caixa_confirms_with_its_own_line_and_barcode_and_without_our_number() {
    let simulator = simulator().await;
    let reply = ask_boleto_api(&simulator, &caixa(1_000_001)).await;
    assert_eq!(reply.status(), 200);
    let body = reply.json();
    let slip = slip(Issuer::BoletoApiCaixa, "3337", "1103388", "14", 1_000_001);
    assert_eq!(body["barCodeNumber"], slip.barcode.as_str());
    assert_eq!(body["digitableLine"], slip.digitable_line.to_string());
    assert_eq!(body["ourNumber"], "0");
    let titles = simulator.titles();
    assert_eq!(
        (titles[0].key.bank, &*titles[0].key.agreement),
        ("104", "1103388")
    );
}

#[tokio::test]
async fn each_bank_has_its_own_word_for_a_duplicate() {
    let simulator = simulator().await;
    for (body, already_exists) in [
        (
            shopfacil(5),
            include_str!("../fixtures/shopfacil_already_exists.json"),
        ),
        (
            caixa(5),
            include_str!("../fixtures/caixa_already_exists.json"),
        ),
    ] {
        assert_eq!(ask_boleto_api(&simulator, &body).await.status(), 200);
        let reply = ask_boleto_api(&simulator, &body).await;
        assert_eq!(
            (reply.status(), reply.json()),
            (400, fixture(already_exists))
        );
    }
    assert_eq!(simulator.titles().len(), 2);
}

#[tokio::test]
async fn shopfacil_refuses_what_it_finds_blank_or_invalid() {
    let simulator = simulator().await;
    let cases = [
        ("/authentication/username", json!("1"), "-400"),
        ("/authentication/password", json!("1"), "-518"),
        ("/title/ourNumber", json!(0), "930057"),
        ("/title/documentNumber", json!(""), "-528"),
        ("/buyer/document/number", json!("52998224726"), "93005128"),
        // Small letters reach the bank as a company's document.
        ("/buyer/document/type", json!("cpf"), "93005128"),
        ("/buyer/name", json!(""), "93005121"),
        ("/buyer/address/street", json!(""), "93005122"),
        ("/buyer/address/number", json!(" "), "93005123"),
        ("/buyer/address/district", json!(""), "93005124"),
        ("/buyer/address/city", json!(""), "93005125"),
        ("/buyer/address/stateCode", json!("São Paulo"), "93005126"),
        ("/buyer/address/zipCode", json!("1"), "9300544"),
        ("/agreement/account", json!("12345678"), "930052"),
    ];
    for (pointer, value, code) in &cases {
        let mut body = shopfacil(7);
        *body.pointer_mut(pointer).expect("a field") = value.clone();
        let reply = ask_boleto_api(&simulator, &body).await;
        assert_eq!(reply.status(), 400, "{pointer}");
        assert_eq!(reply.json()["errors"][0]["code"], *code, "{pointer}");
    }
    let attempts = simulator.attempts();
    assert_eq!(attempts.len(), cases.len());
    assert!(attempts.iter().all(|attempt| {
        attempt.registration.interface == Interface::Shopfacil
            && matches!(attempt.verdict, Verdict::Refused(_))
            && !attempt.applied
    }));
    assert!(simulator.titles().is_empty());
}

#[tokio::test]
async fn caixa_refuses_with_code_1_and_a_number_in_its_text() {
    let simulator = simulator().await;
    for (pointer, value, start) in [
        ("/agreement/agreementNumber", json!(12_345_678), "(1) "),
        ("/title/ourNumber", json!(0), "(2) "),
        ("/title/expireDate", json!("2050-01-01"), "(4) "),
        ("/title/amountInCents", json!(1_000_000_000), "(5) "),
        ("/buyer/document/number", json!("52998224726"), "(18) "),
        // Small letters reach the bank as a company's document.
        ("/buyer/document/type", json!("cpf"), "(19) "),
        ("/buyer/name", json!(" "), "(22) "),
        ("/buyer/address/zipCode", json!("1"), "(42) "),
    ] {
        let mut body = caixa(7);
        *body.pointer_mut(pointer).expect("a field") = value;
        let reply = ask_boleto_api(&simulator, &body).await;
        let error = &reply.json()["errors"][0];
        assert_eq!(
            (reply.status(), &error["code"]),
            (400, &json!("1")),
            "{pointer}"
        );
        let text = error["message"].as_str().expect("a text");
        assert!(text.starts_with(start), "{pointer}: {text}");
    }
    assert!(simulator.titles().is_empty());

    let mut body = caixa(7);
    body["buyer"]
        .as_object_mut()
        .expect("an object")
        .remove("address");
    assert_eq!(ask_boleto_api(&simulator, &body).await.status(), 200);
}
