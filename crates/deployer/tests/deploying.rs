//! Versions are published and shifted on a real Lambda API, and everything can be done twice.

use std::io::Write;

use aws_config::SdkConfig;
use aws_sdk_lambda::Client;

use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::{Environment, FunctionCode, Runtime};
use deployer::{Code, DeployError, Published, invoke, publish, shift, split, standing};
use local::ministack;

const ALIAS: &str = "current";

/// Code that answers with a word.
fn code(word: &str) -> Code {
    Code::zip(zip(word))
}

/// A script that speaks the Runtime API with curl.
fn zip(word: &str) -> Vec<u8> {
    let script = format!(
        r#"#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
  id=$(curl -sS -D - -o /dev/null "$api/next" | sed -n 's/^lambda-runtime-aws-request-id: *//Ip' | tr -d '\r')
  if [ "{word}" = fail ]; then
    curl -sS "$api/$id/error" -d '{{"errorType": "Told", "errorMessage": "as told"}}'
  else
    curl -sS "$api/$id/response" -d "\"{word} $SETTING\""
  fi
done
"#
    );
    let options = zip::write::SimpleFileOptions::default().unix_permissions(0o755);
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive
        .start_file("bootstrap", options)
        .expect("a zip in memory");
    archive
        .write_all(script.as_bytes())
        .expect("a zip in memory");

    archive.finish().expect("a zip in memory").into_inner()
}

fn setting(value: &str) -> Environment {
    Environment::builder().variables("SETTING", value).build()
}

/// A function as Terraform makes it: a placeholder for code, and an alias that leads to it.
async fn function(name: &str) -> Client {
    let emulator = ministack::shared().await.expect("the emulator starts");
    let config = emulator.sdk_config().await;
    let client = Client::new(&config);
    client
        .create_function()
        .function_name(name)
        .role(role(&config, name).await)
        .runtime(Runtime::Providedal2023)
        .handler("bootstrap")
        .environment(setting("one"))
        .timeout(10)
        .code(
            FunctionCode::builder()
                .zip_file(Blob::new(zip("placeholder")))
                .build(),
        )
        .send()
        .await
        .expect("a function is made");
    client
        .create_alias()
        .function_name(name)
        .name(ALIAS)
        .function_version("$LATEST")
        .send()
        .await
        .expect("an alias is made");

    client
}

/// A role that may do nothing, which is all that these functions do.
async fn role(config: &SdkConfig, name: &str) -> String {
    let made = aws_sdk_iam::Client::new(config)
        .create_role()
        .role_name(name)
        .assume_role_policy_document(
            r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                "Principal": {"Service": "lambda.amazonaws.com"}}]}"#,
        )
        .send()
        .await
        .expect("a role is made");

    made.role.expect("the role is shown").arn
}

async fn ask(client: &Client, name: &str, version: &str) -> String {
    let answer = invoke(client, name, version, b"{}".to_vec())
        .await
        .expect("the function answers");

    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn traffic_stays_where_it_is_until_the_alias_is_shifted() {
    let client = function("shifts").await;

    let first = publish(&client, "shifts", code("first"), "a test")
        .await
        .unwrap();
    let shifted = shift(&client, "shifts", ALIAS, &first.version)
        .await
        .unwrap();
    assert!(shifted.moved());
    assert_eq!(ask(&client, "shifts", ALIAS).await, "\"first one\"");

    let second = publish(&client, "shifts", code("second"), "a test")
        .await
        .unwrap();
    assert_eq!(ask(&client, "shifts", ALIAS).await, "\"first one\"");
    assert_eq!(
        ask(&client, "shifts", &second.version).await,
        "\"second one\""
    );

    let shifted = shift(&client, "shifts", ALIAS, &second.version)
        .await
        .unwrap();
    assert_eq!(
        (shifted.from, shifted.to),
        (first.version.clone(), second.version)
    );
    assert_eq!(ask(&client, "shifts", ALIAS).await, "\"second one\"");

    // The way back is the same step.
    shift(&client, "shifts", ALIAS, &first.version)
        .await
        .unwrap();
    assert_eq!(ask(&client, "shifts", ALIAS).await, "\"first one\"");
}

#[tokio::test]
async fn a_part_of_the_traffic_is_given_and_taken_back() {
    let client = function("parts").await;
    let first = publish(&client, "parts", code("first"), "a test")
        .await
        .unwrap();
    // There is no version yet that could take the rest.
    split(&client, "parts", ALIAS, &first.version, 10)
        .await
        .unwrap();
    let stands = standing(&client, "parts", ALIAS).await.unwrap();
    assert_eq!((&*stands.version, stands.beside), ("$LATEST", None));
    shift(&client, "parts", ALIAS, &first.version)
        .await
        .unwrap();
    let second = publish(&client, "parts", code("second"), "a test")
        .await
        .unwrap();

    split(&client, "parts", ALIAS, &second.version, 10)
        .await
        .unwrap();

    let stands = standing(&client, "parts", ALIAS).await.unwrap();
    assert_eq!(stands.version, first.version);
    assert_eq!(stands.beside, Some(second.version));
    let alias = client.get_alias().function_name("parts").name(ALIAS);
    let alias = alias.send().await.unwrap();
    let weights = alias.routing_config().unwrap().additional_version_weights();
    let weights: Vec<String> = weights.unwrap().values().map(ToString::to_string).collect();
    assert_eq!(weights, ["0.1"]);

    shift(&client, "parts", ALIAS, &first.version)
        .await
        .unwrap();
    let stands = standing(&client, "parts", ALIAS).await.unwrap();
    assert_eq!((stands.version, stands.beside), (first.version, None));
}

#[tokio::test]
async fn the_same_again_changes_nothing() {
    let client = function("again").await;
    let first = publish(&client, "again", code("same"), "a test")
        .await
        .unwrap();
    shift(&client, "again", ALIAS, &first.version)
        .await
        .unwrap();

    let again = publish(&client, "again", code("same"), "a test")
        .await
        .unwrap();
    let shifted = shift(&client, "again", ALIAS, &again.version)
        .await
        .unwrap();

    assert_eq!(
        again,
        Published {
            uploaded: false,
            ..first
        }
    );
    assert!(!shifted.moved());
}

#[tokio::test]
async fn a_changed_setting_makes_a_version_of_the_same_code() {
    let client = function("settings").await;
    let first = publish(&client, "settings", code("code"), "a test")
        .await
        .unwrap();
    let update = client
        .update_function_configuration()
        .function_name("settings");
    update.environment(setting("two")).send().await.unwrap();

    let second = publish(&client, "settings", code("code"), "a test")
        .await
        .unwrap();

    assert!(!second.uploaded);
    assert_eq!(
        ask(&client, "settings", &first.version).await,
        "\"code one\""
    );
    assert_eq!(
        ask(&client, "settings", &second.version).await,
        "\"code two\""
    );
}

#[tokio::test]
async fn a_function_that_fails_or_is_not_there_is_named() {
    let client = function("fails").await;
    let published = publish(&client, "fails", code("fail"), "a test")
        .await
        .unwrap();

    let failed = invoke(&client, "fails", &published.version, b"{}".to_vec())
        .await
        .unwrap_err();
    let unknown = publish(&client, "nobody", code("any"), "a test")
        .await
        .unwrap_err();

    assert!(failed.to_string().contains("as told"), "{failed}");
    assert!(matches!(&unknown, DeployError::Lambda { function, .. } if function == "nobody"));
    assert_eq!(unknown.to_string(), "nobody: cannot read its state");
}
