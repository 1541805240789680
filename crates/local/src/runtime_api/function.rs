//! What an execution environment runs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::ministack;

/// A function's program and its settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// What it is called.
    pub name: String,
    /// Its program.
    pub bootstrap: PathBuf,
    /// Its settings; they win over what Lambda sets by itself.
    pub environment: BTreeMap<String, String>,
}

impl Function {
    /// A function without settings.
    #[must_use]
    pub fn new(name: impl Into<String>, bootstrap: impl Into<PathBuf>) -> Self {
        Self {
            name: name.into(),
            bootstrap: bootstrap.into(),
            environment: BTreeMap::new(),
        }
    }

    /// The same with one more setting.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.environment.insert(name.into(), value.into());
        self
    }

    /// All that the process finds in its environment, but the address of the Runtime API.
    ///
    /// The credentials are those of the emulator's root, where the settings have none.
    #[must_use]
    pub fn whole_environment(&self) -> BTreeMap<String, String> {
        let root = self
            .bootstrap
            .parent()
            .unwrap_or(Path::new("/"))
            .to_string_lossy();
        let set_by_lambda = [
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
            ("TZ", ":UTC"),
            ("AWS_REGION", ministack::REGION),
            ("AWS_DEFAULT_REGION", ministack::REGION),
            ("AWS_ACCESS_KEY_ID", ministack::ACCESS_KEY_ID),
            ("AWS_SECRET_ACCESS_KEY", ministack::SECRET_ACCESS_KEY),
            ("AWS_LAMBDA_FUNCTION_NAME", &self.name),
            ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
            (
                "AWS_LAMBDA_LOG_GROUP_NAME",
                &format!("/aws/lambda/{}", self.name),
            ),
            ("AWS_LAMBDA_LOG_STREAM_NAME", "local"),
            ("LAMBDA_TASK_ROOT", &root),
            ("_HANDLER", "bootstrap"),
        ];
        let mut whole: BTreeMap<String, String> = set_by_lambda
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        whole.extend(self.environment.clone());

        whole
    }
}
