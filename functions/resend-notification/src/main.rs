//! `POST /boletos/{id}/notifications`.

use lambda_http::{Error, run, service_fn};
use service::{clock, http::respond, registration::Teller, settings::Environment, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let env = Environment::of_process();
    telemetry::init(&env);
    let teller = Teller::open(&env).await?;

    run(service_fn(|request| {
        respond(request, |request| {
            resend_notification::handle(&teller, request, clock::now())
        })
    }))
    .await
}
