//! Rolling out: a release reaches an environment's functions, its database and its traffic, in this order.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use aws_sdk_lambda::Client as Lambda;
use futures::future::{join_all, try_join_all};

use crate::bucket::Bucket;
use crate::configuration::{Configuration, Environment};
use crate::lock::LockError;
use crate::migrations::Compatibility;
use crate::progress::Progress;
use crate::publish::{Code, Published, publish};
use crate::record::{self, Action, Deployment, Schema, Version};
use crate::release::Release;
use crate::schema;
use crate::shift::{shift, split, standing};
use crate::{DeployError, alarms, clock, probe};

/// How often alarms are looked at.
const WATCH: Duration = Duration::from_secs(5);

/// An environment, and what leads to it.
#[derive(Debug, Clone)]
pub struct Target<'a> {
    /// Its name.
    pub name: &'a str,
    /// What `deploy.yml` says of it.
    pub environment: &'a Environment,
    /// What `deploy.yml` says of all.
    pub configuration: &'a Configuration,
    /// Where artefacts and records are.
    pub bucket: Bucket,
    /// Lambda.
    pub lambda: Lambda,
    /// CloudWatch.
    pub cloudwatch: aws_sdk_cloudwatch::Client,
}

/// What is to be rolled out, and on whose word.
#[derive(Debug, Clone)]
pub struct Order<'a> {
    /// What was built.
    pub release: &'a Release,
    /// What brought it about.
    pub action: Action,
    /// Who wants it.
    pub by: &'a str,
    /// Whether a pending migration may break code that runs.
    pub accept_breaking: bool,
}

/// Publishes, migrates, checks and shifts. Whatever fails, traffic is afterwards where it was before.
///
/// # Errors
///
/// What failed, within what became of the traffic.
pub async fn roll_out(
    target: &Target<'_>,
    order: Order<'_>,
    progress: Progress,
) -> Result<Deployment, DeployError> {
    let before = record::newest(&target.bucket, target.name).await?;
    let untouched = |source: DeployError| DeployError::Untouched {
        environment: target.name.to_owned(),
        runs: running(before.as_ref()),
        source: Box::new(source),
    };
    let versions = target
        .prepare(&order, before.is_some(), progress)
        .await
        .map_err(untouched)?;
    let way_back = target
        .way_back(&versions, before.as_ref())
        .await
        .map_err(untouched)?;

    progress.step("shift", &format!("{} functions", versions.len()));
    if let Err(failed) = target.shift(&versions, progress).await {
        progress.done(&format!("going back: {failed}"));
        return Err(target.go_back(&way_back, before.as_ref(), failed).await);
    }

    if let Some(before) = &before
        && before.release == *order.release
        && before.versions == versions
    {
        progress.done("that is what ran already");
        return Ok(before.clone());
    }

    let deployment = Deployment {
        number: before.map_or(1, |before| before.number + 1),
        action: order.action,
        at: clock::now(),
        by: order.by.to_owned(),
        release: order.release.clone(),
        versions,
    };
    target.write_down(&deployment).await?;

    Ok(deployment)
}

/// What an environment runs, for a person.
#[must_use]
pub fn running(deployment: Option<&Deployment>) -> String {
    match deployment {
        None => "nothing was deployed there yet".to_owned(),
        Some(deployment) => format!(
            "it runs {} ({}) since {}",
            deployment.release.short_commit(),
            deployment.release.subject,
            deployment.at
        ),
    }
}

impl Target<'_> {
    /// All that touches no traffic: new versions, the schema, what the versions answer.
    async fn prepare(
        &self,
        order: &Order<'_>,
        is_serving: bool,
        progress: Progress,
    ) -> Result<BTreeMap<String, Version>, DeployError> {
        let release = order.release;
        self.has_the_functions_of(release)?;
        // An alarm that nobody has made is better heard of now.
        alarms::raised(&self.cloudwatch, &self.environment.alarms).await?;

        progress.step("migrate", &self.configuration.migrate.value);
        let migrate = self
            .publish(&self.configuration.migrate.value, release)
            .await?
            .1;
        let pending = schema::pending(&self.lambda, &migrate).await?;
        if is_serving && !order.accept_breaking {
            no_break(release, &pending)?;
        }
        Schema::add(&self.bucket, self.name, release).await?;
        let report = schema::migrate(&self.lambda, &migrate).await?;
        progress.done(&report.to_string());
        if report.version != release.schema() {
            return Err(DeployError::NotMigrated {
                found: report.version,
                wanted: release.schema(),
            });
        }

        progress.step("publish", &format!("{} functions", release.functions.len()));
        let publishing = release.functions.keys().map(|name| async move {
            let (published, version) = self.publish(name, release).await?;
            Ok::<_, DeployError>((name.clone(), published, version))
        });
        let published = try_join_all(publishing).await?;
        let sent = published
            .iter()
            .filter(|(_, published, _)| published.uploaded);
        progress.done(&format!("{} with new code", sent.count()));
        let versions = published
            .into_iter()
            .map(|(name, _, version)| (name, version))
            .collect();

        progress.step("check", "the new versions, which take no traffic yet");
        let checks = &self.configuration.checks;
        let count = probe::probe(&self.lambda, checks, &versions).await?;
        progress.done(&format!("{count} answers are as they have to be"));

        Ok(versions)
    }

    fn has_the_functions_of(&self, release: &Release) -> Result<(), DeployError> {
        let ours: BTreeSet<_> = self.environment.functions.value.keys().collect();
        let releases: BTreeSet<_> = release.functions.keys().collect();
        let others: Vec<_> = ours.symmetric_difference(&releases).collect();
        if others.is_empty() {
            return Ok(());
        }

        let names: Vec<&str> = others.iter().map(|name| name.as_str()).collect();
        Err(DeployError::OtherFunctions {
            environment: self.name.to_owned(),
            commit: release.short_commit().to_owned(),
            functions: names.join(", "),
        })
    }

    /// Publishes a function of the release.
    async fn publish(
        &self,
        name: &str,
        release: &Release,
    ) -> Result<(Published, Version), DeployError> {
        let function_name = &self.environment.functions.value[name];
        let artefact = &release.functions[name];
        let code = Code::stored(self.bucket.name(), artefact.key(), artefact.digest());
        let description = format!("{} {}", release.short_commit(), release.subject);
        let description: String = description.chars().take(256).collect();
        let published = publish(&self.lambda, function_name, code, &description).await?;
        let version = Version {
            function_name: function_name.clone(),
            version: published.version.clone(),
        };

        Ok((published, version))
    }

    /// Where traffic goes if this fails: where it was written down to be, since an alias may stand between two releases.
    async fn way_back(
        &self,
        versions: &BTreeMap<String, Version>,
        before: Option<&Deployment>,
    ) -> Result<Vec<Version>, DeployError> {
        let finding = versions.iter().map(|(name, version)| async move {
            let known = before.and_then(|before| before.versions.get(name));
            let function_name = version.function_name.clone();
            let version = match known {
                Some(known) => known.version.clone(),
                None => {
                    let alias = &self.configuration.alias;
                    standing(&self.lambda, &function_name, alias).await?.version
                }
            };
            Ok::<_, DeployError>(Version {
                function_name,
                version,
            })
        });

        try_join_all(finding).await
    }

    /// Moves traffic step by step, and watches the alarms after each.
    async fn shift(
        &self,
        versions: &BTreeMap<String, Version>,
        progress: Progress,
    ) -> Result<(), DeployError> {
        let alarms = &self.environment.alarms;
        // What is raised before is not this release's doing; it may be the cure.
        let before = alarms::raised(&self.cloudwatch, alarms).await?;
        for step in self.environment.shift.steps() {
            self.point(versions.values(), step.percent).await?;
            progress.done(&format!("{} % of traffic", step.percent));
            let until = tokio::time::Instant::now() + step.watch();
            while tokio::time::Instant::now() < until {
                tokio::time::sleep(WATCH.min(step.watch())).await;
                let now = alarms::raised(&self.cloudwatch, alarms).await?;
                let new: Vec<_> = now.difference(&before).cloned().collect();
                if !new.is_empty() {
                    return Err(DeployError::Alarmed(new.join(", ")));
                }
            }
        }

        Ok(())
    }

    /// Gives versions so much of the traffic; all are tried, even where one fails.
    pub(crate) async fn point(
        &self,
        versions: impl Iterator<Item = &Version>,
        percent: u8,
    ) -> Result<(), DeployError> {
        let alias = &self.configuration.alias;
        let pointing = versions.map(|to| async move {
            let Version {
                function_name,
                version,
            } = to;
            if percent < 100 {
                split(&self.lambda, function_name, alias, version, percent).await
            } else {
                let shifted = shift(&self.lambda, function_name, alias, version).await;
                shifted.map(|_| ())
            }
        });

        join_all(pointing).await.into_iter().collect()
    }

    async fn go_back(
        &self,
        way_back: &[Version],
        before: Option<&Deployment>,
        failed: DeployError,
    ) -> DeployError {
        let environment = self.name.to_owned();
        let source = Box::new(failed);
        match self.point(way_back.iter(), 100).await {
            Ok(()) => DeployError::WentBack {
                environment,
                runs: running(before),
                source,
            },
            Err(back) => DeployError::Between {
                environment,
                back: Box::new(back),
                source,
            },
        }
    }

    /// Writes down what takes traffic now.
    pub(crate) async fn write_down(&self, deployment: &Deployment) -> Result<(), DeployError> {
        if record::write(&self.bucket, self.name, deployment).await? {
            Ok(())
        } else {
            Err(LockError::Lost(self.name.to_owned()).into())
        }
    }
}

/// What runs goes on running while the schema changes, and may not be broken unasked.
fn no_break(release: &Release, pending: &[i64]) -> Result<(), DeployError> {
    let breaking = release
        .migrations
        .iter()
        .filter(|migration| pending.contains(&migration.version))
        .find_map(|migration| match &migration.compatibility {
            Compatibility::Breaks(what) => Some((migration.version, what)),
            Compatibility::Compatible => None,
        });

    match breaking {
        None => Ok(()),
        Some((version, what)) => Err(DeployError::Breaking {
            version,
            what: what.clone(),
        }),
    }
}
