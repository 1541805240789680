use boleto::{Boleto, DigitableLine, Issuer, Personal};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{Confirmation, sample};

const TODAY: Date = jiff::civil::date(2026, 11, 21);

fn house() -> PostalAddress {
    PostalAddress::of(&sample::house(), &ADDRESS).unwrap()
}

fn title() -> Title {
    sample::title(Issuer::Bradesco)
}

fn said(title: &Title) -> Value {
    serde_json::to_value(to_request(title, "100005254", &house(), TODAY)).unwrap()
}

fn charge(percentage: Option<&str>, cents: Option<u32>, days: Option<u32>) -> Charge {
    Charge {
        percentage: percentage.map(|text| text.parse().unwrap()),
        amount: cents.map(Cents::from),
        days,
    }
}

#[test]
fn a_request_says_what_the_fixture_says() {
    let title = Title {
        interest: charge(Some("1"), None, Some(1)),
        fine: charge(None, Some(150), Some(2)),
        ..title()
    };
    let fixture: Value = serde_json::from_str(include_str!("../fixtures/request.json")).unwrap();
    assert_eq!(said(&title), fixture);
}

#[test]
fn percentages_are_exact() {
    for (text, digits) in [
        ("1", "00100000"),
        ("100", "10000000"),
        ("2.3", "00230000"),
        ("1.15", "00115000"),
        ("0.29", "00029000"),
        ("0.00001", "00000001"),
    ] {
        assert_eq!(
            percentage(&charge(Some(text), None, None)).as_deref(),
            Some(digits),
            "{text}"
        );
    }
}

proptest! {
    #[test]
    fn a_percentage_is_its_units_in_eight_digits(units in 1..=10_000_000_u32) {
        let charge = Charge { percentage: Percentage::from_units(units).ok(), ..Charge::default() };
        let digits = percentage(&charge).unwrap();
        prop_assert_eq!(digits.len(), 8);
        prop_assert_eq!(digits.parse(), Ok(units));
    }
}

#[test]
fn a_zero_beside_a_charge_is_not_said() {
    let title = Title {
        interest: charge(Some("2.5"), Some(0), Some(1)),
        fine: charge(Some("0"), Some(0), Some(3)),
        ..title()
    };
    let said = &said(&title)["boleto"]["informacoes_opcionais"];
    assert_eq!(said["perc_juros"], "00250000");
    assert_eq!(said["qtde_dias_juros"], 1);
    for field in [
        "valor_juros",
        "perc_multa_atraso",
        "valor_multa_atraso",
        "qtde_dias_multa_atraso",
    ] {
        assert!(said.get(field).is_none(), "{field}");
    }
}

#[test]
fn a_missing_or_half_address_is_replaced_by_the_houses() {
    for address in [
        None,
        Some(Address {
            city: None,
            ..sample::address()
        }),
    ] {
        let title = Title {
            payer_address: address.clone(),
            company: Company {
                address,
                ..title().company
            },
            ..title()
        };
        let said = said(&title);
        let payer = &said["boleto"]["pagador"];
        let guarantor = &said["boleto"]["informacoes_opcionais"]["sacador_avalista"];
        for party in [payer, guarantor] {
            assert_eq!(party["endereco"]["cep"], "80010000");
            assert_eq!(party["endereco"]["uf"], "PR");
        }
    }
}

#[test]
fn half_a_company_is_no_guarantor() {
    for company in [
        Company::default(),
        Company {
            name: None,
            ..title().company
        },
        Company {
            document_number: Some(Personal::new("123")),
            ..title().company
        },
        Company {
            name: Some(Personal::new("🏪")),
            ..title().company
        },
    ] {
        let said = said(&Title { company, ..title() });
        assert!(
            said["boleto"]["informacoes_opcionais"]
                .get("sacador_avalista")
                .is_none()
        );
    }
}

#[test]
fn a_company_with_letters_in_its_document_is_a_company() {
    let payer = boleto::Payer {
        document_type: Some(DocumentType::Cnpj),
        document_number: Some(Personal::new("12.ABC.345/01DE-35")),
        ..sample::boleto(Issuer::Bradesco).payer
    };
    let boleto = Boleto {
        payer,
        ..sample::boleto(Issuer::Bradesco)
    };
    let said = said(&Title::of(&boleto).unwrap());
    assert_eq!(said["boleto"]["pagador"]["documento"], "12ABC34501DE35");
    assert_eq!(said["boleto"]["pagador"]["tipo_documento"], "2");
}

#[test]
fn names_are_cut_and_cleaned() {
    let name = format!("{}\t’🎉 Ł", "é".repeat(200));
    let said = said(&Title {
        payer_name: Personal::new(name),
        ..title()
    });
    assert_eq!(said["boleto"]["pagador"]["nome"], "é".repeat(150));
}

fn read(fixture: &str) -> Answer {
    from_response(&Reply::sample(200, fixture), &title())
}

#[test]
fn a_registration_is_believed_in_the_banks_own_words_only() {
    let registered = |code: &str| {
        Answer::Registered(Confirmation {
            code: Some(code.into()),
            ..Confirmation::default()
        })
    };
    assert_eq!(
        read(include_str!("../fixtures/registered.json")),
        registered("0")
    );
    let bare = include_str!("../fixtures/registered_without_details.json");
    assert_eq!(read(bare), registered("930051"));
    assert_eq!(
        from_response(&Reply::sample(201, bare), &title()),
        registered("930051")
    );
    assert_eq!(
        from_response(&Reply::sample(400, bare), &title()),
        Answer::Unknown(Cause::Status(400))
    );
}

#[test]
fn another_number_is_no_registration_of_ours() {
    let answer = read(include_str!("../fixtures/registered_another_number.json"));
    assert_eq!(answer, Answer::Unknown(Cause::OtherNumber));
}

#[test]
fn another_amount_or_day_is_no_registration_of_ours() {
    let answer = read(include_str!("../fixtures/registered_another_amount.json"));
    assert_eq!(answer, Answer::Unknown(Cause::OtherTerms));
    let other_day = r#"{"boleto":{"data_vencimento":"2026-12-21"},"status":{"codigo":0}}"#;
    assert_eq!(read(other_day), Answer::Unknown(Cause::OtherTerms));
}

#[test]
fn the_banks_line_is_kept_where_it_differs() {
    let other = Title {
        slip: sample::title(Issuer::Bradesco)
            .agreement
            .issue(title().title_id, title().due_on, Cents::from(2001))
            .unwrap(),
        ..title()
    };
    let line = other.slip.digitable_line;
    let body = json!({"boleto": {"linha_digitavel": line.to_string()}, "status": {"codigo": 0}});
    let Answer::Registered(confirmation) = read(&body.to_string()) else {
        panic!()
    };
    assert_eq!(confirmation.digitable_line, Some(line));
    assert_eq!(confirmation.barcode, Some(other.slip.barcode));
}

#[test]
fn a_line_of_another_number_is_no_registration_of_ours() {
    let number = boleto::TitleId::new(1_000_002).unwrap();
    let slip = title()
        .agreement
        .issue(number, title().due_on, title().amount)
        .unwrap();
    let line = DigitableLine::from(slip.barcode).to_string();
    let body = json!({"boleto": {"linha_digitavel": line}, "status": {"codigo": 0}});
    assert_eq!(read(&body.to_string()), Answer::Unknown(Cause::OtherNumber));
}

#[test]
fn a_refusal_keeps_the_banks_code() {
    for (fixture, code, lasting) in [
        (include_str!("../fixtures/refused.json"), "930056", true),
        (
            include_str!("../fixtures/refused_for_now.json"),
            "9300595",
            false,
        ),
    ] {
        let refused = Answer::Refused {
            code: Some(code.into()),
            lasting,
        };
        assert_eq!(read(fixture), refused);
        assert_eq!(
            from_response(&Reply::sample(400, fixture), &title()),
            refused
        );
        let broken = from_response(&Reply::sample(500, fixture), &title());
        assert_eq!(broken, Answer::Unknown(Cause::Status(500)));
    }
}

#[test]
fn a_title_that_exists_is_neither_registered_nor_refused() {
    for code in ["9300574", "9300593", "69"] {
        let fixture = include_str!("../fixtures/already_exists.json").replace("9300574", code);
        let exists = Answer::AlreadyExists {
            code: code.into(),
            differs: false,
        };
        assert_eq!(read(&fixture), exists);
    }
}

#[test]
fn a_wrong_key_is_our_fault() {
    let answer = read(include_str!("../fixtures/our_fault.json"));
    assert_eq!(answer, Answer::OurFault(Cause::Code("93005115".into())));
}

#[test]
fn an_undecided_or_undocumented_code_decides_nothing() {
    for (fixture, code) in [
        (include_str!("../fixtures/in_progress.json"), "93005999"),
        (include_str!("../fixtures/undocumented.json"), "-518"),
    ] {
        assert_eq!(read(fixture), Answer::Unknown(Cause::Code(code.into())));
    }
}

#[test]
fn a_body_without_the_banks_words_says_nothing() {
    for body in [
        "",
        "<html>OK</html>",
        "{}",
        r#"{"status":null}"#,
        r#"{"status":{"codigo":null}}"#,
        r#"{"status":{"codigo":0}"#,
        r#"{"status":{"codigo":0,"codigo":930056}}"#,
        r#"[{"status":{"codigo":0}}]"#,
    ] {
        assert_eq!(read(body), Answer::Unknown(Cause::Unreadable), "{body}");
        let answer = from_response(&Reply::sample(400, body), &title());
        assert_eq!(answer, Answer::Unknown(Cause::Status(400)), "{body}");
    }
}

fn search(status: u16, fixture: &str) -> Search {
    from_query(&Reply::sample(status, fixture), &title())
}

#[test]
fn a_title_is_found_with_amount_day_and_payer() {
    let Search::Found(found) = search(200, include_str!("../fixtures/found.json")) else {
        panic!()
    };
    assert!(found.is(&title()));
    let other = include_str!("../fixtures/found.json").replace(": 2000,", ": 2001,");
    let Search::Found(found) = search(200, &other) else {
        panic!()
    };
    assert!(!found.is(&title()));
}

#[test]
fn a_query_that_the_bank_answers_half_or_not_tells_nothing() {
    let found = include_str!("../fixtures/found.json");
    for (status, body) in [
        (404, String::new()),
        (405, String::new()),
        (500, found.to_owned()),
        (401, found.to_owned()),
        (200, "<html>".to_owned()),
        (200, r#"{"boleto":{},"status":{"codigo":0}}"#.to_owned()),
        (200, r#"{"boleto":null,"status":{"codigo":0}}"#.to_owned()),
        (200, found.replace("52998224725", "")),
        (200, found.replace("1000001,", "1000002,")),
        (200, found.replace("2026-12-20", "soon")),
        (200, found.replace(": 0,", ": 93005999,")),
    ] {
        assert_eq!(search(status, &body), Search::CannotTell, "{status} {body}");
    }
    let not_found = include_str!("../fixtures/not_found.json");
    assert_eq!(search(200, not_found), Search::NotFound);
    assert_eq!(search(404, not_found), Search::CannotTell);
}
