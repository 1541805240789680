//! The settings that Terraform gives functions, for functions over parts of this machine that no Terraform has made.

use std::collections::BTreeMap;

use serde_json::json;

use crate::ministack;
use crate::postgres::Database;
use crate::simulator::Simulator;

/// What every function may read that asks a bank, whatever queues, role and secrets its stack has.
///
/// The bank is the simulator, which Bradesco's interface is never searched in, and AWS is what answers at `aws_url`.
#[must_use]
pub fn settings(
    database: &Database,
    bank: &Simulator,
    aws_url: &str,
) -> BTreeMap<&'static str, String> {
    let bradesco = json!({ "agency": "1229", "account": "469", "wallet": "26" });
    let caixa = json!({ "agency": "3337", "account": "1103388", "wallet": "26" });
    let accounts = json!({ "bradesco": bradesco, "boleto-api-caixa": caixa });
    let address = json!({
        "zipcode": "01001000", "street": "Praça da Sé", "street_number": "1", "complementary": "",
        "neighborhood": "Sé", "city": "São Paulo", "state": "SP"
    });
    let company = json!({ "name": "Casa", "document": "11222333000181" });

    [
        ("DATABASE_HOST", database.host.clone()),
        ("DATABASE_PORT", database.port.to_string()),
        ("DATABASE_NAME", database.name.clone()),
        ("DATABASE_TLS", "off".to_owned()),
        ("DRAIN_PER_SECOND", "20".to_owned()),
        ("HOUSE_ACCOUNTS", accounts.to_string()),
        ("HOUSE_ADDRESS", address.to_string()),
        ("HOUSE_COMPANY", company.to_string()),
        ("BRADESCO_URL", bank.bradesco_url()),
        ("BRADESCO_FIND", "off".to_owned()),
        ("BRADESCO_SETTLING_S", "60".to_owned()),
        ("BRADESCO_TIMEOUT_MS", "10000".to_owned()),
        ("BOLETO_API_URL", bank.url()),
        ("BOLETO_API_SETTLING_S", "120".to_owned()),
        ("BOLETO_API_TIMEOUT_MS", "10000".to_owned()),
        ("SHOPFACIL_AGREEMENT", "3069995".to_owned()),
        ("AWS_REGION", ministack::REGION.to_owned()),
        ("AWS_ENDPOINT_URL", aws_url.to_owned()),
        ("AWS_ACCESS_KEY_ID", ministack::ACCESS_KEY_ID.to_owned()),
        (
            "AWS_SECRET_ACCESS_KEY",
            ministack::SECRET_ACCESS_KEY.to_owned(),
        ),
    ]
    .into()
}
