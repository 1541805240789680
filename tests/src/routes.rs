//! The routes, read from Terraform's table.

use std::sync::LazyLock;

use serde_json::{Value, json};

const TABLE: &str = include_str!("../../terraform/modules/stack/functions.tf");

/// A line's part of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// `GET`.
    pub method: String,
    /// `/boletos/{id}`.
    pub path: String,
    /// The function that answers.
    pub function: String,
    /// Whether callers need a key.
    pub key: bool,
}

/// What API Gateway knows.
#[derive(Debug)]
pub struct Routes {
    /// All routes.
    pub all: Vec<Route>,
    /// The function that answers what a path does not serve.
    pub refuses: String,
}

/// Terraform's table.
///
/// # Panics
/// It is written in another way.
pub fn routes() -> &'static Routes {
    static ROUTES: LazyLock<Routes> = LazyLock::new(|| Routes::read(TABLE));
    &ROUTES
}

impl Routes {
    fn read(table: &str) -> Self {
        let all = table.lines().filter_map(|line| {
            let (function, columns) = line.split_once("= { routes = [")?;
            let (routes, columns) = columns.split_once(']')?;
            let (_, key) = columns.split_once("key = ")?;
            let of_function = routes.split(',').filter(|route| !route.trim().is_empty());
            Some(of_function.map(move |route| {
                let route = route.trim().trim_matches('"');
                let (method, path) = route
                    .split_once(' ')
                    .expect("a route is a method and a path");
                Route {
                    method: method.to_owned(),
                    path: path.to_owned(),
                    function: function.trim().to_owned(),
                    key: key.starts_with("true"),
                }
            }))
        });
        let refuses = table.split_once("refuses = \"").expect("405 is answered").1;
        Self {
            all: all.flatten().collect(),
            refuses: refuses.split('"').next().unwrap_or_default().to_owned(),
        }
    }

    /// The resource that a path leads to, and its path parameters.
    #[must_use]
    pub fn resource(&self, path: &str) -> Option<(&str, Vec<(String, Value)>)> {
        self.all.iter().find_map(|route| {
            let parts = route.path.split('/');
            if parts.clone().count() != path.split('/').count() {
                return None;
            }
            let mut parameters = Vec::new();
            for (part, sent) in parts.zip(path.split('/')) {
                match part
                    .strip_prefix('{')
                    .and_then(|part| part.strip_suffix('}'))
                {
                    Some(name) if !sent.is_empty() => {
                        parameters.push((name.to_owned(), json!(sent)));
                    }
                    None if part == sent => {}
                    Some(_) | None => return None,
                }
            }
            Some((route.path.as_str(), parameters))
        })
    }

    /// The function that answers, and whether callers need a key.
    pub(crate) fn function(&self, method: &str, resource: &str) -> (&str, bool) {
        let of_path = || self.all.iter().filter(|route| route.path == resource);
        match of_path().find(|route| route.method == method) {
            Some(route) => (&route.function, route.key),
            None => (&self.refuses, of_path().any(|route| route.key)),
        }
    }
}
