//! The every-minute sweep.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::Value;
use service::{clock, settings::Environment, telemetry};
use sweep_pending::Sweep;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let env = Environment::of_process();
    telemetry::init(&env);
    let sweep = Sweep::open(&env).await?;

    run(service_fn(async |event: LambdaEvent<Value>| {
        let _invocation = telemetry::begin(&event.context);
        let remaining = clock::remaining(event.context.deadline, clock::now());
        sweep_pending::handle(&sweep, remaining)
            .await
            .map_err(Error::from)
    }))
    .await
}
