//! The tables, whole, against the ones that were gathered from the original and from boleto-api.

use std::collections::HashSet;

use serde::Deserialize;

use super::*;

/// A row of a gathered table: what the original did, and what was recommended after reading it.
#[derive(Deserialize)]
struct Gathered {
    code: String,
    message: String,
    outcome: String,
    recommended: String,
}

/// A row of the gathered table of boleto-api's own codes.
#[derive(Deserialize)]
struct GatheredOfBoletoApi {
    code: String,
    reached_bank: serde_json::Value,
}

/// Our departures from what was recommended: these speak of the agreement's state or of its wallet, where the bank does look
/// at the title and says no to it. A blocked agreement is no wrong key.
const OF_THE_AGREEMENT: [&str; 8] = [
    "9300519", "9300525", "9300533", "9300556", "9300588", "9300591", "93005120", "-546",
];

fn meaning(issuer: Issuer, code: &str) -> Meaning {
    find(tables(issuer), code)
        .unwrap_or_else(|| panic!("{code} is not listed"))
        .1
}

fn check(issuer: Issuer, json: &str, count: usize) {
    let gathered: Vec<Gathered> = serde_json::from_str(json).unwrap();
    assert_eq!(gathered.len(), count);
    for Gathered {
        code,
        message,
        outcome,
        recommended,
    } in gathered
    {
        let meaning = meaning(issuer, &code);
        let agrees = match recommended.as_str() {
            "registered" => meaning == REGISTERED,
            "refused" => matches!(meaning, Meaning::Refused { .. }),
            "already_exists_verify" => matches!(meaning, Meaning::AlreadyExists { .. }),
            "poll_then_verify" | "unknown_retry_same_number" => meaning == UNDECIDED,
            "configuration_error_alert" if OF_THE_AGREEMENT.contains(&code.as_str()) => {
                meaning == FOR_NOW
            }
            "configuration_error_alert" => meaning == OUR_FAULT,
            other => panic!("{other}"),
        };
        assert!(agrees, "{code} {message}: {recommended}, {meaning:?}");
        // Nothing is refused that the original did not refuse.
        if matches!(meaning, Meaning::Refused { .. }) {
            assert_eq!(outcome, "refused", "{code}");
        }
        let words = reason(issuer, &code).unwrap();
        assert!(
            !words.is_empty() && !words.contains("BOLETO BANCÁRIO BRADESCO"),
            "{code}"
        );
    }
}

#[test]
fn every_code_of_bradesco_is_judged_as_recommended_or_said_why_not() {
    check(
        Issuer::Bradesco,
        include_str!("../../fixtures/tables/bradesco.json"),
        123,
    );
}

#[test]
fn every_code_of_shopfacil_is_judged_as_recommended_or_said_why_not() {
    let json = include_str!("../../fixtures/tables/shopfacil.json");
    check(Issuer::BoletoApiBradescoShopfacil, json, 157);
}

#[test]
fn a_code_of_boleto_api_refuses_only_where_the_bank_was_not_reached() {
    let json = include_str!("../../fixtures/tables/boleto-api.json");
    let gathered: Vec<GatheredOfBoletoApi> = serde_json::from_str(json).unwrap();
    assert_eq!(gathered.len(), 21);
    for GatheredOfBoletoApi { code, reached_bank } in gathered {
        if code == "MP<status>" {
            continue;
        }
        for issuer in [Issuer::BoletoApiBradescoShopfacil, Issuer::BoletoApiCaixa] {
            match meaning(issuer, &code) {
                Meaning::Refused { .. } => assert_eq!(reached_bank, false, "{code}"),
                Meaning::OurFault => assert_ne!(reached_bank, "unknown", "{code}"),
                Meaning::Undecided => assert_ne!(reached_bank, false, "{code}"),
                other @ (Meaning::Registered | Meaning::AlreadyExists { .. }) => {
                    panic!("{other:?}")
                }
            }
        }
    }
}

#[test]
fn what_may_echo_the_banks_status_refuses_nothing() {
    let mp400 = |issuer| meaning(issuer, "MP400");
    assert_eq!(mp400(Issuer::BoletoApiBradescoShopfacil), FOR_NOW);
    assert_eq!(mp400(Issuer::BoletoApiCaixa), OUR_FAULT);
}

#[test]
fn every_number_of_caixa_is_listed_once() {
    for number in 1..=67 {
        assert!(
            reason(Issuer::BoletoApiCaixa, &format!("({number})")).is_some(),
            "{number}"
        );
    }
    assert!(reason(Issuer::BoletoApiCaixa, "(68)").is_none());
    assert_eq!(meaning(Issuer::BoletoApiCaixa, "(38)"), EXISTS);
    assert_eq!(meaning(Issuer::BoletoApiCaixa, "(54)"), OUR_FAULT);
    for number in 61..=67 {
        assert_eq!(
            meaning(Issuer::BoletoApiCaixa, &format!("({number})")),
            LASTING
        );
    }
}

#[test]
fn no_table_lists_a_code_twice() {
    for issuer in Issuer::ALL {
        for table in tables(issuer) {
            let codes = table.iter().map(|(code, ..)| code).collect::<HashSet<_>>();
            assert_eq!(codes.len(), table.len(), "{issuer}");
        }
    }
}

#[test]
fn what_depends_on_the_day_or_the_agreement_is_not_lasting() {
    let depends = [
        "DATA",
        "BLOQUEA",
        "CONTRAT",
        "NEGOCIA",
        "PARAMETRO",
        "CARTEIRA",
        "PENDENTE",
        "INATIVO",
        "INAPTO",
        "VENCIMENTO",
        "PERMITIDO",
    ];
    let mut lasting = 0;
    for issuer in Issuer::ALL {
        for (code, meaning, words) in tables(issuer).iter().copied().flatten() {
            let words = words.to_uppercase();
            if *meaning == LASTING {
                lasting += 1;
                assert!(
                    !depends.iter().any(|word| words.contains(word)),
                    "{code} {words}"
                );
            }
        }
    }
    assert!(lasting > 100);
}

#[test]
fn a_reason_is_given_for_what_is_listed_only() {
    assert_eq!(
        reason(Issuer::Bradesco, "930056"),
        Some("CPF/CNPJ INVALIDO")
    );
    assert_eq!(
        reason(Issuer::BoletoApiBradescoShopfacil, "-548"),
        Some("Falha na comunicação")
    );
    assert_eq!(reason(Issuer::Bradesco, "-548"), None);
    assert_eq!(reason(Issuer::BoletoApiCaixa, "930056"), None);
    assert_eq!(reason(Issuer::Development, "0"), None);
}
