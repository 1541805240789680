//! Requests that the banks take, to be changed by each test.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::client::{Exchange, exchange};
use crate::simulator::{Fault, Options, Rule, Simulator};

/// Long enough for anything on loopback.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Short enough to see silence soon, long enough for anything that is not.
pub(super) const GLANCE: Duration = Duration::from_millis(300);

/// The bank's today in every test.
pub(super) const TODAY: Date = date(2026, 11, 21);

pub(super) async fn simulator() -> Simulator {
    let options = Options {
        today: Some(TODAY),
        ..Options::default()
    };
    Simulator::start(options).await.expect("a free port")
}

pub(super) fn basic(name: &str, key: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{name}:{key}")))
}

/// A title that Bradesco takes.
pub(super) fn bradesco(number: u64) -> Value {
    json!({
        "merchant_id": "90000",
        "boleto": {
            "carteira": "26",
            "nosso_numero": number,
            "numero_documento": number,
            "data_emissao": "2026-11-21",
            "data_vencimento": "2026-12-20",
            "valor_titulo": 2000,
            "pagador": {
                "nome": "Maria da Conceição",
                "documento": "52998224725",
                "tipo_documento": "1",
                "endereco": {
                    "cep": "01310100",
                    "logradouro": "Avenida Paulista",
                    "numero": "1000",
                    "complemento": "sala 5",
                    "bairro": "Bela Vista",
                    "cidade": "São Paulo",
                    "uf": "SP"
                }
            },
            "informacoes_opcionais": {
                "perc_juros": "00100000",
                "qtde_dias_juros": 1,
                "valor_multa_atraso": 100,
                "qtde_dias_multa_atraso": 1
            }
        }
    })
}

/// A title that ShopFácil takes through boleto-api.
pub(super) fn shopfacil(number: u64) -> Value {
    json!({
        "bankNumber": 237,
        "authentication": { "username": "90001", "password": "simulated-shopfacil-key" },
        "agreement": {
            "agreementNumber": 3_069_995, "wallet": 26, "agency": "3381", "account": "9721"
        },
        "title": {
            "expireDate": "2026-12-20",
            "amountInCents": 2000,
            "ourNumber": number,
            "documentNumber": number.to_string(),
            "instructions": "Não receber após o vencimento"
        },
        "recipient": {
            "name": "Loja",
            "document": { "type": "CNPJ", "number": "11222333000181" },
            "address": address()
        },
        "buyer": {
            "name": "Maria da Conceição",
            "document": { "type": "CPF", "number": "52998224725" },
            "address": address()
        },
        "requestKey": "1"
    })
}

/// A title that Caixa takes through boleto-api.
pub(super) fn caixa(number: u64) -> Value {
    let mut body = shopfacil(number);
    body["bankNumber"] = 104.into();
    body["agreement"] = json!({ "agreementNumber": 1_103_388, "agency": "3337" });
    body["title"]["rules"] = json!({ "acceptDivergentAmount": true, "maxDaysToPayPastDue": 60 });
    body
}

fn address() -> Value {
    json!({
        "street": "Avenida Paulista",
        "number": "1000",
        "complement": "",
        "zipCode": "01310100",
        "district": "Bela Vista",
        "city": "São Paulo",
        "stateCode": "SP"
    })
}

/// Asks Bradesco to register `body`.
pub(super) async fn ask_bradesco(simulator: &Simulator, body: &Value) -> Exchange {
    ask_bradesco_for(simulator, body, PATIENCE).await
}

/// The same, for so long at most without a byte.
pub(super) async fn ask_bradesco_for(
    simulator: &Simulator,
    body: &Value,
    patience: Duration,
) -> Exchange {
    let known = simulator.credentials();
    let authorization = basic(&known.merchant_id, &known.api_key);
    let url = simulator.bradesco_url();
    exchange(
        &url,
        "POST",
        Some(&authorization),
        &body.to_string(),
        patience,
    )
    .await
}

/// Asks Bradesco whether it has a title.
pub(super) async fn search_bradesco(simulator: &Simulator, number: u64) -> Exchange {
    let known = simulator.credentials();
    let authorization = basic(&known.merchant_id, &known.api_key);
    let query = format!("?nosso_numero={number}&numero_documento={number}");
    let url = format!("{}{query}", simulator.bradesco_url());
    exchange(&url, "GET", Some(&authorization), "", PATIENCE).await
}

/// Asks boleto-api to register `body`.
pub(super) async fn ask_boleto_api(simulator: &Simulator, body: &Value) -> Exchange {
    ask_boleto_api_at(simulator, &simulator.boleto_api_url(), body).await
}

/// The same at either version's address.
pub(super) async fn ask_boleto_api_at(simulator: &Simulator, url: &str, body: &Value) -> Exchange {
    let known = simulator.credentials();
    let authorization = basic(&known.boleto_api_user, &known.boleto_api_password);
    exchange(
        url,
        "POST",
        Some(&authorization),
        &body.to_string(),
        PATIENCE,
    )
    .await
}

/// A simulator that does `fault` to the first title, and what comes of asking for it.
pub(super) async fn meet(fault: Fault) -> (Simulator, Exchange) {
    let simulator = simulator().await;
    simulator.script(Rule::next(1, fault));
    let reply = ask_bradesco(&simulator, &bradesco(1)).await;
    (simulator, reply)
}
