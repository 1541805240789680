//! What a schema takes, in words.

use super::tree::Tree;

/// Says what fits a schema, as in "whole number, 0 to 100, or null".
pub(super) fn kind(root: &Tree, schema: &Tree) -> String {
    let mut ways = ways(root, schema);
    ways.dedup();
    // What may also be null says so last.
    let nullable = ways.iter().any(|way| way == "null");
    ways.retain(|way| way != "null");
    if nullable {
        ways.push(String::from("null"));
    }
    match ways.as_slice() {
        [] => String::from("any"),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// A schema's name, where it is an object of the document's.
pub(super) fn object_name<'a>(root: &Tree, schema: &'a Tree) -> Option<&'a str> {
    let name = schema.text("$ref").strip_prefix("#/components/schemas/")?;
    let target = root.at(&["components", "schemas", name])?;
    target.get("properties").map(|_| name)
}

fn ways(root: &Tree, schema: &Tree) -> Vec<String> {
    if let Some(name) = object_name(root, schema) {
        let target = root.at(&["components", "schemas", name]);
        let types = target.and_then(|target| target.get("type"));
        let nullable = types.is_some_and(|types| !types.elements().is_empty());
        let mut ways = vec![format!("[{name}](#{})", name.to_lowercase())];
        ways.extend(nullable.then(|| String::from("null")));
        return ways;
    }
    if let Some(name) = schema.text("$ref").strip_prefix("#/components/schemas/") {
        let target = root.at(&["components", "schemas", name]);
        return target.map_or(Vec::new(), |target| ways(root, target));
    }
    if let Some(any) = schema.get("anyOf") {
        return any
            .elements()
            .iter()
            .flat_map(|way| ways(root, way))
            .collect();
    }
    if let Some(one) = schema.get("const").and_then(Tree::as_text) {
        return vec![format!("`{one}`")];
    }
    if let Some(words) = schema.get("enum") {
        return words.elements().iter().map(word).collect();
    }
    let types = schema.get("type");
    let one = types.and_then(Tree::as_text).into_iter();
    let several = types
        .map_or(&[][..], Tree::elements)
        .iter()
        .filter_map(Tree::as_text);
    one.chain(several)
        .map(|name| of_type(root, name, schema))
        .collect()
}

fn word(word: &Tree) -> String {
    match word.as_text() {
        Some("") => String::from("empty"),
        Some(text) => format!("`{text}`"),
        None => String::from("null"),
    }
}

fn of_type(root: &Tree, name: &str, schema: &Tree) -> String {
    let number = |limit: &str| match schema.get(limit) {
        Some(Tree::Leaf(value)) => Some(value.to_string()),
        _ => None,
    };
    let range = match (number("minimum"), number("maximum")) {
        (Some(least), Some(most)) => format!(" from {least} to {most}"),
        (Some(least), None) => format!(" from {least}"),
        (None, _) => String::new(),
    };
    match name {
        "integer" => format!("whole number{range}"),
        "number" => format!("number{range}"),
        "boolean" => String::from("true, false"),
        "array" => match schema.get("items") {
            Some(items) => format!("list of {}", kind(root, items)),
            None => String::from("list"),
        },
        "string" => match number("maxLength") {
            Some(most) => format!("text up to {most} characters"),
            None if schema.text("format") == "date-time" => String::from("moment"),
            None => String::from("text"),
        },
        other => other.to_owned(),
    }
}
