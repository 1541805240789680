//! The policy test over what is applied.

use std::collections::HashSet;

use local::{stack::Sandbox, terraform::Terraform};

use super::{blocking, nothing};
use crate::infrastructure::{self, EMULATOR, EXCEPTIONS};

/// Looks at all that the roots have made, and that no exception is listed which nothing needs; returns how many
/// resources there are. The sandbox's plan is looked at too, since the emulator does not tell all that it was told.
pub(super) async fn keep(sandbox: &Sandbox) -> usize {
    let exceptions = [EXCEPTIONS, EMULATOR].concat();
    let state = async |root: &Terraform| {
        let root = root.clone();
        blocking(move || root.state()).await
    };
    let made = [
        state(&sandbox.terraform).await,
        state(&sandbox.bootstrap).await,
    ];
    let mut used = HashSet::new();
    for shown in made.iter().chain([&sandbox.plan]) {
        let findings = infrastructure::inspect(shown, &exceptions);
        nothing("against the policies", &findings.objections);
        used.extend(findings.used);
    }
    let idle: Vec<String> = exceptions
        .iter()
        .filter(|exception| !used.contains(*exception))
        .map(|exception| format!("{} {}", exception.sid, exception.resource))
        .collect();
    nothing("an exception that nothing needs", &idle);

    made.iter()
        .map(|state| infrastructure::all(state).len())
        .sum()
}
