//! What runs where, since when, by which commit, and with which settings.

use std::collections::BTreeMap;
use std::fmt;

use futures::future::try_join_all;
use serde::Serialize;

use crate::DeployError;
use crate::readiness::LATEST;
use crate::record::{self, Deployment, Schema};
use crate::rollout::Target;
use crate::settings::{Difference, Settings};
use crate::shift::standing;

/// What an environment runs.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The environment.
    pub environment: String,
    /// What was brought there last.
    pub deployment: Option<Deployment>,
    /// The newest migration that was let near its database; 0 for none.
    pub schema: i64,
    /// Its functions, by short name.
    pub functions: BTreeMap<String, Running>,
}

/// What a function runs.
#[derive(Debug, Clone, Serialize)]
pub struct Running {
    /// The version that takes traffic.
    pub version: String,
    /// Another that takes some of it.
    pub beside: Option<String>,
    /// Whether that is what was deployed last.
    pub as_deployed: bool,
    /// The settings of the version.
    pub settings: Settings,
    /// Settings that were changed since: they reach traffic with the next deploy.
    pub waiting: Vec<Difference>,
}

impl Status {
    /// Looks it up, at Lambda itself.
    ///
    /// # Errors
    ///
    /// When Lambda or S3 refuses.
    pub async fn of(target: &Target<'_>) -> Result<Self, DeployError> {
        let deployment = record::newest(&target.bucket, target.name).await?;
        let schema = Schema::read(&target.bucket, target.name).await?;
        let looking = target
            .environment
            .functions
            .value
            .iter()
            .map(|(name, function)| {
                let deployed = deployment.as_ref();
                let deployed = deployed.and_then(|deployed| deployed.versions.get(name));
                async move {
                    let found =
                        standing(&target.lambda, function, &target.configuration.alias).await?;
                    let settings = Settings::of(&target.lambda, function, &found.version).await?;
                    let latest = Settings::of(&target.lambda, function, LATEST).await?;
                    let is_deployed =
                        deployed.is_some_and(|deployed| deployed.version == found.version);
                    let running = Running {
                        as_deployed: is_deployed && found.beside.is_none(),
                        version: found.version,
                        beside: found.beside,
                        waiting: settings.differences(&latest),
                        settings,
                    };
                    Ok::<_, DeployError>((name.clone(), running))
                }
            });
        let functions = try_join_all(looking).await?.into_iter().collect();

        Ok(Self {
            environment: target.name.to_owned(),
            schema: schema.migrations.last().map_or(0, |newest| newest.version),
            deployment,
            functions,
        })
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            environment,
            deployment,
            schema,
            functions,
        } = self;
        match deployment {
            None => writeln!(f, "{environment}: nothing was deployed yet")?,
            Some(deployment) => {
                let release = &deployment.release;
                writeln!(
                    f,
                    "{environment} runs {} {}",
                    release.commit, release.subject
                )?;
                writeln!(
                    f,
                    "  since {}, as deployment {}: {} by {}",
                    deployment.at, deployment.number, deployment.action, deployment.by
                )?;
                writeln!(f, "  the schema is at {schema}")?;
            }
        }
        for (name, running) in functions {
            let artefact = deployment
                .as_ref()
                .and_then(|it| it.release.functions.get(name));
            let code = artefact.map_or("", |artefact| artefact.sha256.get(..8).unwrap_or_default());
            let Running {
                version, settings, ..
            } = running;
            write!(
                f,
                "  {name:<20} version {version:<8} code {code:<8}  {:>4} MB  {:>3} s",
                settings.memory_mb, settings.timeout_s
            )?;
            if let Some(beside) = &running.beside {
                write!(f, "  and {beside} beside it")?;
            }
            if deployment.is_some() && !running.as_deployed {
                write!(f, "  NOT as deployed")?;
            }
            writeln!(f)?;
        }
        for (name, running) in functions {
            for difference in &running.waiting {
                writeln!(f, "  waits for a deploy: {name}: {difference}")?;
            }
        }

        Ok(())
    }
}
