//! `live` and `sandbox` are the same but for values.

use std::{collections::BTreeSet, fs, path::PathBuf};

use hcl_edit::{expr::Expression, structure::Structure};
use local::workspace;

use crate::{configuration, copies};

const STAGES: [&str; 2] = ["live", "sandbox"];

fn file(stage: &str, name: &str) -> PathBuf {
    workspace::root().join("terraform").join(stage).join(name)
}

fn text(stage: &str, name: &str) -> String {
    fs::read_to_string(file(stage, name)).expect("both stages have it")
}

#[test]
fn live_and_sandbox_have_the_same_files() {
    let [live, sandbox] = STAGES.map(|stage| {
        copies::files(&file(stage, ""))
            .iter()
            .filter_map(|path| path.file_name()?.to_str().map(str::to_owned))
            .filter(|name| name.ends_with(".tf") && !name.ends_with("_override.tf"))
            .collect::<BTreeSet<String>>()
    });
    assert_eq!(live, sandbox);
    let expected = [
        "backend.tf",
        "main.tf",
        "outputs.tf",
        "providers.tf",
        "terraform.tf",
    ];
    assert_eq!(live, expected.map(str::to_owned).into());
}

#[test]
fn what_is_no_value_is_the_same_to_the_letter() {
    for name in ["outputs.tf", "providers.tf", "terraform.tf"] {
        assert_eq!(text("live", name), text("sandbox", name), "{name}");
    }
}

#[test]
fn states_differ_by_their_key_alone() {
    let [live, sandbox] = STAGES.map(|stage| {
        let key = format!("\"{stage}/terraform.tfstate\"");
        let backend = text(stage, "backend.tf");
        assert_eq!(backend.matches(&key).count(), 1, "{backend}");
        backend.replace(&key, "KEY")
    });
    assert_eq!(live, sandbox);
}

#[test]
fn stages_differ_by_values_alone() {
    let [live, sandbox] = STAGES.map(|stage| shape_of_root(&file(stage, "main.tf")));
    assert_eq!(live, sandbox);
    assert!(live.contains("module stack"), "{live}");
}

/// A stage says nothing that the other could leave unsaid: what is common stands in the stack.
#[test]
fn a_stage_is_one_call_of_the_stack() {
    for stage in STAGES {
        let body = configuration::read(&file(stage, "main.tf"));
        let structures: Vec<&Structure> = body.iter().collect();
        let [Structure::Block(module)] = structures[..] else {
            panic!("{stage} has more than a module: {structures:?}");
        };
        assert_eq!(
            (module.ident.as_str(), configuration::name(module)),
            ("module", "stack")
        );
        assert_eq!(configuration::text(module, "source"), "../modules/stack");
    }
}

/// What an account lets run at once, less what it wants unreserved: `live` and `sandbox` share it.
const ACCOUNTS_CONCURRENCY: u64 = 1000 - 100;

#[test]
fn both_stages_fit_into_one_accounts_concurrency() {
    // The functions of a stack together run as often at once as its database allows connections.
    let connections = STAGES.map(|stage| {
        let body = configuration::read(&file(stage, "main.tf"));
        let module = body.blocks().next().expect("it calls the stack");
        let database = configuration::argument(module, "database").and_then(Expression::as_object);
        let database = database.expect("a stage has a database");
        let (_, connections) = database
            .iter()
            .find(|(key, _)| configuration::key(key) == "max_connections")
            .expect("its connections are said");
        connections
            .expr()
            .to_string()
            .trim()
            .parse::<u64>()
            .expect("they are a number")
    });
    assert!(
        connections.iter().sum::<u64>() <= ACCOUNTS_CONCURRENCY,
        "{connections:?}"
    );
}

/// A root with its values left out.
fn shape_of_root(file: &std::path::Path) -> String {
    let maps = maps_of_the_stack();
    let mut lines = Vec::new();
    for block in configuration::read(file).into_blocks() {
        lines.push(format!(
            "{} {}",
            block.ident.as_str(),
            configuration::name(&block)
        ));
        for attribute in block.body.attributes() {
            let shape = if maps.contains(attribute.key.as_str()) {
                shape_of_map(&attribute.value)
            } else {
                shape(&attribute.value)
            };
            lines.push(format!("  {} = {shape}", attribute.key.as_str()));
        }
    }

    lines.join("\n")
}

/// The arguments whose keys are values too, such as the names of clients.
fn maps_of_the_stack() -> BTreeSet<String> {
    let variables = workspace::root().join("terraform/modules/stack/variables.tf");

    configuration::blocks(&variables, "variable")
        .iter()
        .filter(|variable| {
            configuration::argument(variable, "type").and_then(configuration::called) == Some("map")
        })
        .map(|variable| configuration::name(variable).to_owned())
        .collect()
}

/// The kinds of rows that a map has.
fn shape_of_map(expression: &Expression) -> String {
    let Expression::Object(rows) = expression else {
        return shape(expression);
    };
    let shapes: BTreeSet<String> = rows.iter().map(|(_, row)| shape(row.expr())).collect();

    format!(
        "map of {}",
        shapes.into_iter().collect::<Vec<_>>().join(" or ")
    )
}

/// A value with its literals left out; the names in an object stay.
fn shape(expression: &Expression) -> String {
    if let Some(object) = expression.as_object() {
        let rows: Vec<String> = object
            .iter()
            .map(|(key, value)| format!("{} = {}", configuration::key(key), shape(value.expr())))
            .collect();
        return format!("{{ {} }}", rows.join(", "));
    }
    let is_value = expression.is_null()
        || expression.is_bool()
        || expression.is_number()
        || expression.is_str()
        || expression.is_array();
    assert!(
        is_value,
        "{expression} is no value: it belongs into the stack"
    );

    "…".to_owned()
}
