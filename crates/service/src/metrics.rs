//! Metrics: lines in CloudWatch's embedded metric format, which it takes out of the log by itself.
//!
//! `docs/metrics.md` lists them all; the alarms and the dashboard read them by these names.

use std::{
    io::{self, Write as _},
    mem,
    sync::{Mutex, OnceLock, PoisonError},
};

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use crate::clock;

/// Something that is counted or measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// What a value is: `Count`, `Seconds`, `Milliseconds`.
    pub unit: &'static str,
    /// What it is told apart by.
    pub dimensions: &'static [&'static str],
}

macro_rules! metrics {
    ($($(#[$doc:meta])+ $constant:ident = $name:literal, $unit:literal, $dimensions:expr;)+) => {
        $($(#[$doc])+ pub const $constant: Metric = Metric { name: $name, unit: $unit, dimensions: &$dimensions };)+

        /// Every metric.
        pub const ALL: &[Metric] = &[$($constant),+];
    };
}

metrics! {
    /// Boletos that were recorded.
    CREATED = "BoletosCreated", "Count", ["Issuer"];
    /// Boletos that became registered or refused.
    SETTLED = "BoletosSettled", "Count", ["Issuer", "Outcome"];
    /// How many attempts a settled boleto took.
    ATTEMPTS = "AttemptsToSettle", "Count", ["Issuer"];
    /// How long a bank took, or was waited for.
    BANK_LATENCY = "BankLatency", "Milliseconds", ["Issuer"];
    /// Requests to a bank that settled nothing.
    BANK_UNKNOWNS = "BankUnknowns", "Count", ["Issuer", "Cause"];
    /// Boletos that wait for their bank.
    PENDING = "PendingBoletos", "Count", [];
    /// Since when the one that was created first does.
    OLDEST_PENDING = "OldestPendingAge", "Seconds", [];
    /// Boletos of which only a person can tell what the bank has.
    NEEDING_A_PERSON = "BoletosNeedingAPerson", "Count", [];
    /// Issuers that are left alone.
    OPEN_CIRCUITS = "OpenCircuits", "Count", [];
    /// Results that clients are still to hear.
    UNSENT = "UnsentNotifications", "Count", [];
    /// Results that are sent only when somebody asks for it.
    PARKED = "ParkedNotifications", "Count", [];
    /// Results that a client's queue took.
    SENT = "NotificationsSent", "Count", [];
    /// Results that a client's queue did not take, and that are sent again.
    RETRIED = "NotificationsRetried", "Count", [];
    /// Results that were given up.
    NEWLY_PARKED = "NotificationsParked", "Count", [];
    /// Repeats that were answered with what stands.
    REPLAYS = "IdempotentReplays", "Count", [];
    /// Environments that served their first event.
    COLD_STARTS = "ColdStarts", "Count", ["Function"];
}

static NAMESPACE: OnceLock<String> = OnceLock::new();
/// The lines of the invocation under way.
static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Begins to keep metrics. Before it, none are.
pub(crate) fn init(stage: &str) {
    NAMESPACE.get_or_init(|| format!("Superbowleto/{stage}"));
}

/// Writes what was recorded since the last time, in one go: each write wakes whoever reads the log.
pub(crate) fn flush() {
    let lines = mem::take(&mut *lines());
    if !lines.is_empty() {
        // A metric that can't be written is not worth an answer.
        let _ = io::stdout().lock().write_all(&lines);
    }
}

fn lines() -> std::sync::MutexGuard<'static, Vec<u8>> {
    LINES.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Metric {
    /// Counts one.
    pub fn count(&self, dimensions: &[&str]) {
        self.record(1, dimensions);
    }

    /// Records a value, told apart by `dimensions`, in the order of [`Metric::dimensions`].
    pub fn record(&self, value: u64, dimensions: &[&str]) {
        if let Some(namespace) = NAMESPACE.get() {
            let mut lines = lines();
            self.write(&mut lines, namespace, value, dimensions);
            lines.push(b'\n');
        }
    }

    fn write(&self, lines: &mut Vec<u8>, namespace: &str, value: u64, dimensions: &[&str]) {
        let line = Line {
            metric: self,
            namespace,
            value,
            dimensions,
        };
        serde_json::to_writer(lines, &line).expect("texts and numbers have a JSON form");
    }
}

/// A line as it is written, without the tree of values between: a create writes five.
struct Line<'a> {
    metric: &'a Metric,
    namespace: &'a str,
    value: u64,
    dimensions: &'a [&'a str],
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Metric {
            name,
            unit,
            dimensions,
        } = self.metric;
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in dimensions.iter().zip(self.dimensions) {
            map.serialize_entry(name, value)?;
        }
        map.serialize_entry(name, &self.value)?;
        let declaration = Declaration {
            timestamp: clock::now().as_millisecond(),
            cloud_watch_metrics: [Directive {
                namespace: self.namespace,
                dimensions: [dimensions],
                metrics: [Definition { name, unit }],
            }],
        };
        map.serialize_entry("_aws", &declaration)?;
        map.end()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Declaration<'a> {
    timestamp: i64,
    cloud_watch_metrics: [Directive<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'a> {
    namespace: &'a str,
    dimensions: [&'a [&'a str]; 1],
    metrics: [Definition<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Definition<'a> {
    name: &'a str,
    unit: &'a str,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_line_is_in_the_embedded_metric_format() {
        let mut line = Vec::new();
        SETTLED.write(&mut line, "Superbowleto/live", 1, &["bradesco", "refused"]);
        let mut line: Value = serde_json::from_slice(&line).unwrap();
        line["_aws"]["Timestamp"] = json!(1_795_000_000_000_i64);
        assert_eq!(
            line,
            json!({
                "_aws": {
                    "Timestamp": 1_795_000_000_000_i64,
                    "CloudWatchMetrics": [{
                        "Namespace": "Superbowleto/live",
                        "Dimensions": [["Issuer", "Outcome"]],
                        "Metrics": [{"Name": "BoletosSettled", "Unit": "Count"}],
                    }],
                },
                "Issuer": "bradesco",
                "Outcome": "refused",
                "BoletosSettled": 1,
            })
        );
    }
}
