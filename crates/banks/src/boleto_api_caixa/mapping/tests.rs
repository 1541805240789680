use boleto::{Company, Issuer, Personal};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    Answer, Cause, Confirmation, boleto_api::mapping::from_response, reply::Reply, sample,
};

fn stack() -> Stack {
    Stack {
        recipient: recipient(&sample::recipient()).unwrap(),
        payer_page: Some("gateway.example/boletos".into()),
        house: PostalAddress::of(&sample::house(), &ADDRESS).unwrap(),
    }
}

fn title() -> Title {
    sample::title(Issuer::BoletoApiCaixa)
}

fn said(title: &Title) -> Value {
    serde_json::to_value(to_request(title, &stack(), "bol_1-00000001".into())).unwrap()
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
        instructions: Some("Não receber após o vencimento.".into()),
        interest: charge(Some("2.3"), Some(0), Some(1)),
        fine: charge(None, Some(150), Some(2)),
        company: Company {
            address: None,
            ..title().company
        },
        ..title()
    };
    let fixture: Value = serde_json::from_str(include_str!("../fixtures/request.json")).unwrap();
    assert_eq!(said(&title), fixture);
}

#[test]
fn the_wishes_win_over_the_wallet() {
    let rules = |rules: Vec<Rule>, wallet: &str| {
        let mut boleto = sample::boleto(Issuer::BoletoApiCaixa);
        boleto.issuer_account.wallet = wallet.into();
        boleto.rules = Some(rules);
        let title = Title::of(&boleto).unwrap();
        said(&title)["title"].get("rules").cloned()
    };
    let strict = Some(json!({"acceptDivergentAmount": false, "maxDaysToPayPastDue": 0}));
    let lenient = Some(json!({"acceptDivergentAmount": true, "maxDaysToPayPastDue": 60}));
    assert_eq!(rules(vec![], "25"), strict);
    assert_eq!(rules(vec![], "26"), lenient);
    assert_eq!(rules(vec![], "14"), None);
    assert_eq!(rules(vec![Rule::NoStrict], "25"), lenient);
    assert_eq!(rules(vec![Rule::StrictExpirationDate], "26"), strict);
    assert_eq!(
        rules(vec![Rule::NoStrict, Rule::StrictExpirationDate], "26"),
        strict
    );
}

#[test]
fn days_alone_are_no_charge() {
    for (interest, fine) in [
        (Charge::default(), Charge::default()),
        (
            charge(None, None, Some(3)),
            charge(Some("0"), Some(0), Some(3)),
        ),
    ] {
        let said = said(&Title {
            interest,
            fine,
            ..title()
        });
        assert!(said["title"].get("fees").is_none());
    }
}

proptest! {
    #[test]
    fn a_percentage_is_said_to_the_digit(units in 1..=10_000_000_u32) {
        let percentage = Percentage::from_units(units).unwrap();
        let interest = Charge { percentage: Some(percentage), ..Charge::default() };
        let request = to_request(&Title { interest, ..title() }, &stack(), String::new());
        let json = serde_json::to_string(&request).unwrap();
        let expected = format!("\"percentagePerMonth\":{percentage}}}");
        prop_assert!(json.contains(&expected), "{}", expected);
    }
}

#[test]
fn an_address_that_is_not_the_payers_is_not_said() {
    let half = boleto::Address {
        zipcode: None,
        ..sample::address()
    };
    for (payer, company) in [
        (None, None),
        (Some(half), None),
        (Some(sample::house()), None),
        (Some(sample::address()), Some(sample::address())),
    ] {
        let company = Company {
            address: company,
            ..title().company
        };
        let said = said(&Title {
            payer_address: payer,
            company,
            ..title()
        });
        assert!(said["buyer"].get("address").is_none());
    }
}

#[test]
fn half_a_company_is_no_guarantor() {
    let said = said(&Title {
        company: Company::default(),
        ..title()
    });
    assert!(said.get("payeeGuarantor").is_none());
    assert_eq!(said["recipient"]["address"]["city"], "Curitiba");
    assert_eq!(
        said["title"]["instructions"],
        "Confira em gateway.example/boletos."
    );
}

#[test]
fn text_is_in_caixas_alphabet_and_fits() {
    let name = Personal::new("Ângela D’Ávila 🎉 \"Ção\" de Souza Albuquerque Cavalcanti");
    let said = said(&Title {
        payer_name: name,
        ..title()
    });
    assert_eq!(
        said["buyer"]["name"],
        "Angela D'Avila Cao de Souza Albuquerque"
    );
}

fn read(status: u16, body: &str) -> Answer {
    from_response(&Reply::sample(status, body), &title(), &DIALECT)
}

fn errors(code: &str, message: &str) -> String {
    json!({"errors": [{"code": code, "message": message}]}).to_string()
}

#[test]
fn a_registration_is_believed_with_line_and_barcode() {
    let registered = include_str!("../fixtures/registered.json");
    let confirmation = Confirmation {
        code: Some("0".into()),
        barcode: Some(title().slip.barcode),
        digitable_line: Some(title().slip.digitable_line),
        url: Some("https://boleto.example/boleto?fmt=html&id=1&pk=2".into()),
    };
    assert_eq!(read(200, registered), Answer::Registered(confirmation));
    for number in ["1000001", "14000000001000001"] {
        let said = registered.replace("\"ourNumber\": \"0\"", &format!("\"ourNumber\": {number}"));
        assert!(
            matches!(read(200, &said), Answer::Registered(_)),
            "{number}"
        );
    }
    let other = registered.replace(
        "\"ourNumber\": \"0\"",
        "\"ourNumber\": \"14000000001000002\"",
    );
    assert_eq!(read(200, &other), Answer::Unknown(Cause::OtherNumber));
}

#[test]
fn a_success_without_line_and_barcode_is_caixa_out_of_order() {
    let answer = read(200, include_str!("../fixtures/out_of_order.json"));
    assert_eq!(answer, Answer::Unknown(Cause::Incomplete));
}

#[test]
fn a_refusal_is_known_by_the_number_in_brackets() {
    let refused = Answer::Refused {
        code: Some("(18)".into()),
        lasting: true,
    };
    assert_eq!(read(400, include_str!("../fixtures/refused.json")), refused);
    let inactive = Answer::Refused {
        code: Some("(36)".into()),
        lasting: false,
    };
    assert_eq!(
        read(400, &errors("1", "(36) BENEFICIARIO INATIVO")),
        inactive
    );
    assert_eq!(read(400, &errors("(36)", "BENEFICIARIO INATIVO")), inactive);
}

#[test]
fn a_title_that_exists_is_neither_registered_nor_refused() {
    let exists = Answer::AlreadyExists {
        code: "(38)".into(),
        differs: false,
    };
    assert_eq!(
        read(400, include_str!("../fixtures/already_exists.json")),
        exists
    );
}

#[test]
fn an_undocumented_refusal_decides_nothing() {
    let undocumented = include_str!("../fixtures/undocumented.json");
    assert_eq!(
        read(400, undocumented),
        Answer::Unknown(Cause::Code("1".into()))
    );
    for (code, message, read_as) in [
        ("1", "(99) OUTRO", "(99)"),
        ("1", "(0) OPERACAO EFETUADA", "(0)"),
        (
            "1",
            "(47) NOSSO NUMERO NAO CADASTRADO PARA O BENEFICIARIO",
            "(47)",
        ),
        ("1", "() ", "1"),
        ("1", "(3", "1"),
        ("2", "SISTEMA INDISPONIVEL", "2"),
        ("X5", "(BK78)", "X5"),
        ("MP429", "(38) NO MATTER", "MP429"),
    ] {
        let answer = read(400, &errors(code, message));
        assert_eq!(
            answer,
            Answer::Unknown(Cause::Code(read_as.into())),
            "{code} {message}"
        );
    }
}

#[test]
fn what_is_between_us_and_boleto_api_is_our_fault() {
    for (code, message, read_as) in [
        ("MP400", "?", "MP400"),
        ("MP401", "Unauthorized", "MP401"),
        ("1", "(54) OPERACAO NAO PERMITIDA - HASH DIVERGENTE", "(54)"),
        ("MPRecipientDocumentType", "?", "MPRecipientDocumentType"),
    ] {
        let answer = read(400, &errors(code, message));
        assert_eq!(
            answer,
            Answer::OurFault(Cause::Code(read_as.into())),
            "{code}"
        );
    }
}
