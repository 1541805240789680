//! `docs/api.md`, written from the OpenAPI document.

mod kind;
mod tree;

use std::fmt::Write as _;

use kind::{kind, object_name};
use tree::Tree;

const HEAD: &str = "<!-- Written by `cargo run -p tests --bin contract -- page` from functions/describe-service/openapi.yaml. -->

# The API

";

/// The page as it should be.
///
/// # Panics
/// The document is not the one that this renders.
#[must_use]
pub fn api_page() -> String {
    let root = Tree::read(describe_service::DOCUMENT);
    let mut page = Page {
        text: HEAD.to_owned(),
        root: &root,
    };
    page.paragraph(root.at(&["info", "description"]).and_then(Tree::as_text));
    for tag in root.get("tags").map_or(&[][..], Tree::elements) {
        page.tag(tag);
    }
    page.failures();
    page.schemas();
    page.text.trim_end().to_owned() + "\n"
}

struct Page<'a> {
    text: String,
    root: &'a Tree,
}

impl<'a> Page<'a> {
    fn line(&mut self, line: impl std::fmt::Display) {
        writeln!(self.text, "{line}").expect("text can be written");
    }

    fn paragraph(&mut self, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.line(format_args!("{}\n", text.trim_end()));
        }
    }

    fn resolve(&self, tree: &'a Tree) -> &'a Tree {
        let reference = tree.text("$ref");
        let Some(path) = reference.strip_prefix("#/") else {
            return tree;
        };
        let path: Vec<_> = path.split('/').collect();
        self.root
            .at(&path)
            .unwrap_or_else(|| panic!("nothing is at {reference}"))
    }

    fn tag(&mut self, tag: &Tree) {
        self.line(format_args!("## {}\n", tag.text("name")));
        self.paragraph(Some(tag.text("description")));
        let operations = |part: &str| {
            let paths = self.root.get(part).into_iter().flat_map(Tree::fields);
            paths
                .flat_map(|(path, item)| {
                    item.fields()
                        .map(move |(method, it)| (path, method, item, it))
                })
                .filter(|(_, method, _, _)| *method != "parameters")
                .filter(|(.., it)| {
                    it.get("tags")
                        .map_or(&[][..], Tree::elements)
                        .iter()
                        .any(|name| name.as_text() == Some(tag.text("name")))
                })
                .collect::<Vec<_>>()
        };
        let (served, told) = (operations("paths"), operations("webhooks"));
        for (path, method, item, operation) in served {
            self.heading(operation);
            self.line(format_args!("`{} {path}`\n", method.to_uppercase()));
            self.paragraph(Some(operation.text("description")));
            self.parameters(item, operation);
            self.body(operation);
            self.answers(operation);
        }
        for (_, _, _, message) in told {
            self.heading(message);
            self.paragraph(Some(message.text("description")));
            self.body(message);
        }
    }

    fn heading(&mut self, operation: &Tree) {
        let id = operation.text("operationId");
        self.line(format_args!(
            "### <a id=\"{id}\"></a>{}\n",
            operation.text("summary")
        ));
    }

    fn parameters(&mut self, item: &'a Tree, operation: &'a Tree) {
        let of = |tree: &'a Tree| tree.get("parameters").map_or(&[][..], Tree::elements);
        let all: Vec<_> = of(item)
            .iter()
            .chain(of(operation))
            .map(|one| self.resolve(one))
            .collect();
        self.line("| parameter | in | what | |\n|---|---|---|---|");
        for parameter in all {
            let schema = parameter.get("schema").expect("a parameter has a schema");
            let (name, place) = (parameter.text("name"), parameter.text("in"));
            let what = cell(parameter.text("description"));
            let row = format!(
                "| `{name}` | {place} | {} | {what} |",
                kind(self.root, schema)
            );
            self.line(row);
        }
        self.line("");
    }

    fn body(&mut self, operation: &'a Tree) {
        let Some(content) = operation.at(&["requestBody", "content", "application/json"]) else {
            return;
        };
        if let Some(name) = content
            .get("schema")
            .and_then(|schema| object_name(self.root, schema))
        {
            self.line(format_args!(
                "**Body**: [{name}](#{})\n",
                name.to_lowercase()
            ));
        }
        self.examples(content);
    }

    fn examples(&mut self, content: &'a Tree) {
        for (_, example) in content.get("examples").into_iter().flat_map(Tree::fields) {
            let example = self.resolve(example);
            self.line(format_args!("{}:\n", example.text("summary")));
            self.json(example.get("value").expect("an example has a value"));
        }
        if let Some(example) = content.get("example") {
            self.json(example);
        }
    }

    fn json(&mut self, value: &Tree) {
        let json = serde_json::to_string_pretty(value).expect("it is JSON");
        self.line(format_args!("```json\n{json}\n```\n"));
    }

    fn answers(&mut self, operation: &'a Tree) {
        self.line("| answer | |\n|---|---|");
        let promised = operation
            .get("responses")
            .into_iter()
            .flat_map(Tree::fields);
        let promised: Vec<_> = promised
            .map(|(status, it)| (status, self.resolve(it)))
            .collect();
        let is_success = |status: &str| status.starts_with('2');
        for (status, answer) in &promised {
            let schema = answer.at(&["content", "application/json", "schema"]);
            let shown = schema
                .filter(|_| is_success(status))
                .map(|schema| kind(self.root, schema));
            let shown = shown
                .map(|kind| format!(" {}.", capital(&kind)))
                .unwrap_or_default();
            let headers = answer.get("headers").into_iter().flat_map(Tree::fields);
            let headers: String = headers
                .filter(|(name, _)| *name != "x-request-id")
                .map(|(name, header)| {
                    let described = self.resolve(header).text("description");
                    format!(" Header `{name}`: {}", cell(described))
                })
                .collect();
            self.line(format_args!(
                "| {status} | {}{shown}{headers} |",
                cell(answer.text("description"))
            ));
        }
        self.line("");
        for (_, answer) in promised.iter().filter(|(status, _)| is_success(status)) {
            if let Some(content) = answer.at(&["content", "application/json"]) {
                self.examples(content);
            }
        }
    }

    /// What can go wrong, each once.
    fn failures(&mut self) {
        self.line("## Errors\n\nWhatever goes wrong has this shape:\n");
        let example = [
            "components",
            "responses",
            "Invalid",
            "content",
            "application/json",
            "example",
        ];
        self.json(self.root.at(&example).expect("it is shown"));
        self.line("| type | status | message | |\n|---|---|---|---|");
        for (name, failure) in self
            .root
            .at(&["components", "responses"])
            .into_iter()
            .flat_map(Tree::fields)
        {
            let shown = failure.at(&["content", "application/json", "example", "errors"]);
            let shown = &shown.expect("it is shown").elements()[0];
            let row = format!(
                "| `{}` | {} | {} | {} |",
                shown.text("type"),
                self.statuses(name).join(", "),
                if name == "Invalid" {
                    "what must change"
                } else {
                    shown.text("message")
                },
                cell(failure.text("description")),
            );
            self.line(row);
        }
        self.line(
            "| `not_found` | 404 | Not found | There is no such path. |\n\
             | `method_not_allowed` | 405 | `DELETE method is not allowed for boleto resource` | \
             The path serves other methods: the header `Allow` lists them. |\n",
        );
    }

    /// The statuses that a failure is answered with.
    fn statuses(&self, failure: &str) -> Vec<&str> {
        let reference = format!("#/components/responses/{failure}");
        let paths = self.root.get("paths").into_iter().flat_map(Tree::fields);
        let mut statuses: Vec<_> = paths
            .flat_map(|(_, item)| item.fields())
            .flat_map(|(_, operation)| {
                operation
                    .get("responses")
                    .into_iter()
                    .flat_map(Tree::fields)
            })
            .filter(|(_, answer)| answer.text("$ref") == reference)
            .map(|(status, _)| status)
            .collect();
        statuses.sort_unstable();
        statuses.dedup();
        statuses
    }

    fn schemas(&mut self) {
        self.line("## Fields\n");
        for (name, schema) in self
            .root
            .at(&["components", "schemas"])
            .into_iter()
            .flat_map(Tree::fields)
        {
            let Some(properties) = schema.get("properties") else {
                continue;
            };
            let required = schema.get("required").map_or(&[][..], Tree::elements);
            // Of what is answered every field is always there.
            let all_there =
                required.len() == properties.fields().count() && !name.starts_with("New");
            self.line(format_args!("### {name}\n"));
            self.paragraph(Some(schema.text("description")));
            self.line("| field | what | |\n|---|---|---|");
            for (field, described) in properties.fields() {
                let needed = required.iter().any(|one| one.as_text() == Some(field)) && !all_there;
                let own = described.text("description");
                let text = if own.is_empty() {
                    self.resolve(described).text("description")
                } else {
                    own
                };
                let needed = if needed { " **Required.**" } else { "" };
                let row = format!(
                    "| `{field}` | {} |{needed} {} |",
                    kind(self.root, described),
                    cell(text)
                );
                self.line(row);
            }
            self.line("");
        }
    }
}

/// Text in a cell of a table: one line.
fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}
