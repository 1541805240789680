//! The root `sandbox` as it stands, applied whole to the emulator: network, database, alarms and all.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use aws_sdk_lambda::Client as Lambda;
use aws_sdk_ssm::Client as Ssm;
use deployer::invoke;
use serde::Deserialize;
use serde_json::Value;
use tokio::task::spawn_blocking;

use super::deploy::{self, FunctionOutput, MIGRATE, Outputs};
use super::foundation::Foundation;
use super::{Parts, Stack, StackError, build, forget, overrule};
use crate::functions::{Function, Profile};
use crate::progress::Progress;
use crate::terraform::{Terraform, TerraformError, Variables};

/// Where the stack's secrets are.
const SECRETS_PATH: &str = "/superbowleto/sandbox";

/// The stack of the root `sandbox`, with its Terraform at hand.
///
/// Only what no emulator can know is overruled: where AWS, the banks and Postgres are, and whose queues the clients'
/// are. RDS is emulated in name alone, so the functions are led to a Postgres of this machine, whose owner is given the
/// password that Terraform has drawn for RDS.
#[derive(Debug)]
pub struct Sandbox {
    /// The stack, with its code.
    pub stack: Stack,
    /// The root's copy, its state and its plans.
    pub terraform: Terraform,
    /// The plan that it was made by, as `terraform show -json` has it; the file stays beside the state.
    pub plan: Value,
    /// What the account has once, beside its stacks: the root `bootstrap`.
    pub bootstrap: Terraform,
    directory: PathBuf,
    functions: Vec<Function>,
    progress: Progress,
}

/// What `terraform/sandbox` says of what it has made.
#[derive(Debug, Deserialize)]
struct Said {
    api_id: String,
    api_stage: String,
    api_keys: BTreeMap<String, BTreeMap<String, String>>,
    registration_queue_url: String,
    dead_letter_queue_url: String,
    alias: String,
    functions: BTreeMap<String, FunctionOutput>,
}

impl Sandbox {
    /// What `bootstrap` is told.
    #[must_use]
    pub fn bootstrap_variables() -> Variables {
        [("repository".to_owned(), "owner/superbowleto".to_owned())].into()
    }

    /// Applies `bootstrap`, plans the root, applies the plan, gives the banks' credentials as `docs/operations.md` has it, and deploys.
    ///
    /// # Errors
    ///
    /// When a part does not start, the code does not build, or something can't be made.
    pub async fn up(
        directory: &Path,
        profile: Profile,
        progress: Progress,
    ) -> Result<Self, StackError> {
        forget(directory)?;
        let (functions, (parts, mut foundation, bootstrap, (terraform, plan))) =
            tokio::try_join!(build(profile, progress), async {
                let parts = Parts::start(progress).await?;
                let foundation = parts.foundation().await?;
                let (bootstrap, made) = tokio::try_join!(
                    apply_bootstrap(directory, &foundation, progress),
                    apply_sandbox(directory, &foundation, progress),
                )?;

                Ok((parts, foundation, bootstrap, made))
            })?;
        settle(&parts, &mut foundation).await?;
        let outputs = outputs(&terraform, &foundation).await?;
        let description = deploy::deploy(
            &foundation,
            parts.docs.url(),
            outputs,
            functions.clone(),
            progress,
        )
        .await?;

        Ok(Self {
            stack: parts.serve(description)?,
            terraform,
            plan,
            bootstrap,
            directory: directory.to_owned(),
            functions,
            progress,
        })
    }

    /// Lays the root of another stack beside this one, overruled in the same way and ready to be planned.
    ///
    /// # Errors
    ///
    /// When it can't be laid.
    pub async fn beside(&self, root: &'static str) -> Result<Terraform, StackError> {
        let foundation = &self.stack.description.foundation;

        lay(root, &self.directory, foundation, self.progress).await
    }

    /// Sets more of the stack's values: text in Terraform's language, one argument a line.
    ///
    /// # Errors
    ///
    /// When they can't be written.
    pub fn set(&self, values: &str) -> Result<(), StackError> {
        let text = format!("module \"stack\" {{\n{values}\n}}\n");

        Ok(self.terraform.overrule("values", &text)?)
    }

    /// Applies the root, or what of it `target` names, to what stands.
    ///
    /// # Errors
    ///
    /// When it can't be applied.
    pub async fn apply(&self, target: Option<&'static str>) -> Result<String, StackError> {
        let terraform = self.terraform.clone();

        blocking(move || match target {
            Some(target) => terraform.apply_only(target, &Variables::new()),
            None => terraform.apply(&Variables::new()),
        })
        .await
    }

    /// Brings code and settings to traffic, as a deploy does.
    ///
    /// # Errors
    ///
    /// When they don't reach a function.
    pub async fn deploy(&mut self) -> Result<(), StackError> {
        let foundation = self.stack.description.foundation.clone();
        let outputs = outputs(&self.terraform, &foundation).await?;
        let functions = self.functions.clone();
        self.stack.description = deploy::deploy(
            &foundation,
            self.stack.docs.url(),
            outputs,
            functions,
            self.progress,
        )
        .await?;

        Ok(())
    }

    /// The clients' API keys: client, name of the key, value.
    ///
    /// # Errors
    ///
    /// When Terraform does not tell.
    pub async fn api_keys(&self) -> Result<BTreeMap<String, BTreeMap<String, String>>, StackError> {
        Ok(said(&self.terraform).await?.api_keys)
    }

    /// A secret, by its name below the stack's path.
    ///
    /// # Errors
    ///
    /// When it is not there.
    pub async fn secret(&self, name: &str) -> Result<String, StackError> {
        secret(&Ssm::new(&self.stack.aws.sdk_config().await), name).await
    }

    /// Invokes `migrate-database` as it takes traffic.
    ///
    /// # Errors
    ///
    /// When it fails.
    pub async fn migrate(&self) -> Result<(), StackError> {
        let stack = &self.stack.description;
        let client = Lambda::new(&self.stack.aws.sdk_config().await);
        let name = &stack.functions[MIGRATE].function_name;
        invoke(&client, name, &stack.alias, b"{}".to_vec()).await?;

        Ok(())
    }
}

async fn apply_bootstrap(
    directory: &Path,
    foundation: &Foundation,
    progress: Progress,
) -> Result<Terraform, StackError> {
    let endpoint_url = &foundation.aws_endpoint_url;
    let bootstrap = lay_over("bootstrap", directory, endpoint_url, Vec::new(), progress).await?;
    let making = bootstrap.clone();
    let summary = blocking(move || making.apply(&Sandbox::bootstrap_variables())).await?;
    progress.step(&format!("bootstrap: {summary}"));

    Ok(bootstrap)
}

/// Plans, and applies the plan.
async fn apply_sandbox(
    directory: &Path,
    foundation: &Foundation,
    progress: Progress,
) -> Result<(Terraform, Value), StackError> {
    let terraform = lay("sandbox", directory, foundation, progress).await?;
    let making = terraform.clone();
    let (plan, summary) = blocking(move || {
        let plan = making.plan("first", &Variables::new())?;
        progress.step("the sandbox is planned");
        Ok((plan, making.apply_plan("first", &Variables::new())?))
    })
    .await?;
    progress.step(&format!("sandbox: {summary}"));

    Ok((terraform, plan))
}

/// Lays the root of a stack over the parts.
async fn lay(
    root: &'static str,
    directory: &Path,
    foundation: &Foundation,
    progress: Progress,
) -> Result<Terraform, StackError> {
    let stack = ("stack", overrule::stack(foundation));

    lay_over(
        root,
        directory,
        &foundation.aws_endpoint_url,
        vec![stack],
        progress,
    )
    .await
}

async fn lay_over(
    root: &'static str,
    directory: &Path,
    endpoint_url: &str,
    overrules: Vec<(&'static str, String)>,
    progress: Progress,
) -> Result<Terraform, StackError> {
    let directory = directory.join("terraform");
    let endpoint_url = endpoint_url.to_owned();

    blocking(move || {
        let terraform = Terraform::lay(root, &directory, &endpoint_url)?;
        terraform.overrule("state", overrule::STATE)?;
        for (name, text) in overrules {
            terraform.overrule(name, &text)?;
        }
        terraform.init(&progress)?;

        Ok(terraform)
    })
    .await
}

/// Does what RDS would do with the owner's password, and a person with the banks' credentials.
async fn settle(parts: &Parts, foundation: &mut Foundation) -> Result<(), StackError> {
    let ssm = Ssm::new(&parts.aws.sdk_config().await);
    let password = secret(&ssm, "database/owner-password").await?;
    let database = &mut foundation.database;
    parts.postgres.give_password(database, &password).await?;
    // From here on no password may be seen by Postgres but as a verifier.
    parts.postgres.log_statements().await?;

    for (name, credentials) in parts.bank.credentials().secrets() {
        ssm.put_parameter()
            .name(format!("{SECRETS_PATH}/{name}"))
            .value(credentials)
            .r#type(aws_sdk_ssm::types::ParameterType::SecureString)
            .overwrite(true)
            .send()
            .await
            .map_err(|error| Box::new(error.into()))?;
    }

    Ok(())
}

async fn secret(ssm: &Ssm, name: &str) -> Result<String, StackError> {
    let found = ssm
        .get_parameter()
        .name(format!("{SECRETS_PATH}/{name}"))
        .with_decryption(true)
        .send()
        .await
        .map_err(|error| Box::new(error.into()))?;

    Ok(found
        .parameter
        .and_then(|parameter| parameter.value)
        .unwrap_or_default())
}

async fn said(terraform: &Terraform) -> Result<Said, StackError> {
    let terraform = terraform.clone();

    blocking(move || terraform.outputs()).await
}

async fn outputs(terraform: &Terraform, foundation: &Foundation) -> Result<Outputs, StackError> {
    let said = said(terraform).await?;
    let aws = &foundation.aws_endpoint_url;
    let gateway = said.api_keys.get("gateway");

    Ok(Outputs {
        api_url: format!(
            "{aws}/restapis/{}/{}/_user_request_",
            said.api_id, said.api_stage
        ),
        api_key: gateway
            .and_then(|keys| keys.values().next().cloned())
            .unwrap_or_default(),
        client_queue_url: format!("{aws}/{}/gateway-boletos", overrule::ACCOUNT),
        registration_queue_url: said.registration_queue_url,
        dead_letter_queue_url: said.dead_letter_queue_url,
        alias: said.alias,
        functions: said.functions,
    })
}

/// Terraform does not return until it is done.
async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> Result<T, TerraformError> + Send + 'static,
) -> Result<T, StackError> {
    Ok(spawn_blocking(run).await.map_err(io::Error::other)??)
}
