//! `POST /boletos`.

use create_boleto::Create;
use lambda_http::{Error, run, service_fn};
use service::{clock, http::respond, settings::Environment, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let env = Environment::of_process();
    telemetry::init(&env);
    let create = Create::open(&env).await?;

    run(service_fn(|request| {
        respond(request, |request| {
            create_boleto::handle(&create, request, clock::now())
        })
    }))
    .await
}
