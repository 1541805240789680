//! The OpenAPI document as a judge of answers.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::{Answer, routes::routes};

/// The document that the service serves.
#[derive(Debug)]
pub struct Document {
    /// All of it.
    pub root: Value,
    validators: Mutex<HashMap<String, &'static Validator>>,
}

impl Document {
    /// The service's.
    ///
    /// # Panics
    /// It is no JSON.
    pub fn served() -> &'static Self {
        static DOCUMENT: LazyLock<Document> = LazyLock::new(|| Document {
            root: serde_json::from_str(describe_service::DOCUMENT).expect("it is JSON"),
            validators: Mutex::default(),
        });
        &DOCUMENT
    }

    /// Follows a value's `$ref`, if it is one.
    #[must_use]
    pub fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.get("$ref").and_then(Value::as_str) {
            Some(reference) => self.at(reference),
            None => value,
        }
    }

    /// What `#/components/…` points to.
    ///
    /// # Panics
    /// Nothing is there.
    #[must_use]
    pub fn at(&self, reference: &str) -> &Value {
        let pointer = reference.strip_prefix('#').expect("references are local");
        self.root
            .pointer(pointer)
            .unwrap_or_else(|| panic!("nothing is at {reference}"))
    }

    /// Every operation: method, path, and what it says.
    pub fn operations(&self) -> impl Iterator<Item = (String, &str, &Value)> {
        let paths = self.root["paths"].as_object().expect("it has paths");
        paths.iter().flat_map(|(path, item)| {
            let item = item.as_object().expect("a path is an object");
            item.iter()
                .filter(|(method, _)| *method != "parameters")
                .map(move |(method, operation)| (method.to_uppercase(), path.as_str(), operation))
        })
    }

    /// Checks a value against a schema of the document.
    ///
    /// # Errors
    /// What does not fit, and where.
    pub fn check(&self, schema: &Value, value: &Value) -> Result<(), String> {
        let faults: Vec<_> = self
            .validator(schema)
            .iter_errors(value)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults.join("; "))
        }
    }

    /// Checks that an answer is one that the document promises for this request.
    ///
    /// # Errors
    /// What is not promised.
    pub fn check_answer(&self, method: &str, target: &str, answer: &Answer) -> Result<(), String> {
        let path = target.split('?').next().unwrap_or_default();
        let resource = routes().resource(path).map(|(resource, _)| resource);
        let item = resource.map(|resource| &self.root["paths"][resource]);
        let operation = item.and_then(|item| item.get(method.to_lowercase()));
        let Some(operation) = operation else {
            let expected = if resource.is_some() { 405 } else { 404 };
            if ![expected, 401].contains(&answer.status) {
                return Err(format!("{} for what is not served", answer.status));
            }
            if answer.status == 405 && !answer.headers.contains_key("allow") {
                return Err(String::from("405 without Allow"));
            }
            return self.check(self.at("#/components/schemas/Errors"), &answer.body);
        };
        let promised = operation["responses"].get(answer.status.to_string());
        let promised = promised.ok_or_else(|| format!("{} is not promised", answer.status))?;
        let promised = self.resolve(promised);
        self.check_headers(promised, answer)?;
        self.check(
            &promised["content"]["application/json"]["schema"],
            &answer.body,
        )
    }

    fn check_headers(&self, promised: &Value, answer: &Answer) -> Result<(), String> {
        if answer
            .headers
            .get("content-type")
            .is_none_or(|kind| kind != "application/json")
        {
            return Err(String::from("it is not called JSON"));
        }
        for (name, header) in promised["headers"].as_object().into_iter().flatten() {
            let header = self.resolve(header);
            match answer.headers.get(name) {
                Some(value) => {
                    let value = json!(String::from_utf8_lossy(value.as_bytes()));
                    self.check(&header["schema"], &value)
                        .map_err(|fault| format!("{name}: {fault}"))?;
                }
                None if header["required"] == true => return Err(format!("{name} is missing")),
                None => {}
            }
        }
        Ok(())
    }

    /// A schema's validator; made once, since a test has thousands of answers.
    fn validator(&self, schema: &Value) -> &'static Validator {
        let mut validators = self.validators.lock().expect("no check panics");
        validators.entry(schema.to_string()).or_insert_with(|| {
            let mut whole = json!({ "components": self.root["components"], "allOf": [schema] });
            whole["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
            let validator = jsonschema::options()
                .should_validate_formats(true)
                .build(&whole)
                .expect("it is a schema");
            Box::leak(Box::new(validator))
        })
    }
}
