//! The migrations, invoked by the deployer.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use migrate_database::Migration;
use serde_json::Value;
use service::{settings::Environment, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let env = Environment::of_process();
    telemetry::init(&env);
    let migration = Migration::open(&env).await?;

    run(service_fn(async |_: LambdaEvent<Value>| {
        migrate_database::handle(&migration)
            .await
            .map_err(Error::from)
    }))
    .await
}
