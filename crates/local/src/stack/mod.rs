//! The whole stack on this machine: real parts on loopback, and the functions in them.

pub mod boleto;
mod deploy;
mod description;
mod foundation;
mod overrule;
mod sandbox;

use std::fs;
use std::io;
use std::path::Path;

use tokio::task::spawn_blocking;

pub use description::{DeployedFunction, Description};
pub use foundation::Foundation;
pub use sandbox::Sandbox;

use crate::docs::Docs;
use crate::functions::{self, Function, FunctionsError, Profile};
use crate::ministack::{MiniStack, MiniStackError};
use crate::postgres::{Cluster, PostgresError};
use crate::progress::Progress;
use crate::simulator::{Options, Simulator};
use crate::terraform::TerraformError;

/// A running stack. Its processes end when it is dropped, and when its owner ends in any way.
#[derive(Debug)]
pub struct Stack {
    /// Where everything is.
    pub description: Description,
    /// The bank, which can be told to misbehave.
    pub bank: Simulator,
    /// The database server.
    pub postgres: Cluster,
    /// The emulator.
    pub aws: MiniStack,
    /// The page to read and try the API on.
    pub docs: Docs,
}

/// Why there is no stack, or not with the newest code.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// No Postgres.
    #[error(transparent)]
    Postgres(#[from] PostgresError),
    /// No emulator.
    #[error(transparent)]
    MiniStack(#[from] MiniStackError),
    /// The functions can't be built.
    #[error(transparent)]
    Functions(#[from] FunctionsError),
    /// The infrastructure can't be made.
    #[error(transparent)]
    Terraform(#[from] TerraformError),
    /// The code did not reach a function.
    #[error(transparent)]
    Deploy(#[from] deployer::DeployError),
    /// A function is in `functions/`, and Terraform makes none of that name.
    #[error("functions/{0} is in no line of terraform/modules/stack")]
    NotInTerraform(String),
    /// Terraform makes a function that is not in `functions/`.
    #[error("terraform/modules/stack makes {0}, and there is no functions/{0}")]
    NoCode(String),
    /// What stands for SSM did not keep or give a secret.
    #[error(transparent)]
    Secret(#[from] Box<aws_sdk_ssm::Error>),
    /// The API can't be asked.
    #[error("the API does not answer")]
    Api(#[from] reqwest::Error),
    /// The API answers, and has created no boleto.
    #[error("the API has created no boleto: {0}")]
    NotCreated(u16),
    /// A file or a socket.
    #[error("cannot bring the stack up")]
    Io(#[from] io::Error),
}

impl Stack {
    /// Brings everything up, with Terraform's state in `directory`, from nothing.
    ///
    /// # Errors
    ///
    /// When a part does not start or the code does not build; the parts that stand are taken down again.
    pub async fn up(
        directory: &Path,
        profile: Profile,
        progress: Progress,
    ) -> Result<Self, StackError> {
        forget(directory)?;
        let (functions, (parts, foundation, outputs)) =
            tokio::try_join!(build(profile, progress), async {
                let parts = Parts::start(progress).await?;
                let foundation = parts.foundation().await?;
                let outputs = deploy::apply(directory, &foundation, progress).await?;

                Ok((parts, foundation, outputs))
            })?;
        let docs_url = parts.docs.url();
        let description =
            deploy::deploy(&foundation, docs_url, outputs, functions, progress).await?;

        parts.serve(description)
    }
}

/// Brings what has changed, in the code or in Terraform, to a stack that is up; another process may own it.
///
/// # Errors
///
/// When the code does not build, or does not reach the stack.
pub async fn redeploy(
    directory: &Path,
    stack: &Description,
    profile: Profile,
    progress: Progress,
) -> Result<Description, StackError> {
    let foundation = &stack.foundation;
    let (functions, outputs) = tokio::try_join!(
        build(profile, progress),
        deploy::apply(directory, foundation, progress)
    )?;

    deploy::deploy(foundation, &stack.docs_url, outputs, functions, progress).await
}

/// The processes.
struct Parts {
    postgres: Cluster,
    aws: MiniStack,
    bank: Simulator,
    docs: Docs,
}

impl Parts {
    async fn start(progress: Progress) -> Result<Self, StackError> {
        let docs = Docs::start().await?;
        let (postgres, aws, bank) = tokio::try_join!(
            async { Ok::<_, StackError>(Cluster::start().await?) },
            async { Ok(MiniStack::start(progress).await?) },
            async { Ok(Simulator::start(Options::default()).await?) },
        )?;
        progress.step(&format!("Postgres listens on port {}", postgres.port()));
        progress.step(&format!(
            "the AWS emulator listens at {}",
            aws.endpoint_url()
        ));
        progress.step(&format!("the bank simulator listens at {}", bank.url()));

        Ok(Self {
            postgres,
            aws,
            bank,
            docs,
        })
    }

    async fn foundation(&self) -> Result<Foundation, StackError> {
        let database = self.postgres.database().await?;

        Ok(Foundation::new(
            database,
            self.aws.endpoint_url(),
            self.bank.url(),
            self.bank.credentials(),
        ))
    }

    /// Leads the page to the API that now stands over the parts.
    fn serve(self, description: Description) -> Result<Stack, StackError> {
        self.docs
            .lead_to(&description.api_url, &description.api_key)?;

        Ok(Stack {
            description,
            bank: self.bank,
            postgres: self.postgres,
            aws: self.aws,
            docs: self.docs,
        })
    }
}

async fn build(profile: Profile, progress: Progress) -> Result<Vec<Function>, StackError> {
    progress.step("building the functions");
    let functions = spawn_blocking(move || functions::build(profile, &progress))
        .await
        .map_err(io::Error::other)??;
    progress.step(&format!("built {} functions", functions.len()));

    Ok(functions)
}

/// Forgets what Terraform has made in an emulator that is gone.
fn forget(directory: &Path) -> io::Result<()> {
    match fs::remove_dir_all(directory.join("terraform")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
