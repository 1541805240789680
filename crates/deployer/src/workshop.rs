//! The workshop: where a commit becomes a release, on this machine, and from where it is uploaded.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use tokio::task::spawn_blocking;

use crate::bucket::Bucket;
use crate::build::{self, Build};
use crate::command;
use crate::configuration::{Builder, Configuration};
use crate::progress::Progress;
use crate::release::{Artefact, Release};
use crate::source::{Commit, Repository};
use crate::{DeployError, migrations};

/// A folder for sources and programs, and for what is built: laid out as the bucket is.
#[derive(Debug, Clone)]
pub struct Workshop {
    repository: Repository,
    folder: PathBuf,
    target: PathBuf,
}

impl Workshop {
    /// The one of the repository that `deploy.yml` is in: `target/deployer` beside it. Cargo keeps what it builds there
    /// too, or in `target`.
    #[must_use]
    pub fn beside(deploy_yml: &Path, target: Option<PathBuf>) -> Self {
        let beside = match deploy_yml.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        let folder = beside.join("target/deployer");

        Self {
            repository: Repository::around(beside),
            target: target.unwrap_or_else(|| folder.join("build")),
            folder,
        }
    }

    /// What a person calls a commit.
    ///
    /// # Errors
    ///
    /// When there is no such commit.
    pub fn commit(&self, reference: &str) -> Result<Commit, DeployError> {
        Ok(self.repository.commit(reference)?)
    }

    /// Builds a commit, or finds what was built from it before on this machine.
    ///
    /// # Errors
    ///
    /// When it does not compile, or its migrations are objected to.
    pub async fn build(
        &self,
        commit: &Commit,
        configuration: &Configuration,
        functions: Vec<String>,
        progress: Progress,
    ) -> Result<Release, DeployError> {
        let package = configuration.package.clone();
        let architecture = configuration.architecture;
        let (workshop, commit) = (self.clone(), commit.clone());

        spawn_blocking(move || {
            fs::create_dir_all(&workshop.folder)?;
            // One build at a time: the next one finds all but what has changed since.
            let lock = File::create(workshop.folder.join("lock"))?;
            lock.lock()?;
            let source = workshop.folder.join("source");
            workshop.repository.check_out(&commit, &source)?;
            let migrations = migrations::read(&source.join("migrations"))?;

            progress.step(
                "build",
                &format!(
                    "{} functions with {}, {}, for {architecture}",
                    functions.len(),
                    package.builder,
                    package.profile
                ),
            );
            let target = std::path::absolute(&workshop.target)?;
            let build = Build {
                source: &source.canonicalize()?,
                target: &target,
                package: &package,
                architecture,
                functions: &functions,
            };
            let mut release = Release {
                commit: commit.id.clone(),
                subject: commit.subject.clone(),
                package: package.clone(),
                architecture,
                tools: tools(package.builder),
                migrations,
                functions: [].into(),
            };
            for zipped in build.run()? {
                let artefact = Artefact::of(&zipped.zip);
                workshop.keep(&artefact.key(), &zipped.zip)?;
                release.functions.insert(zipped.function, artefact);
            }
            let bytes: u64 = release.functions.values().map(|made| made.bytes).sum();
            progress.done(&format!("{} kB zipped", bytes / 1000));

            Ok(release)
        })
        .await
        .map_err(std::io::Error::other)?
    }

    /// Uploads what a release is made of and the bucket does not have, then its manifest; returns the release that the
    /// bucket has for the commit from now on.
    ///
    /// # Errors
    ///
    /// When S3 refuses.
    pub async fn upload(
        &self,
        release: Release,
        key: &str,
        bucket: &Bucket,
        progress: Progress,
    ) -> Result<Release, DeployError> {
        progress.step("upload", &format!("s3://{}", bucket.name()));
        let mut uploaded = 0;
        for artefact in release.functions.values() {
            let key = artefact.key();
            if !bucket.has(&key).await? {
                let zip = fs::read(self.made(&key))?;
                uploaded += usize::from(bucket.put_once(&key, zip).await?);
            }
        }
        progress.done(&format!(
            "{uploaded} of {} functions, the others were there",
            release.functions.len()
        ));
        if bucket.write(key, None, &release).await?.is_some() {
            return Ok(release);
        }

        // Somebody else has built the same commit at the same moment.
        let found = bucket.read(key).await?;
        Ok(found.map_or(release, |found| found.content))
    }

    /// Where something built is kept.
    #[must_use]
    pub fn made(&self, key: &str) -> PathBuf {
        self.folder.join("made").join(key)
    }

    fn keep(&self, key: &str, bytes: &[u8]) -> std::io::Result<()> {
        let path = self.made(key);
        fs::create_dir_all(path.with_file_name(""))?;

        fs::write(path, bytes)
    }
}

/// What builds, as it calls itself.
fn tools(builder: Builder) -> Vec<String> {
    let version = |command: &mut Command| command::read(command).unwrap_or_default();
    let mut tools = vec![version(Command::new("rustc").arg("--version"))];
    if builder == Builder::CargoLambda {
        tools.push(version(build::cargo().args(["lambda", "--version"])));
    }

    tools
}
