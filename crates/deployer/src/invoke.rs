//! Invoking: a version is asked something before it takes traffic.

use aws_sdk_lambda::Client;
use aws_sdk_lambda::primitives::Blob;

use crate::DeployError;

/// Invokes a version with `payload` and returns its answer; both are JSON.
///
/// # Errors
///
/// When Lambda refuses, or the function fails.
pub async fn invoke(
    client: &Client,
    function: &str,
    version: &str,
    payload: Vec<u8>,
) -> Result<Vec<u8>, DeployError> {
    let answer = client
        .invoke()
        .function_name(function)
        .qualifier(version)
        .payload(Blob::new(payload))
        .send()
        .await
        .map_err(DeployError::at(function, "invoke it"))?;
    let said = answer.payload.map(Blob::into_inner).unwrap_or_default();
    if answer.function_error.is_some() {
        let said = String::from_utf8_lossy(&said).into_owned();
        return Err(DeployError::Failed {
            function: function.to_owned(),
            said,
        });
    }

    Ok(said)
}
