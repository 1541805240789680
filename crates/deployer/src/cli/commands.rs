//! What each command does.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use aws_config::SdkConfig;
use deployer::bucket::Bucket;
use deployer::configuration::{Configuration, ConfigurationError};
use deployer::lock::{self, Holder};
use deployer::progress::Progress;
use deployer::record::{self, Action, Deployment};
use deployer::release::Release;
use deployer::rollback::roll_back;
use deployer::rollout::{Order, Target, roll_out, running};
use deployer::status::Status;
use deployer::workshop::Workshop;
use deployer::{DeployError, aws, promote};
use serde::Serialize;

use super::{File, Manner, Source};

/// `deploy.yml`, and the AWS that it leads to.
pub(super) struct Deployer {
    file: PathBuf,
    configuration: Configuration,
    config: SdkConfig,
}

/// Needs no AWS.
pub(super) async fn build(source: &Source, File { file }: File) -> Result<(), DeployError> {
    let progress = Progress::start();
    let configuration = Configuration::read(&file)?;
    let environments = configuration.environment.values();
    let functions: BTreeSet<String> = environments
        .flat_map(|environment| environment.functions.value.keys().cloned())
        .collect();
    let workshop = Workshop::beside(&file, source.target_dir.clone());
    let commit = workshop.commit(&source.reference)?;
    progress.step("source", &format!("{} {}", commit.id, commit.subject));
    let functions = functions.into_iter().collect();
    let release = workshop
        .build(&commit, &configuration, functions, progress)
        .await?;
    print(&release);

    Ok(())
}

impl Deployer {
    pub(super) async fn of(File { file }: File) -> Result<Self, DeployError> {
        let configuration = Configuration::read(&file)?;
        let config = aws::config(&configuration.region).await;

        Ok(Self {
            file,
            configuration,
            config,
        })
    }

    fn target<'a>(&'a self, name: &'a str) -> Result<Target<'a>, DeployError> {
        let environments = &self.configuration.environment;
        let environment =
            environments
                .get(name)
                .ok_or_else(|| ConfigurationError::NoEnvironment {
                    path: self.file.clone(),
                    name: name.to_owned(),
                    known: environments.keys().cloned().collect::<Vec<_>>().join(", "),
                })?;

        Ok(Target {
            name,
            environment,
            configuration: &self.configuration,
            bucket: Bucket::new(
                aws_sdk_s3::Client::new(&self.config),
                &self.configuration.s3_bucket,
            ),
            lambda: aws_sdk_lambda::Client::new(&self.config),
            cloudwatch: aws_sdk_cloudwatch::Client::new(&self.config),
        })
    }

    pub(super) async fn deploy(
        &self,
        name: &str,
        source: &Source,
        manner: Manner,
    ) -> Result<(), DeployError> {
        let progress = Progress::start();
        let target = self.target(name)?;
        let by = aws::caller(&self.config).await?;
        let release = self.release(&target, source, progress).await?;
        let action = Action::Deploy {
            reference: source.reference.clone(),
        };

        self.roll_out(&target, release, action, &by, manner, progress)
            .await
    }

    /// The release of a commit: the bucket's, or a new one.
    async fn release(
        &self,
        target: &Target<'_>,
        source: &Source,
        progress: Progress,
    ) -> Result<Release, DeployError> {
        let workshop = Workshop::beside(&self.file, source.target_dir.clone());
        let commit = workshop.commit(&source.reference)?;
        progress.step(
            "source",
            &format!("{} is {} {}", source.reference, commit.id, commit.subject),
        );
        let configuration = &self.configuration;
        let key = Release::key(&commit, &configuration.package, configuration.architecture);
        if let Some(release) = Release::find(&target.bucket, &key).await? {
            progress.step("build", "was built before, and is in the bucket");
            return Ok(release);
        }

        let functions = target.environment.functions.value.keys().cloned().collect();
        let release = workshop
            .build(&commit, configuration, functions, progress)
            .await?;

        workshop
            .upload(release, &key, &target.bucket, progress)
            .await
    }

    pub(super) async fn promote(
        &self,
        from: &str,
        to: &str,
        reference: Option<String>,
        manner: Manner,
    ) -> Result<(), DeployError> {
        let progress = Progress::start();
        let (from, to) = (self.target(from)?, self.target(to)?);
        let by = aws::caller(&self.config).await?;
        let runs = promote::what_runs(&from).await?;
        if let Some(reference) = reference {
            let workshop = Workshop::beside(&self.file, None);
            promote::only(&runs, &workshop.commit(&reference)?, &from)?;
        }
        progress.step(
            "source",
            &format!("{}: {}", from.name, running(Some(&runs))),
        );
        let action = Action::Promote {
            from: from.name.to_owned(),
            number: runs.number,
        };

        self.roll_out(&to, runs.release, action, &by, manner, progress)
            .await
    }

    async fn roll_out(
        &self,
        target: &Target<'_>,
        release: Release,
        action: Action,
        by: &str,
        manner: Manner,
        progress: Progress,
    ) -> Result<(), DeployError> {
        let doing = action.to_string();
        let order = Order {
            release: &release,
            action,
            by,
            accept_breaking: manner.accept_breaking,
        };
        let patience = Duration::from_secs(manner.wait);
        let held = self.lock(target, by, doing, patience, progress).await?;
        let deployment = held.during(roll_out(target, order, progress)).await?;
        tell(target, &deployment);

        Ok(())
    }

    pub(super) async fn roll_back(&self, name: &str, to: Option<u32>) -> Result<(), DeployError> {
        let progress = Progress::start();
        let target = self.target(name)?;
        let by = aws::caller(&self.config).await?;
        let doing = "rollback".to_owned();
        let patience = deployer::rollback::PATIENCE;
        let held = self.lock(&target, &by, doing, patience, progress).await?;
        let deployment = held.during(roll_back(&target, to, &by, progress)).await?;
        tell(&target, &deployment);

        Ok(())
    }

    async fn lock(
        &self,
        target: &Target<'_>,
        by: &str,
        doing: String,
        patience: Duration,
        progress: Progress,
    ) -> Result<lock::Held, DeployError> {
        let holder = Holder::new(by, doing);
        let told = |what: &str| progress.step("lock", what);

        Ok(lock::take(&target.bucket, target.name, holder, patience, told).await?)
    }

    pub(super) async fn status(
        &self,
        env: Option<String>,
        settings: bool,
        json: bool,
    ) -> Result<(), DeployError> {
        let all = self.configuration.environment.keys().cloned();
        let names = env.map_or_else(|| all.collect(), |name| vec![name]);
        let mut statuses = Vec::with_capacity(names.len());
        for name in &names {
            statuses.push(Status::of(&self.target(name)?).await?);
        }
        if json {
            print(&statuses);
            return Ok(());
        }

        for status in &statuses {
            println!("{status}");
            for (name, running) in status.functions.iter().filter(|_| settings) {
                for (setting, value) in running.settings.listed() {
                    println!("  {name}: {setting}: {value}");
                }
            }
        }

        Ok(())
    }

    pub(super) async fn history(&self, name: &str, json: bool) -> Result<(), DeployError> {
        let history = record::history(&self.target(name)?.bucket, name).await?;
        if json {
            print(&history);
            return Ok(());
        }

        for deployment in &history {
            let Deployment {
                number,
                action,
                at,
                by,
                release,
                ..
            } = deployment;
            let commit = release.short_commit();
            println!(
                "{number:>4}  {at}  {commit}  {action} by {by}: {}",
                release.subject
            );
        }

        Ok(())
    }
}

fn tell(target: &Target<'_>, deployment: &Deployment) {
    println!(
        "{}: {}, as deployment {}",
        target.name,
        running(Some(deployment)),
        deployment.number
    );
}

/// Our own types, which all have text for keys.
fn print<T: Serialize>(content: &T) {
    let json = serde_json::to_string_pretty(content).expect("no map of ours has keys but text");
    println!("{json}");
}
