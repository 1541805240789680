//! `GET /health`, `GET /openapi.json`, and 405 for what no path serves.

use describe_service::Describe;
use lambda_http::{Error, run, service_fn};
use service::{clock, http::respond, settings::Environment, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let env = Environment::of_process();
    telemetry::init(&env);
    let describe = Describe::new(env)?;

    run(service_fn(|request| {
        respond(request, |request| {
            describe_service::handle(&describe, request, clock::now())
        })
    }))
    .await
}
