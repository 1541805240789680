//! The consumer of `boletos-to-register`.

use aws_lambda_events::sqs::SqsEvent;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use service::{clock, registration::Registrar, settings::Environment, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let env = Environment::of_process();
    telemetry::init(&env);
    let registrar = Registrar::open(&env).await?;

    run(service_fn(async |event: LambdaEvent<SqsEvent>| {
        Ok::<_, Error>(retry_registrations::handle(&registrar, event, clock::now()).await)
    }))
    .await
}
