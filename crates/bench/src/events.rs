//! Events as AWS sends them, about boletos that are there.

use serde_json::{Value, json};

/// What calls can be about.
pub(crate) struct Givens {
    /// A client's queue.
    pub(crate) queue: String,
    /// A boleto that is registered.
    pub(crate) registered: String,
    /// Another, which can be made to owe an attempt.
    pub(crate) owed: String,
}

impl Givens {
    /// A request for a boleto.
    pub(crate) fn request(&self, issuer: &str, amount: u32) -> Value {
        json!({
            "queue_url": self.queue,
            "expiration_date": "2049-10-13",
            "amount": amount,
            "issuer": issuer,
            "issuer_account": "469", "issuer_agency": "1229", "issuer_wallet": "26",
            "reference_id": "order-1",
            "payer_name": "Maria da Silva",
            "payer_document_type": "cpf", "payer_document_number": "52998224725",
            "payer_address": {
                "zipcode": "04551010", "street": "Rua Fidêncio Ramos", "street_number": "308",
                "complementary": "9º andar", "neighborhood": "Vila Olímpia", "city": "São Paulo", "state": "SP"
            },
            "company_name": "Loja Exemplo",
            "company_document_number": "11222333000181",
        })
    }

    /// Has the boleto wait for its bank again, as if nobody had heard from it yet.
    pub(crate) fn owe(&self) -> String {
        let owed = &self.owed;
        format!(
            "delete from notifications where boleto_id = '{owed}';
            update boletos
            set status = 'pending_registration', next_attempt_at = now(), claimed_until = null, attempts = 1,
                maybe_at_bank = true, last_unknown_at = now() - interval '1 day'
            where id = '{owed}'"
        )
    }
}

/// An API Gateway proxy event; `key` is what the resource's parameter stands for, if it has one.
pub(crate) fn http(method: &str, resource: &str, key: &str, body: Option<Value>) -> Value {
    let mut event: Value =
        serde_json::from_str(include_str!("../../../tests/events/api-gateway.json"))
            .expect("the event is JSON");
    event["httpMethod"] = json!(method);
    event["requestContext"]["httpMethod"] = json!(method);
    event["resource"] = json!(resource);
    event["requestContext"]["resourcePath"] = json!(resource);
    event["path"] = json!(resource);
    event["body"] = json!(body.map(|body| body.to_string()));
    let parameter = resource
        .split_once('{')
        .and_then(|(_, rest)| rest.split_once('}'));
    if let Some((name, _)) = parameter {
        event["path"] = json!(resource.replace(&format!("{{{name}}}"), key));
        event["pathParameters"] = json!({ name: key });
    }
    event
}

/// A batch of the registration queue: a message for each boleto.
pub(crate) fn batch(ids: &[&str]) -> Value {
    let record: Value = serde_json::from_str(include_str!("../../../tests/events/sqs-record.json"))
        .expect("the event is JSON");
    let records: Vec<_> = ids
        .iter()
        .enumerate()
        .map(|(place, id)| {
            let mut record = record.clone();
            record["messageId"] = json!(place.to_string());
            record["body"] = json!(json!({ "boleto_id": id }).to_string());
            record
        })
        .collect();
    json!({ "Records": records })
}

/// What EventBridge sends every minute.
pub(crate) fn clock() -> Value {
    json!({
        "version": "0", "id": "7f1a1c52-0000-4000-8000-5a5a5a5a5a5a", "detail-type": "Scheduled Event",
        "source": "aws.events", "account": "123456789012", "time": "2026-11-21T12:00:00Z",
        "region": "us-east-1", "resources": [], "detail": {}
    })
}

/// The id of the boleto that an answer of `create-boleto` shows.
pub(crate) fn created(answer: &[u8]) -> Result<String, String> {
    let answer: Value = serde_json::from_slice(answer).map_err(|error| error.to_string())?;
    let body = answer["body"].as_str().unwrap_or_default();
    let boleto: Value = serde_json::from_str(body).unwrap_or_default();
    let id = boleto["id"]
        .as_str()
        .filter(|_| answer["statusCode"] == 201);
    id.map(str::to_owned)
        .ok_or_else(|| format!("not a boleto: {answer}"))
}
