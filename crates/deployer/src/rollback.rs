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

/// The deployment of that number, or the one before what runs. After a rollback, that is the one before the deployment
/// that was brought back: what was left is not gone back to.
fn earlier(history: &[Deployment], to: Option<u32>) -> Option<&Deployment> {
    let current = history.first()?;
    let stands_for = match current.action {
        Action::Rollback { to } => to,
        Action::Deploy { .. } | Action::Promote { .. } => current.number,
    };

    history.iter().find(|deployment| match to {
        Some(number) => deployment.number == number,
        None => deployment.number < stands_for && deployment.versions != current.versions,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::configuration::{Architecture, Builder, Package};
    use crate::release::Release;

    fn deployment(number: u32, action: Action, version: &str) -> Deployment {
        let package = Package {
            builder: Builder::Cargo,
            profile: "dev".to_owned(),
        };
        let version = Version {
            function_name: "superbowleto-live-get-boleto".to_owned(),
            version: version.to_owned(),
        };

        Deployment {
            number,
            action,
            at: clock::now(),
            by: "a test".to_owned(),
            release: Release {
                commit: version.version.clone(),
                subject: "a test".to_owned(),
                package,
                architecture: Architecture::HERE,
                tools: Vec::new(),
                migrations: Vec::new(),
                functions: [].into(),
            },
            versions: [("get-boleto".to_owned(), version)].into(),
        }
    }

    fn deploy() -> Action {
        Action::Deploy {
            reference: "main".to_owned(),
        }
    }

    #[test]
    fn back_is_the_one_before_and_after_a_rollback_the_one_before_that() {
        let mut history = vec![
            deployment(3, deploy(), "3"),
            deployment(2, deploy(), "2"),
            deployment(1, deploy(), "1"),
        ];
        let number = |history: &[Deployment], to| earlier(history, to).map(|found| found.number);

        assert_eq!(number(&history, None), Some(2));
        assert_eq!(number(&history, Some(1)), Some(1));
        assert_eq!(number(&history, Some(3)), Some(3));
        assert_eq!(number(&history, Some(4)), None);
        history.insert(0, deployment(4, Action::Rollback { to: 2 }, "2"));
        assert_eq!(number(&history, None), Some(1));
        history.insert(0, deployment(5, Action::Rollback { to: 1 }, "1"));
        assert_eq!(number(&history, None), None);
        assert_eq!(number(&[], None), None);
    }
}
