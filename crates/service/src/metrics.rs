//! Metrics: lines in CloudWatch's embedded metric format, which it takes out of the log by itself.
//!
//! `docs/metrics.md` lists them all; the alarms and the dashboard read them by these names.

use std::{
    io::{self, Write as _},
    sync::OnceLock,
};

use serde_json::{Map, Value, json};

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

/// Begins to write metrics, to standard output. Before it, nothing is written.
pub(crate) fn init(stage: &str) {
    NAMESPACE.get_or_init(|| format!("Superbowleto/{stage}"));
}

impl Metric {
    /// Counts one.
    pub fn count(&self, dimensions: &[&str]) {
        self.record(1, dimensions);
    }

    /// Records a value, told apart by `dimensions`, in the order of [`Metric::dimensions`].
    pub fn record(&self, value: u64, dimensions: &[&str]) {
        if let Some(namespace) = NAMESPACE.get() {
            let mut line = self.line(namespace, value, dimensions).to_string();
            line.push('\n');
            // A metric that can't be written is not worth an answer.
            let _ = io::stdout().lock().write_all(line.as_bytes());
        }
    }

    fn line(&self, namespace: &str, value: u64, dimensions: &[&str]) -> Value {
        let mut line: Map<String, Value> = self
            .dimensions
            .iter()
            .zip(dimensions)
            .map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect();
        line.insert(self.name.to_owned(), json!(value));
        line.insert(
            String::from("_aws"),
            json!({
                "Timestamp": clock::now().as_millisecond(),
                "CloudWatchMetrics": [{
                    "Namespace": namespace,
                    "Dimensions": [self.dimensions],
                    "Metrics": [{"Name": self.name, "Unit": self.unit}],
                }],
            }),
        );
        Value::Object(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_in_the_embedded_metric_format() {
        let mut line = SETTLED.line("Superbowleto/live", 1, &["bradesco", "refused"]);
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
