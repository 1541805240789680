//! `/configurations`.

use lambda_http::{Error, run, service_fn};
use service::{clock, database, http::respond, settings::Environment, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let env = Environment::of_process();
    telemetry::init(&env);
    let store = database::open(&env).await?;

    run(service_fn(|request| {
        respond(request, |request| {
            manage_configurations::handle(&store, request, clock::now())
        })
    }))
    .await
}
