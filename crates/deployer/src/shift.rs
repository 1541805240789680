//! Shifting: the alias, and all traffic with it, moves to a version.

use std::collections::HashMap;

use aws_sdk_lambda::Client;
use aws_sdk_lambda::types::AliasRoutingConfiguration;

use crate::DeployError;

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
    let found = client
        .get_alias()
        .function_name(function)
        .name(alias)
        .send()
        .await
        .map_err(DeployError::at(function, "read its alias"))?;
    let shifted = Shifted {
        from: found.function_version.clone().unwrap_or_default(),
        to: version.to_owned(),
    };
    let is_split = found
        .routing_config()
        .and_then(|routing| routing.additional_version_weights())
        .is_some_and(|weights| !weights.is_empty());
    if shifted.moved() || is_split {
        let all = AliasRoutingConfiguration::builder()
            .set_additional_version_weights(Some(HashMap::new()))
            .build();
        client
            .update_alias()
            .function_name(function)
            .name(alias)
            .function_version(version)
            .routing_config(all)
            .set_revision_id(found.revision_id)
            .send()
            .await
            .map_err(DeployError::at(function, "move its alias"))?;
    }

    Ok(shifted)
}
