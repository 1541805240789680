//! Why code did not reach a function.

use crate::bucket::BucketError;
use crate::build::BuildError;
use crate::configuration::ConfigurationError;
use crate::lock::LockError;
use crate::migrations::MigrationsError;
use crate::source::SourceError;

/// Why something was not done, and what became of the traffic.
#[derive(Debug, thiserror::Error)]
pub enum DeployError {
    /// `deploy.yml` can't be followed.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// There is no such commit.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Its migrations can't be released.
    #[error(transparent)]
    Migrations(#[from] MigrationsError),
    /// It does not build.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The bucket refuses.
    #[error(transparent)]
    Bucket(#[from] BucketError),
    /// Somebody else is at work.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// A file could not be read or written.
    #[error("cannot keep what was built")]
    Io(#[from] std::io::Error),
    /// AWS does not say who we are.
    #[error("AWS does not know us: {0}")]
    Stranger(String),
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
    /// CloudWatch refused, or does not know an alarm.
    #[error("cannot watch the alarms: {0}")]
    Alarms(String),
    /// A release and an environment do not have the same functions.
    #[error("{environment} has other functions than the release of {commit}: {functions}")]
    OtherFunctions {
        /// The environment.
        environment: String,
        /// The release's commit.
        commit: String,
        /// Those that one of them lacks.
        functions: String,
    },
    /// A pending migration breaks the code that runs until traffic has moved.
    #[error(
        "migration {version} breaks {what}: what runs now may fail from the migration until traffic has moved. \
         If it does not need that any more, say --accept-breaking"
    )]
    Breaking {
        /// The migration.
        version: i64,
        /// What it says that it breaks.
        what: String,
    },
    /// The schema is not where the release's code needs it.
    #[error("the schema is at {found}, not at {wanted}")]
    NotMigrated {
        /// Where it is.
        found: i64,
        /// Where it should be.
        wanted: i64,
    },
    /// New versions did not answer as they have to.
    #[error("{}", .0.join("; "))]
    Checks(Vec<String>),
    /// Alarms went off while traffic moved.
    #[error("alarms went off: {0}")]
    Alarmed(String),
    /// Nothing was ever deployed there, or not that.
    #[error("{environment} has no {wanted}")]
    NoDeployment {
        /// The environment.
        environment: String,
        /// What was looked for.
        wanted: String,
    },
    /// An environment does not run what is written down.
    #[error(
        "{environment} does not run its deployment {number}: {function} stands at {stands}. Deploy there first"
    )]
    Astray {
        /// The environment.
        environment: String,
        /// The deployment.
        number: u32,
        /// A function.
        function: String,
        /// Where its alias leads.
        stands: String,
    },
    /// An environment runs another commit than the one that was asked for.
    #[error("{environment} runs {runs}, not {wanted}")]
    OtherCommit {
        /// The environment.
        environment: String,
        /// The commit that it runs.
        runs: String,
        /// The commit that was asked for.
        wanted: String,
    },
    /// The older code can't work with the schema any more.
    #[error(
        "there is no way back to {commit}: migration {version} ({description}) was applied since, and breaks {what}"
    )]
    NoWayBack {
        /// The older code's commit.
        commit: String,
        /// The migration.
        version: i64,
        /// What it is about.
        description: String,
        /// What it says that it breaks.
        what: String,
    },
    /// It failed before any traffic moved.
    #[error("{environment} was left as it was: {runs}")]
    Untouched {
        /// The environment.
        environment: String,
        /// What runs there.
        runs: String,
        /// What failed.
        #[source]
        source: Box<DeployError>,
    },
    /// It failed while traffic moved, and traffic is back.
    #[error("{environment} is back where it was: {runs}")]
    WentBack {
        /// The environment.
        environment: String,
        /// What runs there.
        runs: String,
        /// What failed.
        #[source]
        source: Box<DeployError>,
    },
    /// It failed while traffic moved, and traffic could not be brought back.
    #[error(
        "{environment} is BETWEEN two releases, since the way back failed too ({back}): deploy or roll back again"
    )]
    Between {
        /// The environment.
        environment: String,
        /// Why the way back failed.
        back: Box<DeployError>,
        /// What failed.
        #[source]
        source: Box<DeployError>,
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
