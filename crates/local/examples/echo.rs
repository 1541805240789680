//! A function that does as its event says, for the tests of the host.

use std::time::Duration;

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    println!("started");

    run(service_fn(obey)).await
}

async fn obey(LambdaEvent { payload, context }: LambdaEvent<Value>) -> Result<Value, Error> {
    match payload["do"].as_str() {
        Some("fail") => Err("as told".into()),
        Some("exit") => std::process::exit(3),
        Some("sleep") => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            Ok(Value::Null)
        }
        _ => Ok(json!({
            "event": payload,
            "process": std::process::id(),
            "deadline_ms": context.deadline,
            "function": context.env_config.function_name,
        })),
    }
}
