//! The AWS emulator, MiniStack: real HTTP in the shape of AWS, with IAM enforced.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_smithy_http_client::{Builder, tls};
use nix::sys::signal::Signal;
use tokio::sync::OnceCell;

use crate::progress::Progress;
use crate::python::{InstallError, Package, VirtualEnvironment};
use crate::tether::Tether;
use crate::{http, port};

const MINISTACK: Package = Package {
    name: "ministack",
    version: "1.5.33",
    // What CloudWatch's clients speak.
    beside: &["cbor2==6.2.1"],
};

/// The region it pretends to be.
pub const REGION: &str = "us-east-1";

/// The emulator's root: the key of a person or a tool. Functions call with their own roles.
pub const ACCESS_KEY_ID: &str = "test";

/// The secret that goes with [`ACCESS_KEY_ID`].
pub const SECRET_ACCESS_KEY: &str = "test";

/// How long it may take until it answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// An emulator of its own, which ends and is forgotten with its owner.
#[derive(Debug)]
pub struct MiniStack {
    directory: PathBuf,
    port: u16,
    process: Mutex<Tether>,
}

/// Why there is no emulator.
#[derive(Debug, thiserror::Error)]
pub enum MiniStackError {
    /// It could not be installed.
    #[error("cannot install the AWS emulator")]
    Install(#[from] InstallError),
    /// It ended, or never answered.
    #[error("the AWS emulator does not start: {0}")]
    Start(String),
    /// A file, directory or process could not be made.
    #[error("cannot run the AWS emulator")]
    Io(#[from] io::Error),
    /// It cannot be asked.
    #[error("cannot ask the AWS emulator")]
    Http(#[from] reqwest::Error),
}

/// The emulator that all tests of this process share; it ends with the process, however that ends.
///
/// # Errors
///
/// When it cannot be started; the next call tries again.
pub async fn shared() -> Result<&'static MiniStack, MiniStackError> {
    static SHARED: OnceCell<MiniStack> = OnceCell::const_new();

    SHARED
        .get_or_try_init(|| MiniStack::start(Progress::shown()))
        .await
}

impl MiniStack {
    /// Starts an empty one on a free port, installing it first where it is not.
    ///
    /// # Errors
    ///
    /// When it cannot be installed, or does not start.
    pub async fn start(progress: Progress) -> Result<Self, MiniStackError> {
        let (program, mut ministack) = tokio::task::spawn_blocking(move || {
            let program = VirtualEnvironment::with(MINISTACK, &progress)?.program("ministack");
            Ok::<_, MiniStackError>((program, Self::lay()?))
        })
        .await
        .map_err(io::Error::other)??;

        // Whoever else looks for a free port may find the same one first.
        let mut attempts = 1..=5;
        loop {
            ministack.port = port::free()?;
            match ministack.serve(&program).await {
                Err(MiniStackError::Start(_)) if attempts.next().is_some() => {}
                started => break started?,
            }
        }

        Ok(ministack)
    }

    /// What stands for every AWS endpoint.
    #[must_use]
    pub fn endpoint_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Configures AWS clients as the emulator's root.
    pub async fn sdk_config(&self) -> SdkConfig {
        sdk_config(&self.endpoint_url()).await
    }

    /// What it logs.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.directory.join("log")
    }

    fn lay() -> io::Result<Self> {
        let directory = tempfile::Builder::new()
            .prefix("superbowleto-ministack-")
            .tempdir()?;
        // It keeps nothing that a clean end would save, and its functions run in its process group.
        let process = Tether::new(Signal::SIGKILL, &[directory.path()])?;
        let directory = directory.keep();
        fs::create_dir(directory.join("tmp"))?;

        Ok(Self {
            directory,
            port: 0,
            process: Mutex::new(process),
        })
    }

    async fn serve(&self, program: &Path) -> Result<(), MiniStackError> {
        let mut command = self.command(program)?;
        self.process
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .spawn(&mut command)?;

        let client = http::client()?;
        let health = format!("{}/_ministack/health", self.endpoint_url());
        let started = Instant::now();
        while !answers(&client, &health).await {
            let ended = self
                .process
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .exit_status()?;
            if ended.is_some() || started.elapsed() > PATIENCE {
                return Err(MiniStackError::Start(fs::read_to_string(self.log())?));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }

        Ok(())
    }

    /// Functions inherit this environment, so it holds nothing of ours.
    fn command(&self, program: &Path) -> io::Result<Command> {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", &self.directory)
            .env("TMPDIR", self.directory.join("tmp"))
            .env("STATE_DIR", self.directory.join("state"))
            .env("S3_DATA_DIR", self.directory.join("s3"))
            .env("BIND_HOST", "127.0.0.1")
            .env("MINISTACK_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", self.port.to_string())
            .env("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID)
            .env("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY)
            .env("MINISTACK_REGION", REGION)
            .env("AUTH", "true")
            .env("LAMBDA_EXECUTOR", "local")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .current_dir(&self.directory)
            .stdin(Stdio::null())
            .stdout(File::create(self.log())?)
            .stderr(File::options().append(true).open(self.log())?);

        Ok(command)
    }
}

async fn answers(client: &reqwest::Client, url: &str) -> bool {
    matches!(client.get(url).send().await, Ok(response) if response.status().is_success())
}

/// Configures AWS clients as the root of the emulator at an address.
pub async fn sdk_config(endpoint_url: &str) -> SdkConfig {
    let http_client = Builder::new()
        .tls_provider(tls::Provider::Rustls(
            tls::rustls_provider::CryptoMode::Ring,
        ))
        .build_https();

    aws_config::defaults(BehaviorVersion::latest())
        .region(Region::from_static(REGION))
        .endpoint_url(endpoint_url)
        .credentials_provider(Credentials::from_keys(
            ACCESS_KEY_ID,
            SECRET_ACCESS_KEY,
            None,
        ))
        .http_client(http_client)
        .load()
        .await
}
