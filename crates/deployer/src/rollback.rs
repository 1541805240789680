//! Rolling back: the aliases go back to the versions of an earlier deployment, with their settings.

use std::time::Duration;

use futures::future::try_join_all;

use crate::progress::Progress;
use crate::record::{self, Action, Deployment, Schema, Version};
use crate::rollout::{Target, running};
use crate::settings::Settings;
use crate::{DeployError, clock};

/// How long a rollback waits for another deploy by default: who rolls back is in a hurry.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Brings back deployment `to`, or the one before what runs now.
///
/// `migrate-database` stays as new as the schema that it looks after.
///
/// # Errors
///
/// When there is no such deployment, or its code can't work with the schema of now.
pub async fn roll_back(
    target: &Target<'_>,
    to: Option<u32>,
    by: &str,
    progress: Progress,
) -> Result<Deployment, DeployError> {
    let history = record::history(&target.bucket, target.name).await?;
    let wanted = match to {
        Some(number) => format!("deployment {number}"),
        None => "deployment before what runs".to_owned(),
    };
    let (Some(current), Some(earlier)) = (history.first(), earlier(&history, to)) else {
        return Err(DeployError::NoDeployment {
            environment: target.name.to_owned(),
            wanted,
        });
    };
    let schema = Schema::read(&target.bucket, target.name).await?;
    if let Some((migration, what)) = schema.breaks(&earlier.release) {
        return Err(DeployError::NoWayBack {
            commit: earlier.release.short_commit().to_owned(),
            version: migration.version,
            description: migration.description.clone(),
            what: what.to_owned(),
        });
    }

    progress.step(
        "back",
        &format!(
            "to deployment {}, {}",
            earlier.number,
            earlier.release.short_commit()
        ),
    );
    let migrate = &target.configuration.migrate.value;
    let versions = current.versions.iter().map(|(name, now)| {
        let then = earlier.versions.get(name).filter(|_| name != migrate);
        (name.clone(), then.unwrap_or(now).clone())
    });
    let versions = versions.collect();
    for line in settings_that_change(target, current, &versions).await? {
        progress.done(&line);
    }

    progress.step("shift", &format!("{} functions", earlier.versions.len()));
    if let Err(failed) = target.point(versions.values(), 100).await {
        return Err(DeployError::Between {
            environment: target.name.to_owned(),
            back: Box::new(failed),
            source: Box::new(DeployError::NoDeployment {
                environment: target.name.to_owned(),
                wanted: running(Some(earlier)),
            }),
        });
    }
    let deployment = Deployment {
        number: current.number + 1,
        action: Action::Rollback { to: earlier.number },
        at: clock::now(),
        by: by.to_owned(),
        release: earlier.release.clone(),
        versions,
    };
    target.write_down(&deployment).await?;

    Ok(deployment)
}

/// The deployment of that number, or the newest that ran other versions than those of now.
fn earlier(history: &[Deployment], to: Option<u32>) -> Option<&Deployment> {
    let current = history.first()?;

    history.iter().find(|deployment| match to {
        Some(number) => deployment.number == number,
        None => deployment.release.commit != current.release.commit,
    })
}

/// A version brings its settings with it: which are others than those of now.
async fn settings_that_change(
    target: &Target<'_>,
    current: &Deployment,
    versions: &std::collections::BTreeMap<String, Version>,
) -> Result<Vec<String>, DeployError> {
    let comparing = versions.iter().map(|(name, then)| async move {
        let Some(now) = current.versions.get(name).filter(|now| *now != then) else {
            return Ok::<_, DeployError>(Vec::new());
        };
        let lambda = &target.lambda;
        let now = Settings::of(lambda, &now.function_name, &now.version).await?;
        let then = Settings::of(lambda, &then.function_name, &then.version).await?;
        let differences = now.differences(&then);

        Ok(differences
            .iter()
            .map(|difference| format!("{name}: {difference}"))
            .collect())
    });

    Ok(try_join_all(comparing).await?.concat())
}
