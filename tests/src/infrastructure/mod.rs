//! What an AWS account would say of what Terraform makes: who may do what, who sees it, how it is kept.

mod drift;
mod exposure;
mod keeping;
mod resource;
mod statements;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value;

pub use drift::changes;
pub use resource::{Resource, all, found};
pub use statements::{EMULATOR, EXCEPTIONS, Exception};

/// What a policy test has found.
#[derive(Debug, Default)]
pub struct Findings {
    /// What is wrong, each with its address.
    pub objections: Vec<String>,
    /// The exceptions that were needed.
    pub used: Vec<Exception>,
}

/// Looks at everything in a state or a plan, as `terraform show -json` has it.
#[must_use]
pub fn inspect(shown: &Value, exceptions: &[Exception]) -> Findings {
    let all = resource::all(shown);
    let mut findings = Findings::default();
    for resource in &all {
        let statements = statements::objections(resource, exceptions, &mut findings.used);
        findings.objections.extend(statements);
        findings
            .objections
            .extend(exposure::objections(resource, &all));
        findings
            .objections
            .extend(keeping::objections(resource, &all));
    }
    findings.objections.extend(shared_roles(&all));

    findings
}

/// Functions that run as the role of another.
fn shared_roles(all: &[Resource<'_>]) -> Vec<String> {
    // Before the apply a role has no ARN yet: its policy stands in the function's own module.
    let functions = all
        .iter()
        .filter(|resource| resource.kind == "aws_lambda_function");
    let mut function_by_role = BTreeMap::new();
    let mut objections = Vec::new();
    for function in functions {
        let role = match function.text("role") {
            Some(arn) => arn,
            None => function.module(),
        };
        if let Some(other) = function_by_role.insert(role, function.address) {
            objections.push(format!("{} runs as the role of {other}", function.address));
        }
    }

    objections
}
