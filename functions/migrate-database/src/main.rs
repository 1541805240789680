//! The migrations, invoked by the deployer.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use migrate_database::{Migration, Order};
use service::{settings::Environment, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let env = Environment::of_process();
    telemetry::init(&env);
    let migration = Migration::open(&env).await?;

    run(service_fn(async |event: LambdaEvent<Order>| {
        let _invocation = telemetry::begin(&event.context);
        migrate_database::handle(&migration, event.payload)
            .await
            .map_err(Error::from)
    }))
    .await
}
