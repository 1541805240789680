//! What Terraform has made or would make, as `terraform show -json` has it.

use serde_json::Value;

/// One resource of a root or of its modules.
#[derive(Debug, Clone, Copy)]
pub struct Resource<'a> {
    /// Where it stands in the configuration.
    pub address: &'a str,
    /// What it is, as `aws_sqs_queue`.
    pub kind: &'a str,
    values: &'a Value,
    unknown: &'a Value,
}

impl<'a> Resource<'a> {
    /// An attribute; null where it is not set, or not known before the apply.
    #[must_use]
    pub fn get(&self, attribute: &str) -> &'a Value {
        &self.values[attribute]
    }

    /// An attribute that is text.
    #[must_use]
    pub fn text(&self, attribute: &str) -> Option<&'a str> {
        self.values[attribute].as_str()
    }

    /// Whether an attribute has a value, or will have one.
    #[must_use]
    pub fn is_set(&self, attribute: &str) -> bool {
        !self.values[attribute].is_null() || self.unknown[attribute] == Value::Bool(true)
    }

    /// Whether an attribute is known before the apply.
    #[must_use]
    pub fn is_known(&self, attribute: &str) -> bool {
        self.unknown[attribute] != Value::Bool(true)
    }

    /// All attributes that are text.
    pub fn texts(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.values
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    }

    /// All attributes.
    #[must_use]
    pub fn values(&self) -> &'a Value {
        self.values
    }

    /// The address of the module that it stands in.
    #[must_use]
    pub fn module(&self) -> &'a str {
        let name = self.address.find(self.kind).unwrap_or_default();

        self.address[..name].trim_end_matches('.')
    }
}

/// All resources of a state or a plan; data that was only read is left out.
#[must_use]
pub fn all(shown: &Value) -> Vec<Resource<'_>> {
    match shown["resource_changes"].as_array() {
        Some(changes) => changes.iter().filter_map(planned).collect(),
        None => {
            let mut made = Vec::new();
            collect(&shown["values"]["root_module"], &mut made);
            made
        }
    }
}

/// What a plan has read of AWS before it compared: all that is there.
#[must_use]
pub fn found(plan: &Value) -> Vec<Resource<'_>> {
    let mut found = Vec::new();
    collect(&plan["prior_state"]["values"]["root_module"], &mut found);

    found
}

fn planned(change: &Value) -> Option<Resource<'_>> {
    let resource = Resource {
        address: change["address"].as_str()?,
        kind: change["type"].as_str()?,
        values: &change["change"]["after"],
        unknown: &change["change"]["after_unknown"],
    };

    (change["mode"] == "managed" && !resource.values.is_null()).then_some(resource)
}

fn collect<'a>(module: &'a Value, into: &mut Vec<Resource<'a>>) {
    let list = |name: &str| module[name].as_array().into_iter().flatten();
    for resource in list("resources") {
        if resource["mode"] == "managed" {
            into.push(Resource {
                address: resource["address"].as_str().unwrap_or_default(),
                kind: resource["type"].as_str().unwrap_or_default(),
                values: &resource["values"],
                unknown: &Value::Null,
            });
        }
    }
    for child in list("child_modules") {
        collect(child, into);
    }
}
