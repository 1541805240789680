//! What a stack's logs show of those whom it serves.

use std::time::{Duration, Instant};

use local::stack::Stack;
use serde_json::json;
use tokio::time::sleep;

use super::{Client, logged};

/// How long a line may take from a function's output to the log.
const PATIENCE: Duration = Duration::from_secs(30);

/// The functions' logs hold what happened to a boleto, and nothing of its payer, of a bank's secrets or of a key: of this
/// boleto or of any before.
pub async fn logs_show_no_payer_and_no_secret(stack: &Stack) {
    let client = Client::of(stack, "private").await;
    let mut request = client.request(2000);
    request["payer_address"] = json!({
        "zipcode": "04551010", "street": "Rua Fidêncio Ramos", "street_number": 308,
        "neighborhood": "Vila Olímpia", "city": "São Paulo", "state": "SP"
    });
    let (status, boleto) = client.post("/boletos", &request).await;
    assert_eq!(status, 201, "{boleto}");
    // What is refused is quoted by nobody either.
    let mut wrong = request.clone();
    wrong["payer_document_type"] = request["payer_name"].clone();
    wrong["amount"] = request["payer_document_number"].clone();
    let (status, answer) = client.post("/boletos", &wrong).await;
    assert_eq!(status, 400, "{answer}");

    let id = boleto["id"].as_str().expect("it has an id");
    let began = Instant::now();
    let log = loop {
        let log = logged(stack).await;
        if log.contains(id) {
            break log;
        }
        assert!(began.elapsed() < PATIENCE, "the log does not know {id}");
        sleep(Duration::from_millis(200)).await;
    };
    let foundation = &stack.description.foundation;
    let mut private = foundation.bank_secrets();
    private.extend([
        foundation.database.owner_password.clone(),
        stack.description.api_key.clone(),
        String::from("529.982.247-25"),
        String::from("Fidêncio"),
    ]);
    private.extend(
        ["payer_name", "payer_document_number"]
            .iter()
            .filter_map(|field| request[field].as_str().map(str::to_owned)),
    );
    for text in private {
        assert!(text.len() > 7, "it is long enough to be looked for");
        assert!(!log.contains(&text), "a log shows {text:?}");
    }
}
