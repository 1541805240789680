//! Functions run as Lambda runs them, and die as Lambda lets them die.

use std::time::Duration;

use local::cargo;
use local::progress::Progress;
use local::runtime_api::{Environment, Function, InvokeError};
use serde_json::{Value, json};

const LIMIT: Duration = Duration::from_secs(10);

/// Builds the example, since a single test target does not, and with the features that a test of the whole workspace has
/// built it with already.
fn echo() -> Function {
    let arguments = ["--workspace", "--example", "echo"];
    let programs = cargo::build(&arguments, &Progress::silent()).expect("the example builds");

    Function::new("echo", &programs[0].path)
}

async fn ask(environment: &Environment, event: Value) -> Value {
    let answer = environment
        .invoke(&event, LIMIT)
        .await
        .expect("the function answers");

    serde_json::from_slice(&answer).expect("the answer is JSON")
}

#[tokio::test]
async fn an_event_comes_back_from_one_warm_process() {
    let environment = Environment::start(echo()).unwrap();

    let first = ask(&environment, json!({"number": 1})).await;
    let second = ask(&environment, json!({"number": 2})).await;

    assert_eq!(first["event"], json!({"number": 1}));
    assert_eq!(second["event"], json!({"number": 2}));
    assert_eq!(first["process"], second["process"]);
    assert_eq!(first["function"], "echo");
    assert_eq!(environment.log(), "started\n");
}

#[tokio::test]
async fn an_error_is_told_and_the_process_lives_on() {
    let environment = Environment::start(echo()).unwrap();
    let before = ask(&environment, json!({})).await;

    let failed = environment.invoke(&json!({"do": "fail"}), LIMIT).await;

    assert!(matches!(failed, Err(InvokeError::Function(error)) if error.message == "as told"));
    assert_eq!(
        ask(&environment, json!({})).await["process"],
        before["process"]
    );
}

#[tokio::test]
async fn a_process_that_exits_fails_its_event_and_the_next_event_starts_another() {
    let environment = Environment::start(echo()).unwrap();
    let before = ask(&environment, json!({})).await;

    let failed = environment.invoke(&json!({"do": "exit"}), LIMIT).await;

    assert!(matches!(failed, Err(InvokeError::Exited)));
    assert_ne!(
        ask(&environment, json!({})).await["process"],
        before["process"]
    );
}

#[tokio::test]
async fn a_process_can_be_killed_while_it_works() {
    let environment = Environment::start(echo()).unwrap();
    environment.ready().await.unwrap();

    let event = json!({"do": "sleep"});
    let (failed, ()) = tokio::join!(environment.invoke(&event, LIMIT), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        environment.kill();
    });

    assert!(matches!(failed, Err(InvokeError::Exited)));
    assert_eq!(environment.process_id(), None);
}

#[tokio::test]
async fn a_late_function_is_killed() {
    let environment = Environment::start(echo()).unwrap();

    let late = environment
        .invoke(&json!({"do": "sleep"}), Duration::from_millis(50))
        .await;

    assert!(matches!(late, Err(InvokeError::TimedOut)));
    assert_eq!(environment.process_id(), None);
}

#[tokio::test]
async fn a_program_that_is_no_function_does_not_start() {
    let environment = Environment::start(Function::new("no", "/bin/true")).unwrap();

    assert!(matches!(
        environment.invoke(&json!({}), LIMIT).await,
        Err(InvokeError::Exited)
    ));
    assert!(Environment::start(Function::new("no", "/no/such/bootstrap")).is_err());
}

#[tokio::test]
async fn environments_stand_side_by_side_and_tell_how_fast_they_were() {
    let function = echo();
    let one = Environment::start(function.clone()).unwrap();
    let other = Environment::start(function).unwrap();

    let (from_one, from_other) = tokio::join!(ask(&one, json!({})), ask(&other, json!({})));

    assert_ne!(from_one["process"], from_other["process"]);
    let timings = one.timings();
    assert!(timings.first_next.unwrap() < timings.first_response.unwrap());
    one.restart().unwrap();
    assert_eq!(one.timings().first_response, None);
}
