//! Terraform's language, as far as these tests read it.

use std::{fs, path::Path};

use hcl_edit::{
    expr::{Expression, ObjectKey},
    parser,
    structure::{Block, Body},
};

/// Reads a file.
pub(crate) fn read(file: &Path) -> Body {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));

    parser::parse_body(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The blocks of a kind in a file, which may not be there.
pub(crate) fn blocks(file: &Path, kind: &str) -> Vec<Block> {
    if !file.exists() {
        return Vec::new();
    }

    read(file)
        .into_blocks()
        .filter(|block| block.has_ident(kind))
        .collect()
}

/// A block's name: its last label.
pub(crate) fn name(block: &Block) -> &str {
    block.labels.last().expect("it has a name").as_str()
}

/// An argument of a block.
pub(crate) fn argument<'a>(block: &'a Block, key: &str) -> Option<&'a Expression> {
    block
        .body
        .get_attribute(key)
        .map(|attribute| &attribute.value)
}

/// An argument that is text.
pub(crate) fn text<'a>(block: &'a Block, key: &str) -> &'a str {
    match argument(block, key) {
        Some(Expression::String(text)) => text.value(),
        other => panic!("{} of {} is {other:?}", key, name(block)),
    }
}

/// Whether an argument is `true`.
pub(crate) fn is_true(block: &Block, key: &str) -> bool {
    argument(block, key).and_then(Expression::as_bool) == Some(true)
}

/// The name of a function that is called, as in `map(string)`.
pub(crate) fn called(expression: &Expression) -> Option<&str> {
    expression
        .as_func_call()
        .map(|call| call.name.name.as_str())
}

/// The name of a row in an object.
pub(crate) fn key(key: &ObjectKey) -> &str {
    match key {
        ObjectKey::Ident(name) => name.as_str(),
        ObjectKey::Expression(Expression::String(name)) => name.value(),
        ObjectKey::Expression(other) => panic!("{other:?} is no name"),
    }
}
