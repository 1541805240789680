use boleto::{Barcode, Company, DocumentType, Issuer, Personal};
use serde_json::{Value, json};

use super::*;
use crate::{
    Answer, Cause, Confirmation, boleto_api::mapping::from_response, reply::Reply, sample,
};

fn shop() -> Shop {
    Shop {
        merchant_id: "90000".into(),
        api_key: Secret::new("shop-key"),
        agreement_number: 4321,
        recipient: recipient(&sample::recipient()).unwrap(),
        house: PostalAddress::of(&sample::house(), &ADDRESS).unwrap(),
    }
}

fn title() -> Title {
    sample::title(Issuer::BoletoApiBradescoShopfacil)
}

fn said(title: &Title) -> Value {
    serde_json::to_value(to_request(title, &shop(), "bol_1-00000001".into())).unwrap()
}

#[test]
fn a_request_says_what_the_fixture_says() {
    let title = Title {
        instructions: Some("Não receber após o vencimento;\tmulta de \"2%\" 💰".into()),
        ..title()
    };
    let fixture: Value = serde_json::from_str(include_str!("../fixtures/request.json")).unwrap();
    assert_eq!(said(&title), fixture);
}

#[test]
fn a_title_without_a_company_belongs_to_the_stacks_own() {
    for company in [
        Company::default(),
        Company {
            name: None,
            ..title().company
        },
    ] {
        let said = said(&Title { company, ..title() });
        assert_eq!(said["recipient"]["name"], "Superbowleto Pagamentos S/A");
        assert_eq!(said["recipient"]["document"]["type"], "CNPJ");
    }
    let said = said(&Title {
        company: Company::default(),
        ..title()
    });
    assert_eq!(said["recipient"]["address"]["city"], "Curitiba");
}

#[test]
fn what_boleto_api_would_break_on_is_not_said() {
    let name = Personal::new("D'Ávila & \"Filhos\" \\ <1+1>");
    let said = said(&Title {
        payer_name: name,
        ..title()
    });
    assert_eq!(said["buyer"]["name"], "D Ávila e Filhos 1 1");
}

#[test]
fn a_missing_address_is_replaced_by_the_houses() {
    let said = said(&Title {
        payer_address: None,
        ..title()
    });
    assert_eq!(said["buyer"]["address"]["zipCode"], "80010000");
}

#[test]
fn a_company_that_pays_is_one() {
    let mut boleto = sample::boleto(Issuer::BoletoApiBradescoShopfacil);
    boleto.payer.document_type = Some(DocumentType::Cnpj);
    boleto.payer.document_number = Some(Personal::new("11222333000181"));
    let said = said(&Title::of(&boleto).unwrap());
    assert_eq!(
        said["buyer"]["document"],
        json!({"type": "CNPJ", "number": "11222333000181"})
    );
}

fn read(status: u16, body: &Value) -> Answer {
    from_response(
        &Reply::sample(status, &body.to_string()),
        &title(),
        &DIALECT,
    )
}

fn fixture(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn registered() -> Value {
    fixture(include_str!("../fixtures/registered.json"))
}

#[test]
fn a_registration_is_believed_with_line_and_barcode() {
    let confirmation = Confirmation {
        code: Some("0".into()),
        barcode: Some(title().slip.barcode),
        digitable_line: Some(title().slip.digitable_line),
        url: Some("https://boleto.example/boleto?fmt=html&id=1&pk=2".into()),
    };
    assert_eq!(read(200, &registered()), Answer::Registered(confirmation));
    for status in [202, 302, 400, 500] {
        assert_eq!(
            read(status, &registered()),
            Answer::Unknown(Cause::Status(status))
        );
    }
}

#[test]
fn a_registration_without_line_or_barcode_is_none() {
    for field in ["digitableLine", "barCodeNumber"] {
        let mut body = registered();
        body[field] = Value::Null;
        assert_eq!(
            read(200, &body),
            Answer::Unknown(Cause::Incomplete),
            "{field}"
        );
        body[field] = "".into();
        assert_eq!(
            read(200, &body),
            Answer::Unknown(Cause::Incomplete),
            "{field}"
        );
        body[field] = "123".into();
        let forgiven = field == "barCodeNumber";
        assert_eq!(
            matches!(read(200, &body), Answer::Registered(_)),
            forgiven,
            "{field}"
        );
    }
}

#[test]
fn a_barcode_with_a_digit_too_many_is_made_up_for_by_a_line_that_is_ours() {
    let mut body = registered();
    let barcode = body["barCodeNumber"].as_str().unwrap().to_owned();
    body["barCodeNumber"] = format!("{}0{}", &barcode[..5], &barcode[5..]).into();
    let Answer::Registered(confirmation) = read(200, &body) else {
        panic!()
    };
    assert_eq!(confirmation.barcode, Some(title().slip.barcode));

    let other = title()
        .agreement
        .issue(title().title_id, title().due_on, 2001.into())
        .unwrap();
    body["digitableLine"] = other.digitable_line.to_string().into();
    assert_eq!(read(200, &body), Answer::Unknown(Cause::Incomplete));
}

#[test]
fn links_may_be_missing() {
    let mut body = registered();
    body.as_object_mut().unwrap().remove("links");
    let Answer::Registered(confirmation) = read(200, &body) else {
        panic!()
    };
    assert_eq!(confirmation.url, None);
}

#[test]
fn another_number_is_no_registration_of_ours() {
    let mut body = registered();
    body["ourNumber"] = "00001000002".into();
    assert_eq!(read(200, &body), Answer::Unknown(Cause::OtherNumber));

    let number = boleto::TitleId::new(1_000_002).unwrap();
    let other = title()
        .agreement
        .issue(number, title().due_on, title().amount)
        .unwrap();
    for (line, barcode) in [
        (other.digitable_line, other.barcode),
        (title().slip.digitable_line, other.barcode),
        (other.digitable_line, title().slip.barcode),
    ] {
        let mut body = registered();
        body["digitableLine"] = line.to_string().into();
        body["barCodeNumber"] = Barcode::to_string(&barcode).into();
        assert_eq!(read(200, &body), Answer::Unknown(Cause::OtherNumber));
    }
}

#[test]
fn the_banks_line_is_kept_where_it_differs() {
    let other = title()
        .agreement
        .issue(title().title_id, title().due_on, 2001.into())
        .unwrap();
    let mut body = registered();
    body["digitableLine"] = other.digitable_line.to_string().into();
    body["barCodeNumber"] = other.barcode.to_string().into();
    let Answer::Registered(confirmation) = read(200, &body) else {
        panic!()
    };
    assert_eq!(confirmation.digitable_line, Some(other.digitable_line));
    assert_eq!(confirmation.barcode, Some(other.barcode));
}

fn errors(code: impl Into<Value>) -> Value {
    json!({"errors": [{"code": code.into(), "message": "?"}]})
}

#[test]
fn a_refusal_keeps_the_banks_code() {
    let refused = fixture(include_str!("../fixtures/refused.json"));
    let answer = Answer::Refused {
        code: Some("-527".into()),
        lasting: true,
    };
    assert_eq!(read(400, &refused), answer);
    for (code, lasting) in [
        ("930056", true),
        ("9300588", false),
        ("MPExpireDate", false),
        ("MPAmountInCents", true),
    ] {
        let refused = Answer::Refused {
            code: Some(code.into()),
            lasting,
        };
        assert_eq!(read(400, &errors(code)), refused, "{code}");
        assert_eq!(read(422, &errors(code)), refused, "{code}");
    }
}

#[test]
fn a_code_may_be_a_number() {
    let refused = Answer::Refused {
        code: Some("-527".into()),
        lasting: true,
    };
    assert_eq!(read(400, &errors(-527)), refused);
}

#[test]
fn a_title_that_exists_is_neither_registered_nor_refused() {
    for code in ["9300574", "9300593", "69", "-401", "-999"] {
        let exists = Answer::AlreadyExists {
            code: code.into(),
            differs: false,
        };
        assert_eq!(read(400, &errors(code)), exists);
    }
    for code in ["-393", "-394", "-549"] {
        let exists = Answer::AlreadyExists {
            code: code.into(),
            differs: true,
        };
        assert_eq!(read(400, &errors(code)), exists);
    }
}

#[test]
fn an_undecided_or_undocumented_code_decides_nothing() {
    let undocumented = fixture(include_str!("../fixtures/undocumented.json"));
    assert_eq!(
        read(400, &undocumented),
        Answer::Unknown(Cause::Code("12345".into()))
    );
    for code in ["-548", "-902", "93005116", "93005117", "93005999", "MP502"] {
        assert_eq!(
            read(400, &errors(code)),
            Answer::Unknown(Cause::Code(code.into()))
        );
    }
    assert_eq!(
        read(500, &errors("MP500")),
        Answer::Unknown(Cause::Status(500))
    );
}

#[test]
fn credentials_and_versions_are_our_fault() {
    let bare = fixture(include_str!("../fixtures/bare_errors.json"));
    assert_eq!(
        read(400, &bare),
        Answer::OurFault(Cause::Code("MP400".into()))
    );
    assert_eq!(
        read(400, &errors("-518")),
        Answer::OurFault(Cause::Code("-518".into()))
    );
    assert_eq!(
        read(401, &errors("MP401")),
        Answer::OurFault(Cause::Status(401))
    );
}

#[test]
fn success_and_error_at_once_are_neither() {
    let mut body = registered();
    body["errors"] = errors("930056")["errors"].clone();
    assert_eq!(read(200, &body), Answer::Unknown(Cause::Unreadable));
    assert_eq!(read(400, &body), Answer::Unknown(Cause::Status(400)));
    assert_eq!(read(400, &errors("0")), Answer::Unknown(Cause::Status(400)));
    assert_eq!(read(200, &errors("0")), Answer::Unknown(Cause::Unreadable));
}

#[test]
fn a_body_without_the_banks_words_says_nothing() {
    for body in [json!({}), json!({"errors": []}), json!({"errors": null})] {
        assert_eq!(
            read(200, &body),
            Answer::Unknown(Cause::Incomplete),
            "{body}"
        );
        assert_eq!(
            read(400, &body),
            Answer::Unknown(Cause::Status(400)),
            "{body}"
        );
    }
    for body in [
        json!([]),
        json!("?"),
        json!(null),
        json!([null]),
        json!({"errors": "?"}),
    ] {
        assert_eq!(
            read(200, &body),
            Answer::Unknown(Cause::Unreadable),
            "{body}"
        );
        assert_eq!(
            read(400, &body),
            Answer::Unknown(Cause::Status(400)),
            "{body}"
        );
    }
    for body in [
        "",
        "<html>",
        "{\"digitableLine\":\"1",
        "{\"errors\":[],\"errors\":[]}",
    ] {
        let answer = from_response(&Reply::sample(200, body), &title(), &DIALECT);
        assert_eq!(answer, Answer::Unknown(Cause::Unreadable), "{body}");
    }
}
