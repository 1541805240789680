//! `POST /boletos/{id}/register`.

use lambda_http::{Error, run, service_fn};
use service::{clock, http::respond, registration::Registrar, settings::Environment, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let env = Environment::of_process();
    telemetry::init(&env);
    let registrar = Registrar::open(&env).await?;

    run(service_fn(|request| {
        respond(request, |request| {
            register_boleto::handle(&registrar, request, clock::now())
        })
    }))
    .await
}
