//! Who may do what: no action by a wildcard, no resource wider than it has to be.

use serde_json::Value;

use super::resource::Resource;

/// A resource that is named by less than our own names, and why that can't be narrower.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Exception {
    /// The kind of Terraform's resource that holds the statement.
    pub kind: &'static str,
    /// The statement's name.
    pub sid: &'static str,
    /// How the resource ends.
    pub resource: &'static str,
    /// Why.
    pub reason: &'static str,
}

/// All that is wider than our own names.
pub const EXCEPTIONS: &[Exception] = &[
    Exception {
        kind: "aws_iam_role_policy",
        sid: "SendTraces",
        resource: "*",
        reason: "X-Ray knows no resources",
    },
    Exception {
        kind: "aws_iam_role_policy",
        sid: "LambdaSeesInterfaces",
        resource: "*",
        reason: "EC2's Describe actions know no resources",
    },
    Exception {
        kind: "aws_iam_role_policy",
        sid: "LambdaMakesInterfaces",
        resource: ":network-interface/*",
        reason: "Lambda makes interfaces before they have ids; the function's own code is denied it",
    },
    Exception {
        kind: "aws_iam_role_policy",
        sid: "LambdaMakesInterfaces",
        resource: ":security-group/*",
        reason: "EC2 weighs the making of an interface against its groups too; the code is denied it",
    },
    Exception {
        kind: "aws_iam_role_policy",
        sid: "LambdaMakesInterfaces",
        resource: ":subnet/*",
        reason: "EC2 weighs the making of an interface against its subnet too; the code is denied it",
    },
    Exception {
        kind: "aws_iam_role_policy",
        sid: "TellClients",
        resource: ":gateway-*",
        reason: "clients make their queues themselves; the stage says how their names begin",
    },
    Exception {
        kind: "aws_vpc_endpoint",
        sid: "OwnAccountOnly",
        resource: ":gateway-*",
        reason: "clients make their queues themselves; the stage says how their names begin",
    },
    Exception {
        kind: "aws_kms_key",
        sid: "OwnAccount",
        resource: "*",
        reason: "in a key's policy a star is the key itself",
    },
    Exception {
        kind: "aws_kms_key",
        sid: "ServiceCloudwatch",
        resource: "*",
        reason: "in a key's policy a star is the key itself",
    },
];

/// What only an emulator needs.
pub const EMULATOR: &[Exception] = &[Exception {
    kind: "aws_iam_role_policy",
    sid: "ReadSecretsFromEmulator",
    resource: "*",
    reason: "the emulator weighs a call for several parameters against every parameter there is",
}];

/// A policy of AWS's own that a role is given, and why ours would not do.
const MANAGED: [(&str, &str); 1] = [(
    "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    "API Gateway checks the role against it, and refuses one that allows less",
)];

/// What is wrong with the statements of a resource; `used` hears of each exception that was needed.
pub(super) fn objections(
    resource: &Resource<'_>,
    exceptions: &[Exception],
    used: &mut Vec<Exception>,
) -> Vec<String> {
    let mut objections = Vec::new();
    let mut object = |what: String| objections.push(format!("{}: {what}", resource.address));
    if resource.kind == "aws_iam_role_policy_attachment"
        && !MANAGED.iter().any(|(name, _)| {
            resource
                .text("policy_arn")
                .unwrap_or_default()
                .ends_with(name)
        })
    {
        object("a policy of somebody else's".to_owned());
    }

    let documents = resource
        .texts()
        .filter_map(|(name, text)| Some((name, serde_json::from_str::<Value>(text).ok()?)));
    for (attribute, document) in documents {
        for statement in list(&document["Statement"]) {
            for negation in ["NotAction", "NotResource", "NotPrincipal"] {
                if !statement[negation].is_null() {
                    object(format!("{attribute} says {negation}"));
                }
            }
            if statement["Effect"] != "Allow" {
                continue;
            }
            for action in texts(&statement["Action"]) {
                if action.contains('*') {
                    object(format!("{attribute} allows {action}"));
                }
            }
            for wide in texts(&statement["Resource"]).filter(|name| !name.contains("superbowleto"))
            {
                let sid = statement["Sid"].as_str().unwrap_or_default();
                let excepted = |exception: &&Exception| {
                    exception.kind == resource.kind
                        && exception.sid == sid
                        && (exception.resource == wide
                            || exception.resource != "*" && wide.ends_with(exception.resource))
                };
                match exceptions.iter().find(excepted) {
                    Some(exception) => used.push(*exception),
                    None => object(format!("{attribute} allows {sid} on {wide}")),
                }
            }
            if is_anybody(&statement["Principal"]) && statement["Condition"].is_null() {
                object(format!("{attribute} allows anybody"));
            }
        }
    }

    objections
}

fn is_anybody(principal: &Value) -> bool {
    texts(principal).any(|name| name == "*") || texts(&principal["AWS"]).any(|name| name == "*")
}

/// AWS writes a list of one without its brackets.
fn list(value: &Value) -> &[Value] {
    value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice)
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    list(value).iter().filter_map(Value::as_str)
}
