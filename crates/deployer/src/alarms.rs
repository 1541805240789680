//! Alarms: whether what traffic meets is worse than before.

use std::collections::BTreeSet;

use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::types::{AlarmType, StateValue};

use crate::{DeployError, aws};

/// Those of some alarms that are raised at the moment.
///
/// # Errors
///
/// When CloudWatch refuses, or does not know one of them.
pub async fn raised(
    client: &Client,
    names: &BTreeSet<String>,
) -> Result<BTreeSet<String>, DeployError> {
    if names.is_empty() {
        return Ok(BTreeSet::new());
    }

    let found = client
        .describe_alarms()
        .set_alarm_names(Some(names.iter().cloned().collect()))
        .alarm_types(AlarmType::MetricAlarm)
        .max_records(100)
        .send()
        .await
        .map_err(|error| DeployError::Alarms(aws::said(&error)))?;
    let alarms = found.metric_alarms();
    let is_known = |name: &&String| alarms.iter().any(|alarm| alarm.alarm_name() == Some(name));
    if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
        return Err(DeployError::Alarms(format!(
            "there is none called {unknown}"
        )));
    }

    Ok(alarms
        .iter()
        .filter(|alarm| alarm.state_value() == Some(&StateValue::Alarm))
        .filter_map(|alarm| alarm.alarm_name().map(str::to_owned))
        .collect())
}
