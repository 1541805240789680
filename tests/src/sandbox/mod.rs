//! The whole of `terraform/sandbox` proved: applied to the emulator with IAM enforced, used, rotated, destroyed.

mod leftovers;
mod policy;
mod rotation;
mod scenarios;
mod secrets;

use std::path::PathBuf;

use local::{
    functions::Profile,
    progress::Progress,
    stack::Sandbox,
    terraform::{Terraform, Variables},
    workspace,
};
use serde_json::Value;
use tokio::task::spawn_blocking;

use crate::infrastructure;

/// Brings the sandbox up and takes it down again; in between it has to hold what is asked of it.
///
/// # Panics
///
/// When something does not hold.
pub async fn prove(progress: Progress) {
    let mut sandbox = Sandbox::up(&directory(), Profile::Debug, progress)
        .await
        .expect("the sandbox comes up");

    let second = plan(&sandbox.terraform, "second", &Variables::new()).await;
    nothing(
        "a second plan would change",
        &infrastructure::changes(&second),
    );
    progress.step("a second plan changes nothing");

    let live = async {
        let live = sandbox.beside("live").await.expect("live can be laid");
        let planned = infrastructure::all(&plan(&live, "live", &Variables::new()).await).len();
        progress.step(&format!("live can be planned: {planned} resources"));
    };
    tokio::join!(live, scenarios::all_pass(&sandbox.stack, progress));

    let looked_at = policy::keep(&sandbox).await;
    progress.step(&format!("{looked_at} resources keep to the policies"));

    let passwords = rotation::passwords(&sandbox, progress).await;
    rotation::api_keys(&mut sandbox, progress).await;
    secrets::stand_nowhere(&sandbox, &passwords).await;
    progress
        .step("no password stands in a state, a plan or a log; API keys stand in the state alone");

    leftovers::nothing_stays(&sandbox, progress).await;
    leftovers::bootstrap_stays(&sandbox, progress).await;
}

/// Where the roots' copies, their states and plans stay, to be looked at afterwards.
fn directory() -> PathBuf {
    workspace::root().join("target/sandbox")
}

async fn plan(terraform: &Terraform, name: &'static str, variables: &Variables) -> Value {
    let (terraform, variables) = (terraform.clone(), variables.clone());

    blocking(move || terraform.plan(name, &variables)).await
}

/// Terraform does not return until it is done.
async fn blocking<T, E>(run: impl FnOnce() -> Result<T, E> + Send + 'static) -> T
where
    T: Send + 'static,
    E: std::fmt::Display + Send + 'static,
{
    let done = spawn_blocking(run).await.expect("it runs to its end");

    done.unwrap_or_else(|error| panic!("{error}"))
}

fn nothing(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}
