use boleto::{Cents, DocumentType};
use jiff::civil::date;
use serde_json::{Value, json};

use super::{
    client::exchange,
    requests::{PATIENCE, ask_bradesco, basic, bradesco, search_bradesco, simulator},
};
use crate::simulator::{TitleStatus, Verdict};

fn fixture(text: &str) -> Value {
    serde_json::from_str(text).expect("a fixture of JSON")
}

#[tokio::test]
async fn a_registered_title_stands_in_the_ledger_as_it_was_asked_for() {
    let simulator = simulator().await;
    let reply = ask_bradesco(&simulator, &bradesco(1_000_001)).await;
    assert_eq!(reply.status(), 201);
    assert_eq!(
        reply.header("Content-Type").as_deref(),
        Some("application/json")
    );
    assert_eq!(
        reply.json(),
        fixture(include_str!("../fixtures/bradesco_registered.json"))
    );

    let titles = simulator.titles();
    assert_eq!(titles.len(), 1);
    let title = &titles[0];
    assert_eq!((title.key.bank, &*title.key.agreement), ("237", "90000"));
    assert_eq!((&*title.key.wallet, title.key.number), ("26", 1_000_001));
    assert_eq!(title.amount, Cents::from(2000));
    assert_eq!(title.due_on, date(2026, 12, 20));
    assert_eq!(title.payer_document.reveal(), "52998224725");
    assert_eq!(title.payer_document_type, DocumentType::Cpf);
    assert_eq!((title.status, title.received), (TitleStatus::Registered, 1));
}

#[tokio::test]
async fn a_second_registration_is_a_duplicate_and_changes_nothing() {
    let simulator = simulator().await;
    ask_bradesco(&simulator, &bradesco(1_000_001)).await;
    let mut other = bradesco(1_000_001);
    other["boleto"]["valor_titulo"] = 9999.into();
    for body in [&bradesco(1_000_001), &other] {
        let reply = ask_bradesco(&simulator, body).await;
        assert_eq!(reply.status(), 200);
        assert_eq!(
            reply.json(),
            fixture(include_str!("../fixtures/bradesco_already_exists.json"))
        );
    }

    let titles = simulator.titles();
    assert_eq!((titles.len(), titles[0].received), (1, 3));
    assert_eq!(titles[0].amount, Cents::from(2000));
    let attempts = simulator.attempts();
    let applied: Vec<_> = attempts.iter().map(|attempt| attempt.applied).collect();
    let ordinals: Vec<_> = attempts.iter().map(|attempt| attempt.ordinal).collect();
    assert_eq!(
        (applied, ordinals),
        (vec![true, false, false], vec![1, 2, 3])
    );
    assert_eq!(attempts[2].verdict, Verdict::AlreadyExists);
    assert_eq!(attempts[2].registration.amount, Cents::from(9999));
}

#[tokio::test]
async fn another_wallet_is_another_title() {
    let simulator = simulator().await;
    let mut strict = bradesco(1);
    strict["boleto"]["carteira"] = "25".into();
    for body in [&bradesco(1), &strict] {
        assert_eq!(ask_bradesco(&simulator, body).await.status(), 201);
    }
    assert_eq!(simulator.titles().len(), 2);
}

#[tokio::test]
async fn a_query_shows_the_title_or_that_there_is_none() {
    let simulator = simulator().await;
    let reply = search_bradesco(&simulator, 1_000_001).await;
    assert_eq!(reply.status(), 200);
    assert_eq!(
        reply.json(),
        fixture(include_str!("../fixtures/query_not_found.json"))
    );

    ask_bradesco(&simulator, &bradesco(1_000_001)).await;
    let reply = search_bradesco(&simulator, 1_000_001).await;
    assert_eq!(reply.status(), 200);
    assert_eq!(
        reply.json(),
        fixture(include_str!("../fixtures/query.json"))
    );
}

#[tokio::test]
async fn a_query_without_numbers_is_told_so() {
    let simulator = simulator().await;
    let known = simulator.credentials();
    let authorization = basic(&known.merchant_id, &known.api_key);
    let url = simulator.bradesco_url();
    let reply = exchange(&url, "GET", Some(&authorization), "", PATIENCE).await;
    assert_eq!(reply.json()["status"]["codigo"], 9_300_529);
}

#[tokio::test]
async fn nobody_registers_without_the_shops_key() {
    let simulator = simulator().await;
    let url = simulator.bradesco_url();
    let body = bradesco(1).to_string();
    for authorization in [
        None,
        Some(basic("90000", "wrong")),
        Some("Bearer x".to_owned()),
    ] {
        let reply = exchange(&url, "POST", authorization.as_deref(), &body, PATIENCE).await;
        assert_eq!(reply.status(), 401);
        assert_eq!(reply.json()["status"]["codigo"], 93_005_115);
    }
    assert!(simulator.titles().is_empty() && simulator.attempts().is_empty());
    assert_eq!(simulator.journal().len(), 3);
}

#[tokio::test]
async fn each_fault_of_a_title_is_refused_with_its_code() {
    let simulator = simulator().await;
    let cases = [
        ("/boleto/carteira", json!("09"), 93_005_120),
        ("/boleto/nosso_numero", json!(0), 930_057),
        ("/boleto/nosso_numero", json!("x"), 930_057),
        ("/boleto/nosso_numero", json!(100_000_000_000_u64), 930_057),
        ("/boleto/valor_titulo", json!(0), 9_300_520),
        ("/boleto/data_vencimento", json!("20/12/2026"), 9_300_552),
        ("/boleto/data_vencimento", json!("2026-11-20"), 9_300_552),
        ("/boleto/data_vencimento", json!("2037-01-01"), 9_300_576),
        ("/boleto/data_emissao", json!("2026-11-20"), 9_300_551),
        ("/boleto/data_emissao", json!("2026-11-22"), 9_300_596),
        ("/boleto/data_emissao", json!(null), 9_300_551),
        ("/boleto/pagador/nome", json!(" "), 93_005_112),
        ("/boleto/pagador/nome", json!("Łódź"), 930_052),
        ("/boleto/pagador/nome", json!("a".repeat(151)), 930_052),
        ("/boleto/pagador/documento", json!("52998224726"), 9_300_514),
        (
            "/boleto/pagador/documento",
            json!("529.982.247-25"),
            9_300_514,
        ),
        ("/boleto/pagador/tipo_documento", json!("2"), 9_300_514),
        ("/boleto/pagador/tipo_documento", json!(null), 9_300_514),
        ("/boleto/pagador/endereco", json!(null), 93_005_112),
        ("/boleto/pagador/endereco/cep", json!("1310-100"), 9_300_544),
        (
            "/boleto/pagador/endereco/uf",
            json!("São Paulo"),
            93_005_126,
        ),
        ("/boleto/pagador/endereco/numero", json!(null), 93_005_112),
        (
            "/boleto/pagador/endereco/logradouro",
            json!("tab\there"),
            930_052,
        ),
        (
            "/boleto/pagador/endereco/complemento",
            json!("a".repeat(21)),
            930_052,
        ),
        (
            "/boleto/informacoes_opcionais/valor_juros",
            json!(1),
            9_300_530,
        ),
        (
            "/boleto/informacoes_opcionais/perc_multa_atraso",
            json!("00200000"),
            9_300_531,
        ),
        (
            "/boleto/informacoes_opcionais/perc_juros",
            json!("2.3"),
            930_052,
        ),
        (
            "/boleto/informacoes_opcionais/perc_juros",
            json!("10000001"),
            9_300_554,
        ),
        (
            "/boleto/informacoes_opcionais/qtde_dias_juros",
            json!(100),
            93_005_100,
        ),
        (
            "/boleto/informacoes_opcionais/qtde_dias_multa_atraso",
            json!(100),
            9_300_532,
        ),
        ("/merchant_id", json!("1"), 93_005_113),
    ];
    for (pointer, value, code) in cases {
        let mut body = bradesco(7);
        let field = match body.pointer_mut(pointer) {
            Some(field) => field,
            None => {
                let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
                &mut body.pointer_mut(parent).expect("its parent")[key]
            }
        };
        *field = value.clone();
        let reply = ask_bradesco(&simulator, &body).await;
        assert_eq!(reply.status(), 200, "{pointer} {value}");
        assert_eq!(reply.json()["status"]["codigo"], code, "{pointer} {value}");
    }
    assert!(simulator.titles().is_empty());
}

#[tokio::test]
async fn a_guarantor_is_looked_at_like_a_payer() {
    let simulator = simulator().await;
    let guarantor = json!({
        "nome": "Loja", "documento": "11222333000181", "tipo_documento": "2",
        "endereco": bradesco(1)["boleto"]["pagador"]["endereco"]
    });
    let mut body = bradesco(1);
    body["boleto"]["informacoes_opcionais"]["sacador_avalista"] = guarantor;
    assert_eq!(ask_bradesco(&simulator, &body).await.status(), 201);

    for (field, value, code) in [
        ("nome", json!(null), 9_300_580),
        ("documento", json!("1"), 9_300_580),
        ("endereco", json!({ "cep": "1" }), 9_300_545),
    ] {
        let mut body = body.clone();
        body["boleto"]["nosso_numero"] = 2.into();
        body["boleto"]["informacoes_opcionais"]["sacador_avalista"][field] = value;
        let reply = ask_bradesco(&simulator, &body).await;
        assert_eq!(reply.json()["status"]["codigo"], code, "{field}");
    }
}

#[tokio::test]
async fn what_is_no_title_at_all_is_a_bad_request() {
    let simulator = simulator().await;
    for body in [
        json!({}),
        json!([]),
        json!({ "merchant_id": "90000", "boleto": {} }),
    ] {
        let reply = ask_bradesco(&simulator, &body).await;
        assert_eq!(
            (reply.status(), &reply.json()["status"]["codigo"]),
            (400, &json!(930_052))
        );
    }
}

#[tokio::test]
async fn the_banks_today_decides_what_is_past() {
    let simulator = simulator().await;
    simulator.set_today(Some(date(2026, 12, 20)));
    let mut body = bradesco(1);
    body["boleto"]["data_emissao"] = "2026-12-20".into();
    assert_eq!(ask_bradesco(&simulator, &body).await.status(), 201);

    simulator.set_today(Some(date(2026, 12, 21)));
    body["boleto"]["nosso_numero"] = 2.into();
    body["boleto"]["data_emissao"] = "2026-12-21".into();
    let reply = ask_bradesco(&simulator, &body).await;
    assert_eq!(reply.json()["status"]["codigo"], 9_300_552);
    assert_eq!(
        simulator.attempts()[1].registration.issued_on,
        Some(date(2026, 12, 21))
    );
}
