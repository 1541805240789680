//! Why code did not reach a function.

/// What Lambda did not do.
#[derive(Debug, thiserror::Error)]
pub enum DeployError {
    /// Lambda refused, or did not answer.
    #[error("{function}: cannot {step}")]
    Lambda {
        /// The function.
        function: String,
        /// What was tried.
        step: &'static str,
        /// What Lambda said.
        #[source]
        source: Box<aws_sdk_lambda::Error>,
    },
    /// The function or its version was broken by the update, or was not ready within five minutes.
    #[error("{function}: not ready after its update: {reason}")]
    NotReady {
        /// The function.
        function: String,
        /// What Lambda says of its state.
        reason: String,
    },
    /// The function was invoked and failed.
    #[error("{function} failed: {said}")]
    Failed {
        /// The function.
        function: String,
        /// What it said.
        said: String,
    },
}

impl DeployError {
    /// For `map_err`, where `step` of `function` fails.
    pub(crate) fn at<E>(function: &str, step: &'static str) -> impl FnOnce(E) -> Self
    where
        E: Into<aws_sdk_lambda::Error>,
    {
        let function = function.to_owned();

        move |error| Self::Lambda {
            function,
            step,
            source: Box::new(error.into()),
        }
    }
}
