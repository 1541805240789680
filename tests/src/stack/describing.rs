//! What a stack says about itself, and what it is told to do with a client's boletos.

use local::stack::Stack;
use serde_json::{Value, json};

use super::Client;

/// Everybody hears that the service answers, its clients what it stands on.
pub async fn who_has_a_key_is_told_of_the_inside(stack: &Stack) {
    let client = Client::of(stack, "health").await;
    let (status, public) = client.get_with_key("/health", None).await;
    assert_eq!((status, &public["status"]), (200, &json!("ok")));
    assert_eq!(public["database"], Value::Null);
    let (_, health) = client.get("/health").await;
    assert_eq!(health["database"], json!({ "status": "ok" }));
    let (status, document) = client.get_with_key("/openapi.json", None).await;
    assert_eq!((status, &document["openapi"]), (200, &json!("3.1.0")));
}

/// By a name that no path can hold as it is.
pub async fn a_configuration_is_added_and_shown(stack: &Stack) {
    let client = Client::of(stack, "configurations").await;
    let new = json!({
        "external_id": "merchant ü", "issuer": "boleto-api-caixa",
        "issuer_account": "1103388", "issuer_agency": "3337", "issuer_wallet": "26"
    });
    let (status, made) = client.post("/configurations", &new).await;
    assert_eq!(status, 201, "{made}");
    let (status, shown) = client.get("/configurations/merchant%20%C3%BC").await;
    assert_eq!((status, &shown), (200, &made));
    let (status, again) = client.post("/configurations", &new).await;
    assert_eq!(
        (status, &again["errors"][0]["type"]),
        (409, &json!("conflict"))
    );
}
