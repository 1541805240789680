use std::time::Duration;

use serde_json::{Value, json};

use super::requests::{
    PATIENCE, ask_boleto_api, ask_bradesco, bradesco, caixa, meet, search_bradesco, shopfacil,
    simulator,
};
use crate::simulator::{Answer, Fault, Page, Refusal, Rule, Spoil, TitleStatus};

fn refusal(code: &str) -> Refusal {
    Refusal {
        code: code.to_owned(),
        message: None,
    }
}

#[tokio::test]
async fn a_gateways_page_has_any_status_and_says_when_to_return() {
    for status in [400, 401, 403, 404, 408, 409, 422, 500, 502, 503, 504] {
        let (simulator, reply) = meet(Fault::page(status)).await;
        assert_eq!(reply.status(), status);
        assert_eq!(
            reply.header("Content-Type").as_deref(),
            Some("text/html; charset=utf-8")
        );
        assert!(reply.is_whole() && simulator.titles().is_empty());
    }
    let page = Page {
        code: 429,
        retry_after_s: Some(7),
    };
    let (_, reply) = meet(Fault::saying(Answer::Status(page))).await;
    assert_eq!(
        (reply.status(), reply.header("Retry-After").as_deref()),
        (429, Some("7"))
    );
    let (simulator, reply) = meet(
        Fault {
            spoil: Spoil::Empty,
            ..Fault::page(401)
        }
        .applied(),
    )
    .await;
    assert_eq!((reply.status(), reply.body().len()), (401, 0));
    assert_eq!(simulator.titles().len(), 1);
}

#[tokio::test]
async fn a_refusal_has_the_chosen_code_and_leaves_no_title() {
    let (simulator, reply) = meet(Fault::refuse("9300514")).await;
    assert_eq!(
        (reply.status(), &reply.json()["status"]["codigo"]),
        (200, &json!(9_300_514))
    );
    assert!(simulator.titles().is_empty());

    for (body, code, status, said, message) in [
        (shopfacil(1), "-546", 400, "-546", "RECUSADO"),
        (shopfacil(1), "MP500", 500, "MP500", "RECUSADO"),
        (shopfacil(1), "MP504", 504, "MP504", "RECUSADO"),
        (
            shopfacil(1),
            "MPExpireDate",
            400,
            "MPExpireDate",
            "RECUSADO",
        ),
        (caixa(1), "38", 400, "1", "(38) RECUSADO"),
        (caixa(1), "(54)", 400, "1", "(54) RECUSADO"),
    ] {
        simulator.script(Rule::next(1, Fault::refuse(code)));
        let reply = ask_boleto_api(&simulator, &body).await;
        assert_eq!(reply.status(), status, "{code}");
        assert_eq!(
            reply.json(),
            json!({ "errors": [{ "code": said, "message": message }] })
        );
    }
    assert!(simulator.titles().is_empty());
}

#[tokio::test]
async fn the_bank_can_say_what_is_not_so() {
    let codes = [
        (Answer::Duplicate, 9_300_574),
        (Answer::Unavailable, 93_005_116),
        (Answer::UnknownCode, 99_999),
        (Answer::InProgress, 93_005_999),
    ];
    for (answer, code) in codes {
        let (simulator, reply) = meet(Fault::saying(answer)).await;
        assert_eq!(reply.json()["status"]["codigo"], code);
        assert_eq!(simulator.titles().len(), 1);
    }
    let (_, reply) = meet(Fault::saying(Answer::OtherNumber)).await;
    assert_eq!(reply.json()["boleto"]["nosso_numero"], 2);
}

#[tokio::test]
async fn each_bank_refuses_a_payer_or_a_blocked_agreement_in_its_own_words() {
    let simulator = simulator().await;
    for (fault, bradesco_code, caixa_text) in [
        (
            Fault::invalid_payer(),
            "9300514",
            "(18) CPF DO PAGADOR INVALIDO",
        ),
        (Fault::blocked(), "9300556", "(36) BENEFICIARIO INATIVO"),
    ] {
        simulator.script(Rule::next(3, fault));
        let direct = ask_bradesco(&simulator, &bradesco(1)).await.json();
        assert_eq!(direct["status"]["codigo"].to_string(), bradesco_code);
        let shopfacil = ask_boleto_api(&simulator, &shopfacil(1)).await.json();
        assert_eq!(shopfacil["errors"][0]["code"], bradesco_code);
        let caixa = ask_boleto_api(&simulator, &caixa(1)).await.json();
        assert_eq!(
            caixa["errors"],
            json!([{ "code": "1", "message": caixa_text }])
        );
    }
    assert!(simulator.titles().is_empty());
}

#[tokio::test]
async fn boleto_api_can_confirm_another_number_or_amount() {
    let simulator = simulator().await;
    let honest = ask_boleto_api(&simulator, &caixa(1)).await.json()["barCodeNumber"].clone();
    for answer in [Answer::OtherNumber, Answer::OtherAmount] {
        simulator.script(Rule::next(1, Fault::saying(answer)));
        let reply = ask_boleto_api(&simulator, &caixa(1)).await;
        assert_eq!(reply.status(), 200);
        let other = reply.json()["barCodeNumber"].clone();
        assert!(other.as_str().is_some_and(|barcode| barcode.len() == 44));
        assert_ne!(other, honest);
    }
}

#[tokio::test]
async fn caixa_out_of_order_looks_like_success_without_line_and_barcode() {
    let simulator = simulator().await;
    simulator.script(Rule::next(1, Fault::saying(Answer::Unavailable)));
    let reply = ask_boleto_api(&simulator, &caixa(1)).await;
    assert_eq!(reply.status(), 200);
    let body = reply.json();
    assert_eq!(body["links"][0]["rel"], "html");
    assert_eq!(
        (body.get("digitableLine"), body.get("barCodeNumber")),
        (None, None)
    );
}

#[tokio::test]
async fn the_gateways_checks_answer_a_bare_list() {
    let simulator = simulator().await;
    simulator.script(Rule::next(
        1,
        Fault::saying(Answer::BareErrors(refusal("MP400"))),
    ));
    let reply = ask_boleto_api(&simulator, &shopfacil(1)).await;
    let list = json!([{ "code": "MP400", "message": "RECUSADO" }]);
    assert_eq!((reply.status(), reply.json()), (400, list));
}

#[tokio::test]
async fn a_title_can_be_applied_after_the_reply_was_given_up() {
    let (simulator, reply) = meet(Fault::page(504).applied_after_ms(1000)).await;
    assert_eq!(reply.status(), 504);
    assert!(simulator.titles().is_empty());
    until(|| simulator.titles().len() == 1).await;
    assert!(simulator.attempts()[0].applied);
}

#[tokio::test]
async fn a_registration_in_progress_says_so_until_it_ends() {
    let fault = Fault::saying(Answer::InProgress).applied_after_ms(1000);
    let (simulator, _) = meet(fault).await;
    assert_eq!(simulator.titles()[0].status, TitleStatus::InProgress);
    let again = ask_bradesco(&simulator, &bradesco(1)).await.json()["status"]["codigo"].clone();
    let found = search_bradesco(&simulator, 1).await.json()["status"]["codigo"].clone();
    assert_eq!((again, found), (json!(93_005_999), json!(93_005_999)));

    until(|| simulator.titles()[0].status == TitleStatus::Registered).await;
    let again = ask_bradesco(&simulator, &bradesco(1)).await.json()["status"]["codigo"].clone();
    let found = search_bradesco(&simulator, 1).await.json()["status"]["codigo"].clone();
    assert_eq!((again, found), (json!(9_300_574), json!(0)));
}

/// Waits for something that is to happen soon.
async fn until(happened: impl Fn() -> bool) {
    tokio::time::timeout(PATIENCE, async {
        while !happened() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .expect("it happens soon");
}

#[tokio::test]
async fn a_query_meets_faults_of_its_own() {
    let simulator = simulator().await;
    ask_bradesco(&simulator, &bradesco(1)).await;
    simulator.script(Rule::next(1, Fault::saying(Answer::OtherAmount)).on_find());
    assert_eq!(
        search_bradesco(&simulator, 1).await.json()["boleto"]["valor_titulo"],
        2001
    );
    simulator.script(Rule::next(1, Fault::page(405)).on_find());
    assert_eq!(search_bradesco(&simulator, 1).await.status(), 405);
    simulator.script(Rule::next(1, Fault::spoiled(Spoil::Null(vec!["/boleto".into()]))).on_find());
    assert_eq!(
        search_bradesco(&simulator, 1).await.json()["boleto"],
        Value::Null
    );
    assert_eq!(
        search_bradesco(&simulator, 1).await.json()["boleto"]["valor_titulo"],
        2000
    );
    assert_eq!(simulator.attempts().len(), 1);
}
