//! A person's finding at a bank.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::Value;
use service::{clock, registration::Registrar, settings::Environment, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let env = Environment::of_process();
    telemetry::init(&env);
    let registrar = Registrar::open(&env).await?;

    run(service_fn(async |event: LambdaEvent<Value>| {
        let _invocation = telemetry::begin(&event.context);
        resolve_boleto::handle(&registrar, event, clock::now())
            .await
            .map_err(Error::from)
    }))
    .await
}
