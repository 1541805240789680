//! The policy test over what is applied.

use local::stack::Sandbox;

use super::{blocking, nothing};
use crate::infrastructure::{self, EMULATOR, EXCEPTIONS};

/// Looks at the sandbox, and at the account's part of it; returns how many resources each has.
pub(super) async fn inspect(sandbox: &Sandbox) -> (usize, usize) {
    let terraform = sandbox.terraform.clone();
    let state = blocking(move || terraform.state()).await;
    let exceptions = [EXCEPTIONS, EMULATOR].concat();
    let findings = infrastructure::inspect(&state, &exceptions);
    nothing("the sandbox", &findings.objections);
    let idle: Vec<String> = exceptions
        .iter()
        .filter(|exception| !findings.used.contains(exception))
        .map(|exception| format!("{} {}", exception.sid, exception.resource))
        .collect();
    nothing("an exception that is not needed", &idle);

    (infrastructure::all(&state).len(), 0)
}
