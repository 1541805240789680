//! What stays once a stack is destroyed.

use std::fs;

use local::{progress::Progress, stack::Sandbox, terraform::Variables};

use super::{blocking, nothing, plan};
use crate::infrastructure;

/// Destroys the sandbox, then asks AWS for each of the resources by what the state knew of it: all are gone.
pub(super) async fn nothing_stays(sandbox: &Sandbox, progress: Progress) {
    let known = fs::read(sandbox.terraform.state_file()).expect("there is a state");
    let terraform = sandbox.terraform.clone();
    blocking(move || terraform.destroy(&Variables::new())).await;
    progress.step("the sandbox is destroyed");

    let terraform = sandbox.terraform.clone();
    let looked = blocking(move || terraform.look("gone", &known, &progress)).await;
    let stays: Vec<String> = infrastructure::found(&looked)
        .iter()
        .map(|resource| resource.address.to_owned())
        .collect();
    nothing("there is still", &stays);
    let gone = looked["resource_drift"].as_array().map_or(0, Vec::len);
    assert!(gone > 0, "the state that was looked at was not empty");
    progress.step(&format!("nothing is left of {gone} resources"));
}

/// Asserts that all that the account has once is still there, as it was made.
pub(super) async fn bootstrap_stays(sandbox: &Sandbox, progress: Progress) {
    let again = plan(
        &sandbox.bootstrap,
        "second",
        &Sandbox::bootstrap_variables(),
    )
    .await;
    nothing(
        "of bootstrap would change",
        &infrastructure::changes(&again),
    );
    let there = infrastructure::found(&again).len();
    progress.step(&format!(
        "all {there} resources of bootstrap are still there, as it is meant to be"
    ));
}
