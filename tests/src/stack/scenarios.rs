//! What the whole stack does, end to end: through API Gateway with keys, IAM, SQS, Postgres and the bank.

use std::time::{Duration, Instant};

use boleto::{Barcode, DigitableLine};
use local::{
    simulator::{Fault, Rule},
    stack::Stack,
};
use serde_json::json;

use super::Client;
pub use super::describing::{
    a_configuration_is_added_and_shown, who_has_a_key_is_told_of_the_inside,
};
pub use super::private::logs_show_no_payer_and_no_secret;

/// Hands the names of all scenarios to a macro, so that no program over a stack can leave one out.
#[macro_export]
macro_rules! every_scenario {
    ($with:ident) => {
        $with! {
            a_boleto_goes_through_its_whole_life
            who_has_no_key_is_not_heard
            a_bank_that_applies_and_never_answers_registers_once
            a_refusal_and_developments_amounts_are_answered_at_once
            a_poison_message_ends_in_the_dead_letter_queue_and_delays_nobody
            what_a_lost_wake_up_leaves_behind_the_sweep_finds
            who_has_a_key_is_told_of_the_inside
            a_configuration_is_added_and_shown
            logs_show_no_payer_and_no_secret
        }
    };
}

/// How long a boleto may stay pending once its bank answers again.
const TWO_MINUTES: Duration = Duration::from_secs(120);

/// Created, read, listed, paid, asked about again; its client is told, its history kept.
pub async fn a_boleto_goes_through_its_whole_life(stack: &Stack) {
    let client = Client::of(stack, "life").await;
    let (status, boleto) = client.create(2000).await;
    assert_eq!(
        (status, &boleto["status"]),
        (201, &json!("registered")),
        "{boleto}"
    );
    let number = boleto["title_id"].as_u64().expect("it is numbered");
    let barcode = boleto["barcode"].as_str().expect("it has a barcode");
    assert_eq!(
        &barcode[9..],
        format!("0000002000122926{number:011}00004690")
    );
    let line = barcode
        .parse::<Barcode>()
        .map(DigitableLine::from)
        .expect("it is a barcode");
    assert_eq!(boleto["digitable_line"], line.to_string());

    let id = boleto["id"].as_str().expect("it has an id");
    assert_eq!(
        client.get(&format!("/boletos/{id}")).await,
        (200, boleto.clone())
    );
    let (status, list) = client.get(&format!("/boletos?title_id={number}")).await;
    assert_eq!((status, &list), (200, &json!([boleto])));
    let (status, paid) = client.patch(id, &json!({ "paid_amount": 2000 })).await;
    assert_eq!((status, &paid["paid_amount"]), (200, &json!(2000)));
    let (status, again) = client
        .post(&format!("/boletos/{id}/register"), &json!({}))
        .await;
    assert_eq!((status, &again["status"]), (200, &json!("registered")));
    let (status, history) = client.get(&format!("/boletos/{id}/history")).await;
    assert_eq!(status, 200, "{history}");
    // An attempt is an event of its own where the issuer has failed of late, as other scenarios have it do.
    let events: Vec<&str> = history
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|event| event["event"].as_str())
        .filter(|event| *event != "attempt")
        .collect();
    assert_eq!(events, ["recorded", "settled", "payment"], "{history}");

    let told = client.told(1).await;
    assert_eq!(told[0]["boleto_id"], boleto["id"]);
    assert_eq!(
        (&told[0]["status"], &told[0]["reference_id"]),
        (&json!("registered"), &json!("order-1"))
    );
}

/// Without a key of the stack's there is nothing but a refusal in the service's own shape.
pub async fn who_has_no_key_is_not_heard(stack: &Stack) {
    let client = Client::of(stack, "keys").await;
    let unauthorized = json!({
        "errors": [{ "type": "authorization", "message": "Unauthorized", "field": null }]
    });
    for key in [None, Some("a-key-that-nobody-has-been-given")] {
        assert_eq!(
            client.get_with_key("/boletos", key).await,
            (401, unauthorized.clone())
        );
    }
    let (status, answer) = client.get("/nothing").await;
    assert_eq!(
        (status, &answer["errors"][0]["type"]),
        (404, &json!("not_found"))
    );
    let (status, answer) = client.delete("/boletos").await;
    assert_eq!(
        (status, &answer["errors"][0]["type"]),
        (405, &json!("method_not_allowed"))
    );
}

/// The retry asks with the same number, and the bank has one title.
pub async fn a_bank_that_applies_and_never_answers_registers_once(stack: &Stack) {
    let client = Client::of(stack, "silence").await;
    stack
        .bank
        .script(Rule::next(1, Fault::applied_in_silence()).for_amount(70_001));
    let began = Instant::now();
    let (status, boleto) = client.create(70_001).await;
    assert!(began.elapsed() < Duration::from_secs(25));
    assert_eq!(
        (status, &boleto["status"]),
        (201, &json!("pending_registration"))
    );

    let registered = client.settled(&boleto, TWO_MINUTES).await;
    assert_eq!(registered["status"], "registered");
    assert_eq!(registered["title_id"], boleto["title_id"]);
    assert_eq!(registered["barcode"], boleto["barcode"]);
    let titles = stack.bank.titles();
    assert_eq!(
        titles
            .iter()
            .filter(|title| title.amount.get() == 70_001)
            .count(),
        1
    );
    let told = client.told(1).await;
    let expected = (&boleto["id"], &json!("registered"), &json!("order-1"));
    assert_eq!(
        (
            &told[0]["boleto_id"],
            &told[0]["status"],
            &told[0]["reference_id"]
        ),
        expected
    );
    assert_eq!(told.len(), 1);
}

/// A bank's refusal, and what the issuer `development` says by the amount.
pub async fn a_refusal_and_developments_amounts_are_answered_at_once(stack: &Stack) {
    let client = Client::of(stack, "refused").await;
    stack
        .bank
        .script(Rule::next(1, Fault::refuse("930056")).for_amount(70_002));
    let (status, boleto) = client.create(70_002).await;
    assert_eq!((status, &boleto["status"]), (201, &json!("refused")));
    assert_eq!(boleto["issuer_response_code"], "930056");
    for (amount, expected) in [(5_000_003, "pending_registration"), (5_000_004, "refused")] {
        let mut request = client.request(amount);
        request["issuer"] = json!("development");
        let (status, boleto) = client.post("/boletos", &request).await;
        assert_eq!((status, &boleto["status"]), (201, &json!(expected)));
    }
}

/// It is received ten times; the boletos beside it are registered meanwhile.
pub async fn a_poison_message_ends_in_the_dead_letter_queue_and_delays_nobody(stack: &Stack) {
    let client = Client::of(stack, "poison").await;
    // Ten receives take an hour where a failed message comes back after six minutes.
    let usual = client.come_back_after(1).await;
    client.send_wake("not a wake-up").await;
    stack
        .bank
        .script(Rule::next(1, Fault::page(503)).for_amount(70_003));
    let (_, boleto) = client.create(70_003).await;
    assert_eq!(boleto["status"], "pending_registration");
    assert_eq!(
        client.settled(&boleto, TWO_MINUTES).await["status"],
        "registered"
    );
    assert_eq!(client.dead_letter(TWO_MINUTES).await, "not a wake-up");
    client.come_back_after(usual).await;
}

/// The schedule wakes the sweep, and that the boleto.
pub async fn what_a_lost_wake_up_leaves_behind_the_sweep_finds(stack: &Stack) {
    let client = Client::of(stack, "sweep").await;
    stack
        .bank
        .script(Rule::next(1, Fault::page(503)).for_amount(70_004));
    let (_, boleto) = client.create(70_004).await;
    // As if the wake-up had been lost and its time were long past.
    client
        .sql("update boletos set next_attempt_at = now() - interval '1 hour' where amount = 70004")
        .await;
    assert_eq!(
        client.settled(&boleto, TWO_MINUTES).await["status"],
        "registered"
    );
}
