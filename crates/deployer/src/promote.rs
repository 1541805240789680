//! Promoting: the very artefacts that run in one environment are brought to another.

use crate::DeployError;
use crate::record::{self, Deployment};
use crate::rollout::Target;
use crate::shift::standing;
use crate::source::Commit;

/// What runs in an environment, after a look at whether it does.
///
/// # Errors
///
/// When nothing was deployed there, or its aliases lead elsewhere than to what was.
pub async fn what_runs(from: &Target<'_>) -> Result<Deployment, DeployError> {
    let newest = record::newest(&from.bucket, from.name).await?;
    let deployment = newest.ok_or_else(|| DeployError::NoDeployment {
        environment: from.name.to_owned(),
        wanted: "deployment yet".to_owned(),
    })?;
    for version in deployment.versions.values() {
        let function = &version.function_name;
        let found = standing(&from.lambda, function, &from.configuration.alias).await?;
        if found.version != version.version || found.beside.is_some() {
            return Err(DeployError::Astray {
                environment: from.name.to_owned(),
                number: deployment.number,
                function: function.clone(),
                stands: found.version,
            });
        }
    }

    Ok(deployment)
}

/// Sees that a deployment is of a certain commit: what a person has approved, and nothing that came after.
///
/// # Errors
///
/// When it is of another.
pub fn only(runs: &Deployment, commit: &Commit, from: &Target<'_>) -> Result<(), DeployError> {
    if runs.release.commit == commit.id {
        return Ok(());
    }

    Err(DeployError::OtherCommit {
        environment: from.name.to_owned(),
        runs: runs.release.commit.clone(),
        wanted: commit.id.clone(),
    })
}
