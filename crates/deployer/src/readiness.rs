//! Waiting until Lambda has brought an update into effect.

use std::time::{Duration, Instant};

use aws_sdk_lambda::Client;
use aws_sdk_lambda::operation::get_function_configuration::GetFunctionConfigurationOutput;
use aws_sdk_lambda::types::{LastUpdateStatus, State};

use crate::DeployError;

/// The version that updates change.
pub(crate) const LATEST: &str = "$LATEST";

/// How long an update may take; it is seconds, unless network interfaces are made.
const PATIENCE: Duration = Duration::from_secs(300);

/// The SDK's own waiter first looks again after five seconds; most updates are done in one.
const GLANCE: Duration = Duration::from_millis(200);

/// Waits until a version can be invoked and is as it was last told to be.
pub(crate) async fn ready(
    client: &Client,
    function: &str,
    version: &str,
) -> Result<GetFunctionConfigurationOutput, DeployError> {
    let asked = Instant::now();
    loop {
        let found = look_at(client, function, version).await?;
        if is_ready(&found) {
            return Ok(found);
        }
        if has_failed(&found) || asked.elapsed() > PATIENCE {
            return Err(DeployError::NotReady {
                function: function.to_owned(),
                reason: why(&found),
            });
        }
        tokio::time::sleep(GLANCE).await;
    }
}

/// What Lambda says of a version.
pub(crate) async fn look_at(
    client: &Client,
    function: &str,
    version: &str,
) -> Result<GetFunctionConfigurationOutput, DeployError> {
    client
        .get_function_configuration()
        .function_name(function)
        .qualifier(version)
        .send()
        .await
        .map_err(DeployError::at(function, "read its state"))
}

/// An idle function is ready: its next event wakes it.
fn is_ready(found: &GetFunctionConfigurationOutput) -> bool {
    matches!(found.state(), None | Some(State::Active | State::Inactive))
        && matches!(
            found.last_update_status(),
            None | Some(LastUpdateStatus::Successful)
        )
}

fn has_failed(found: &GetFunctionConfigurationOutput) -> bool {
    found.state() == Some(&State::Failed)
        || found.last_update_status() == Some(&LastUpdateStatus::Failed)
}

fn why(found: &GetFunctionConfigurationOutput) -> String {
    [found.last_update_status_reason(), found.state_reason()]
        .into_iter()
        .flatten()
        .find(|reason| !reason.is_empty())
        .unwrap_or("Lambda gives no reason")
        .to_owned()
}
