//! The tables of inputs and outputs in the READMEs say what the files say.

use std::{fs, path::Path};

use hcl_edit::{expr::Expression, structure::Block};
use local::workspace;

use crate::{configuration, copies};

/// A default longer than this is shown as `{…}`.
const SHORT: usize = 30;

#[test]
fn every_readme_has_the_inputs_and_outputs_of_its_module() {
    let terraform = workspace::root().join("terraform");
    let mut directories = copies::directories(&terraform.join("modules"));
    directories.extend(super::ROOTS.map(|root| terraform.join(root)));
    let wrong: Vec<String> = directories
        .iter()
        .flat_map(|directory| missing(directory))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The sections that a README should have and does not have in these words.
fn missing(directory: &Path) -> Vec<String> {
    let readme = fs::read_to_string(directory.join("README.md")).expect("it has a README");
    let inputs = inputs(&configuration::blocks(
        &directory.join("variables.tf"),
        "variable",
    ));
    let outputs = outputs(&configuration::blocks(
        &directory.join("outputs.tf"),
        "output",
    ));

    [inputs, outputs]
        .into_iter()
        .flatten()
        .filter(|section| !format!("{readme}\n").contains(&format!("{section}\n")))
        .map(|section| format!("{}/README.md should say:\n\n{section}", directory.display()))
        .collect()
}

fn inputs(variables: &[Block]) -> Option<String> {
    let rows: Vec<String> = variables
        .iter()
        .map(|variable| {
            format!(
                "| `{}` | `{}` | {} | {}{} |\n",
                configuration::name(variable),
                kind(configuration::argument(variable, "type").expect("it has a type")),
                default(configuration::argument(variable, "default")),
                configuration::text(variable, "description"),
                mark(variable, "ephemeral", " Ephemeral."),
            )
        })
        .collect();

    (!rows.is_empty()).then(|| {
        format!(
            "## Inputs\n\n| name | type | default | meaning |\n|---|---|---|---|\n{}",
            rows.concat()
        )
    })
}

fn outputs(outputs: &[Block]) -> Option<String> {
    let rows: Vec<String> = outputs
        .iter()
        .map(|output| {
            format!(
                "| `{}` | {}{}{} |\n",
                configuration::name(output),
                configuration::text(output, "description"),
                mark(output, "ephemeral", " Ephemeral."),
                mark(output, "sensitive", " Sensitive."),
            )
        })
        .collect();

    (!rows.is_empty()).then(|| {
        format!(
            "## Outputs\n\n| name | meaning |\n|---|---|\n{}",
            rows.concat()
        )
    })
}

fn mark<'a>(block: &Block, key: &str, word: &'a str) -> &'a str {
    if configuration::is_true(block, key) {
        word
    } else {
        ""
    }
}

/// A type in short: what is in an object stands in the file.
fn kind(expression: &Expression) -> String {
    match (configuration::called(expression), expression) {
        (Some("object"), _) => "object".to_owned(),
        (Some(name), Expression::FuncCall(call)) => {
            let of: Vec<String> = call.args.iter().map(kind).collect();
            format!("{name}({})", of.join(", "))
        }
        _ => expression.to_string().trim().to_owned(),
    }
}

fn default(expression: Option<&Expression>) -> String {
    let Some(expression) = expression else {
        return "required".to_owned();
    };
    let literal = literal(expression);
    if literal.len() > SHORT {
        return "`{…}`".to_owned();
    }

    format!("`{literal}`")
}

/// A literal in one line, as it is written.
fn literal(expression: &Expression) -> String {
    if let Some(values) = expression.as_array() {
        let values: Vec<String> = values.iter().map(literal).collect();
        return format!("[{}]", values.join(", "));
    }
    let Some(object) = expression.as_object() else {
        return expression.to_string().trim().to_owned();
    };
    if object.is_empty() {
        return "{}".to_owned();
    }
    let rows: Vec<String> = object
        .iter()
        .map(|(key, value)| format!("{} = {}", configuration::key(key), literal(value.expr())))
        .collect();

    format!("{{ {} }}", rows.join(", "))
}
