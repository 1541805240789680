//! Shifting: the alias, and traffic with it, moves to a version.

use std::collections::HashMap;

use aws_sdk_lambda::Client;
use aws_sdk_lambda::operation::get_alias::GetAliasOutput;
use aws_sdk_lambda::types::AliasRoutingConfiguration;

use crate::DeployError;
use crate::readiness::LATEST;

/// Which version an alias led to, and leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shifted {
    /// The version before.
    pub from: String,
    /// The version now.
    pub to: String,
}

impl Shifted {
    /// Whether traffic has moved.
    #[must_use]
    pub fn moved(&self) -> bool {
        self.from != self.to
    }
}

/// Where an alias leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The version that takes traffic.
    pub version: String,
    /// Another that takes some of it.
    pub beside: Option<String>,
}

/// Tells where `alias` leads.
///
/// # Errors
///
/// When Lambda refuses.
pub async fn standing(
    client: &Client,
    function: &str,
    alias: &str,
) -> Result<Standing, DeployError> {
    let found = find(client, function, alias).await?;
    let beside = beside(&found).next().cloned();

    Ok(Standing {
        version: found.function_version.unwrap_or_default(),
        beside,
    })
}

/// Points `alias` at `version`, all traffic at once.
///
/// # Errors
///
/// When Lambda refuses, or somebody else has moved the alias at the same moment.
pub async fn shift(
    client: &Client,
    function: &str,
    alias: &str,
    version: &str,
) -> Result<Shifted, DeployError> {
    let found = find(client, function, alias).await?;
    let shifted = Shifted {
        from: found.function_version.clone().unwrap_or_default(),
        to: version.to_owned(),
    };
    let is_split = beside(&found).next().is_some();
    if shifted.moved() || is_split {
        let all = AliasRoutingConfiguration::builder()
            .set_additional_version_weights(Some(HashMap::new()))
            .build();
        update(client, function, alias, found, version, all).await?;
    }

    Ok(shifted)
}

/// Sends `percent` of the traffic, from 1 to 99, to `version`, and leaves the rest where it is.
///
/// A function that has no version yet takes none by parts: its alias stays.
///
/// # Errors
///
/// When Lambda refuses, or somebody else has moved the alias at the same moment.
pub async fn split(
    client: &Client,
    function: &str,
    alias: &str,
    version: &str,
    percent: u8,
) -> Result<(), DeployError> {
    let found = find(client, function, alias).await?;
    let main = found.function_version.clone().unwrap_or_default();
    if main == version || main == LATEST {
        return Ok(());
    }

    // Lambda's weights are binary fractions, which the text of a decimal one gives exactly as Lambda reads it.
    let weight = format!("0.{percent:02}");
    let weight = weight.parse().expect("it is a fraction in digits");
    let weights = HashMap::from([(version.to_owned(), weight)]);
    let weights = AliasRoutingConfiguration::builder()
        .set_additional_version_weights(Some(weights))
        .build();
    update(client, function, alias, found, &main, weights).await
}

async fn find(client: &Client, function: &str, alias: &str) -> Result<GetAliasOutput, DeployError> {
    client
        .get_alias()
        .function_name(function)
        .name(alias)
        .send()
        .await
        .map_err(DeployError::at(function, "read its alias"))
}

fn beside(found: &GetAliasOutput) -> impl Iterator<Item = &String> {
    found
        .routing_config()
        .and_then(AliasRoutingConfiguration::additional_version_weights)
        .into_iter()
        .flat_map(HashMap::keys)
}

async fn update(
    client: &Client,
    function: &str,
    alias: &str,
    found: GetAliasOutput,
    version: &str,
    weights: AliasRoutingConfiguration,
) -> Result<(), DeployError> {
    client
        .update_alias()
        .function_name(function)
        .name(alias)
        .function_version(version)
        .routing_config(weights)
        .set_revision_id(found.revision_id)
        .send()
        .await
        .map_err(DeployError::at(function, "move its alias"))?;

    Ok(())
}
