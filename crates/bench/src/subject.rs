//! What is measured: `create-boleto` over a database of its own.

use std::{error::Error, path::PathBuf};

use local::{postgres::Cluster, runtime_api::Function};
use serde_json::{Value, json};
use store::{Password, Role, Tls};

use crate::aws;

const APP_USER: &str = "superbowleto_app";
const APP_PASSWORD: &str = "bench";

/// `create-boleto` with all that it needs.
pub(crate) struct Subject {
    function: Function,
}

impl Subject {
    /// Migrates a new database of the cluster, and points the program at it.
    pub(crate) async fn over(
        cluster: &Cluster,
        bootstrap: PathBuf,
    ) -> Result<Self, Box<dyn Error>> {
        let database = cluster.database().await?;
        let place = store::Database {
            host: database.host.clone(),
            port: database.port,
            name: database.name.clone(),
            user: database.owner.clone(),
            tls: Tls::Off,
        };
        let role = Role {
            name: APP_USER.to_owned(),
            password: Password::new(APP_PASSWORD),
        };
        let owner_password = Password::new(&database.owner_password);
        store::migrate(&place, &owner_password, &role, boleto::TitleId::new(1)?).await?;

        let endpoint = aws::serve(APP_PASSWORD).await?;
        let address = json!({
            "zipcode": "01001000", "street": "Praça da Sé", "street_number": "1",
            "neighborhood": "Sé", "city": "São Paulo", "state": "SP"
        });
        let function = Function::new("create-boleto", bootstrap)
            .with("STAGE", "bench")
            .with("SECRETS_PATH", "/superbowleto/bench")
            .with("DATABASE_HOST", &database.host)
            .with("DATABASE_PORT", database.port.to_string())
            .with("DATABASE_NAME", &database.name)
            .with("DATABASE_USER", APP_USER)
            .with("DATABASE_TLS", "off")
            .with(
                "REGISTRATION_QUEUE_URL",
                format!("{endpoint}/000000000000/registrations"),
            )
            .with("CLIENT_QUEUES", format!("{endpoint}/000000000000/gateway"))
            .with("HOUSE_ACCOUNTS", "{}")
            .with("HOUSE_ADDRESS", address.to_string())
            .with("API_CLIENTS", "{}")
            .with("AWS_REGION", "us-east-1")
            .with("AWS_ENDPOINT_URL", endpoint)
            .with("AWS_ACCESS_KEY_ID", "bench")
            .with("AWS_SECRET_ACCESS_KEY", "bench");
        Ok(Self { function })
    }

    /// The function, to be started.
    pub(crate) fn function(&self) -> Function {
        self.function.clone()
    }

    /// A request for a boleto that is registered at once.
    pub(crate) fn event(&self) -> Value {
        let queue = self.function.environment.get("CLIENT_QUEUES");
        let body = json!({
            "queue_url": queue,
            "expiration_date": "2049-10-13",
            "amount": 2000,
            "issuer": "development",
            "issuer_account": "469", "issuer_agency": "1229", "issuer_wallet": "26",
            "payer_name": "Maria da Silva",
            "payer_document_type": "cpf", "payer_document_number": "52998224725",
        });
        json!({
            "resource": "/boletos", "path": "/boletos", "httpMethod": "POST",
            "headers": { "content-type": "application/json", "x-api-key": "bench" },
            "multiValueHeaders": {},
            "requestContext": { "stage": "bench", "resourcePath": "/boletos", "httpMethod": "POST", "requestId": "r" },
            "body": body.to_string(),
            "isBase64Encoded": false,
        })
    }

    /// Holds that `answer` is a 201 with a registered boleto.
    pub(crate) fn created(&self, answer: &[u8]) -> Result<(), String> {
        let answer: Value = serde_json::from_slice(answer).map_err(|error| error.to_string())?;
        let body = answer["body"].as_str().unwrap_or_default();
        if answer["statusCode"] == 201 && body.contains("\"status\":\"registered\"") {
            Ok(())
        } else {
            Err(format!("not a registered boleto: {answer}"))
        }
    }
}
