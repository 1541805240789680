//! Bringing settings, code and schema to a stack whose parts stand: the first time, and after every change.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use aws_sdk_lambda::Client;
use deployer::record::Version;
use deployer::{Code, Published, publish, schema, shift};
use futures::future::try_join_all;
use serde::Deserialize;
use tokio::task::spawn_blocking;

use super::StackError;
use super::description::{DeployedFunction, Description};
use super::foundation::Foundation;
use crate::functions::{self, Function};
use crate::ministack;
use crate::progress::Progress;
use crate::runtime_api;
use crate::terraform::Terraform;

/// The function that brings the schema up to date before the others take traffic.
pub(super) const MIGRATE: &str = "migrate-database";

/// What `terraform/local` says of what it has made.
#[derive(Debug, Deserialize)]
pub(super) struct Outputs {
    pub(super) api_url: String,
    pub(super) api_key: String,
    pub(super) client_queue_url: String,
    pub(super) registration_queue_url: String,
    pub(super) dead_letter_queue_url: String,
    pub(super) alias: String,
    pub(super) functions: BTreeMap<String, FunctionOutput>,
}

#[derive(Debug, Deserialize)]
pub(super) struct FunctionOutput {
    function_name: String,
    environment: BTreeMap<String, String>,
}

/// A function with its new version, which takes no traffic yet.
struct Waiting {
    function: Function,
    output: FunctionOutput,
    published: Published,
}

/// Makes what `terraform/local` describes, with its state in `directory`.
pub(super) async fn apply(
    directory: &Path,
    foundation: &Foundation,
    progress: Progress,
) -> Result<Outputs, StackError> {
    let directory = directory.join("terraform");
    let endpoint_url = foundation.aws_endpoint_url.clone();
    let variables = foundation.variables();

    spawn_blocking(move || {
        let terraform = Terraform::lay("local", &directory, &endpoint_url)?;
        if terraform.is_applied(&variables)? {
            progress.step("nothing has changed for Terraform");
        } else {
            terraform.init(&progress)?;
            progress.step("terraform is ready to apply");
            progress.step(&terraform.apply(&variables)?);
        }

        Ok(terraform.outputs()?)
    })
    .await
    .map_err(io::Error::other)?
}

/// Publishes all functions, migrates with the new code, then shifts all traffic to it.
pub(super) async fn deploy(
    foundation: &Foundation,
    docs_url: &str,
    outputs: Outputs,
    functions: Vec<Function>,
    progress: Progress,
) -> Result<Description, StackError> {
    let client = Client::new(&ministack::sdk_config(&foundation.aws_endpoint_url).await);
    let Outputs {
        alias,
        functions: mut stated,
        ..
    } = outputs;
    let mut publishing = Vec::new();
    for function in functions {
        let output = stated
            .remove(&function.name)
            .ok_or_else(|| StackError::NotInTerraform(function.name.clone()))?;
        publishing.push(publish_one(&client, function, output));
    }
    if let Some((name, _)) = stated.pop_first() {
        return Err(StackError::NoCode(name));
    }
    let waiting = try_join_all(publishing).await?;
    let sent = waiting
        .iter()
        .filter(|waiting| waiting.published.uploaded)
        .count();
    progress.step(&format!(
        "published {} functions, {sent} of them with new code",
        waiting.len()
    ));

    if let Some(migrate) = waiting
        .iter()
        .find(|waiting| waiting.function.name == MIGRATE)
    {
        let version = Version {
            function_name: migrate.output.function_name.clone(),
            version: migrate.published.version.clone(),
        };
        progress.step(&schema::migrate(&client, &version).await?.to_string());
    }

    let shifted = try_join_all(waiting.iter().map(|waiting| {
        shift(
            &client,
            &waiting.output.function_name,
            &alias,
            &waiting.published.version,
        )
    }))
    .await?;
    let moved = shifted.iter().filter(|shifted| shifted.moved()).count();
    progress.step(&format!("shifted {moved} functions to their new versions"));

    Ok(Description {
        api_url: outputs.api_url,
        api_key: outputs.api_key,
        database_url: foundation.database.url(),
        aws_endpoint_url: foundation.aws_endpoint_url.clone(),
        aws_region: ministack::REGION.to_owned(),
        client_queue_url: outputs.client_queue_url,
        registration_queue_url: outputs.registration_queue_url,
        dead_letter_queue_url: outputs.dead_letter_queue_url,
        bank_url: foundation.bank_url.clone(),
        docs_url: docs_url.to_owned(),
        alias,
        functions: waiting.into_iter().map(described).collect(),
        foundation: foundation.clone(),
    })
}

async fn publish_one(
    client: &Client,
    function: Function,
    output: FunctionOutput,
) -> Result<Waiting, StackError> {
    let program = function.bootstrap.clone();
    let zip = spawn_blocking(move || functions::zip(&program))
        .await
        .map_err(io::Error::other)??;
    let code = Code::zip(zip);
    let published = publish(client, &output.function_name, code, "this work tree").await?;

    Ok(Waiting {
        function,
        output,
        published,
    })
}

fn described(waiting: Waiting) -> (String, DeployedFunction) {
    let Waiting {
        function,
        output,
        published,
    } = waiting;
    let outside = runtime_api::Function {
        name: output.function_name.clone(),
        bootstrap: function.bootstrap.clone(),
        environment: output.environment,
    };

    let deployed = DeployedFunction {
        function_name: output.function_name,
        version: published.version,
        bootstrap: function.bootstrap,
        environment: outside.whole_environment(),
    };

    (function.name, deployed)
}
