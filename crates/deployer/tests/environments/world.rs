//! Two environments in one emulator, made by Terraform, and the pipeline's roles that may deploy to them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

use aws_sdk_lambda::Client as Lambda;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use local::ministack::MiniStack;
use local::postgres::Cluster;
use local::progress::Progress;
use local::simulator::{Credentials, Options, Simulator};
use local::stack::Foundation;
use local::terraform::{Terraform, TerraformError, Variables};
use serde::Deserialize;
use serde_json::json;
use tokio::runtime::Runtime;

use crate::repository::Repository;
use crate::told::Told;

/// The GitHub repository that the pipeline's roles trust.
const PIPELINE: &str = "bank/superbowleto";

/// The emulator weighs reading or moving an alias as listing them, and asking for some alarms as asking for all.
const FOR_THE_EMULATOR: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",
    "Action": ["lambda:ListAliases", "cloudwatch:DescribeAlarms"]}]}"#;

pub(crate) struct World {
    pub(crate) runtime: Runtime,
    pub(crate) repository: Repository,
    pub(crate) lambda: Lambda,
    pub(crate) alarms: aws_sdk_cloudwatch::Client,
    pub(crate) environments: BTreeMap<&'static str, Stage>,
    artefacts: aws_sdk_s3::Client,
    bucket: String,
    endpoint_url: String,
    roles: BTreeMap<String, String>,
    // Held for as long as the tests run.
    _parts: (MiniStack, [Cluster; 2], Simulator),
}

/// An environment as Terraform made it.
pub(crate) struct Stage {
    pub(crate) api_url: String,
    pub(crate) api_key: String,
    pub(crate) client_queue_url: String,
    pub(crate) database_url: String,
    terraform: Terraform,
    variables: Variables,
}

#[derive(Deserialize)]
struct Made {
    api_url: String,
    api_key: String,
    client_queue_url: String,
}

#[derive(Deserialize)]
struct Bootstrapped {
    artefacts_bucket: String,
    deployer_role_arns: BTreeMap<String, String>,
}

/// The world, for one test at a time: each leaves it able to take requests.
pub(crate) fn world() -> MutexGuard<'static, World> {
    static WORLD: OnceLock<Mutex<World>> = OnceLock::new();

    WORLD
        .get_or_init(|| Mutex::new(World::make()))
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

impl World {
    fn make() -> Self {
        let mut attempts = 1..=3;
        loop {
            // The provider sends a request again whose answer is slow; the emulator then says that the thing is there.
            match Self::try_to_make() {
                Err(TerraformError::Failed { said, .. }) if attempts.next().is_some() => {
                    println!("once more: {said}");
                }
                made => break made.expect("Terraform can make it"),
            }
        }
    }

    fn try_to_make() -> Result<Self, TerraformError> {
        let runtime = Runtime::new().expect("threads can be made");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("environments");
        let terraform = folder.join("terraform");
        // What an emulator that is gone held.
        let _ = fs::remove_dir_all(&terraform);
        // A cluster each: a role belongs to all of a cluster's databases, and its password would be the other's.
        let (aws, clusters, bank) = runtime.block_on(async {
            let aws = MiniStack::start(Progress::shown()).await;
            let bank = Simulator::start(Options::default()).await;
            (
                aws.expect("the emulator starts"),
                [cluster().await, cluster().await],
                bank.expect("the bank starts"),
            )
        });
        let endpoint_url = aws.endpoint_url();
        let config = runtime.block_on(aws.sdk_config());

        let stages = [("live", &clusters[0]), ("sandbox", &clusters[1])];
        let foundations = stages.map(|(stage, cluster)| {
            let database = runtime.block_on(cluster.database());
            let database = database.expect("a database can be made");
            let url = database.url();
            let credentials = Credentials::default();
            let foundation =
                Foundation::new(database, endpoint_url.clone(), bank.url(), &credentials);
            (stage, foundation, url)
        });
        let (bootstrapped, environments) = thread::scope(|scope| {
            let bootstrapping = scope.spawn(|| bootstrap(&terraform, &endpoint_url));
            let making = foundations.map(|(stage, foundation, database_url)| {
                let (terraform, endpoint_url) = (&terraform, &endpoint_url);
                let make =
                    move || Stage::make(stage, &foundation, database_url, terraform, endpoint_url);
                (stage, scope.spawn(make))
            });
            let made = making.map(|(stage, making)| {
                let made = making.join().expect("it does not panic");
                made.map(|made| (stage, made))
            });
            let bootstrapped = bootstrapping.join().expect("it does not panic");
            let [one, other] = made;
            Ok::<_, TerraformError>((bootstrapped?, BTreeMap::from([one?, other?])))
        })?;

        let repository = Repository::of_this_work_tree(folder.join("repository"));
        let world = Self {
            repository,
            lambda: Lambda::new(&config),
            alarms: aws_sdk_cloudwatch::Client::new(&config),
            artefacts: aws_sdk_s3::Client::new(&config),
            bucket: bootstrapped.artefacts_bucket,
            environments,
            endpoint_url,
            roles: bootstrapped.deployer_role_arns,
            _parts: (aws, clusters, bank),
            runtime,
        };
        // It lets nobody in but over TLS, which the emulator does not speak.
        let open = world.artefacts.delete_bucket_policy().bucket(&world.bucket);
        let opened = world.runtime.block_on(open.send());
        opened.expect("the policy can be removed");
        for role in [
            "superbowleto-live-deployer",
            "superbowleto-sandbox-deployer",
        ] {
            let allow = aws_sdk_iam::Client::new(&config).put_role_policy();
            let allow = allow.role_name(role).policy_name("emulator");
            let allow = allow.policy_document(FOR_THE_EMULATOR).send();
            world
                .runtime
                .block_on(allow)
                .expect("a policy can be added");
        }
        world.write_deploy_yml();

        Ok(world)
    }

    /// Ours, for programs that this machine can run, and where nobody waits for five minutes.
    fn write_deploy_yml(&self) {
        let ours = fs::read_to_string(local::workspace::root().join("deploy.yml"));
        let mut text = ours.expect("deploy.yml is there");
        for (part, instead) in [
            ("superbowleto-artefacts-111111111111", &*self.bucket),
            (
                "{ builder: cargo-lambda, profile: release }",
                "{ builder: cargo, profile: dev }",
            ),
            ("architecture: arm64", architecture()),
            ("percent: 10, watch_s: 360", "percent: 10, watch_s: 1"),
            ("percent: 100, watch_s: 360", "percent: 100, watch_s: 6"),
            (
                "[superbowleto-live-server-errors, superbowleto-live-retries-failing, superbowleto-live-sweep-failing]",
                "[superbowleto-live-server-errors]",
            ),
        ] {
            assert!(text.contains(part), "deploy.yml has {part}");
            text = text.replace(part, instead);
        }
        fs::write(self.repository.folder.join("deploy.yml"), text).expect("it can be written");
        self.raise("OK");
    }

    /// Sets the state of the one alarm that is watched.
    pub(crate) fn raise(&self, state: &str) {
        let name = "superbowleto-live-server-errors";
        self.runtime.block_on(async {
            let make = self.alarms.put_metric_alarm().alarm_name(name);
            let make = make.metric_name("5XXError").namespace("AWS/ApiGateway");
            let make = make
                .evaluation_periods(1)
                .period(60)
                .statistic("Average".into());
            let make = make.comparison_operator("GreaterThanThreshold".into());
            make.set_threshold("1".parse().ok())
                .send()
                .await
                .expect("an alarm can be made");
            let set = self.alarms.set_alarm_state().alarm_name(name);
            let set = set.state_value(state.into()).state_reason("a test");
            set.send().await.expect("its state can be set");
        });
    }

    /// The command as the pipeline runs it: GitHub vouches for the job, AWS gives it the role of its environment.
    #[expect(
        clippy::disallowed_methods,
        reason = "names are forgotten, no setting is read"
    )]
    pub(crate) fn deployer(&self, role: &str, arguments: &[&str]) -> Command {
        let token = self.repository.folder.join(format!("{role}.jwt"));
        fs::write(&token, vouched(role)).expect("it can be written");
        let mut deployer = Command::new(env!("CARGO_BIN_EXE_deployer"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("AWS_") {
                deployer.env_remove(name);
            }
        }
        deployer
            .args(arguments)
            .current_dir(&self.repository.folder)
            .env("AWS_ENDPOINT_URL", &self.endpoint_url)
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_WEB_IDENTITY_TOKEN_FILE", token)
            .env("AWS_ROLE_ARN", &self.roles[role])
            .env("AWS_ROLE_SESSION_NAME", "pipeline")
            .stdin(Stdio::null());

        deployer
    }

    /// Deploys a branch. Registry crates come from the target folder of these tests: they are built already.
    pub(crate) fn deploy(&self, stage: &str, branch: &str) -> Told {
        Told::by(self.deploying(stage, branch).output())
    }

    pub(crate) fn deploying(&self, stage: &str, branch: &str) -> Command {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
        let target = target.expect("it is below target").display().to_string();
        let arguments = [
            "deploy",
            "--ref",
            branch,
            "--env",
            stage,
            "--target-dir",
            &target,
            "deploy.yml",
        ];

        self.deployer(stage, &arguments)
    }

    pub(crate) fn tell(&self, role: &str, arguments: &[&str]) -> Told {
        Told::by(self.deployer(role, arguments).output())
    }

    /// Deploys a branch and sees that it runs.
    pub(crate) fn runs(&self, stage: &str, branch: &str) {
        let told = self.deploy(stage, branch);
        assert!(told.succeeded, "{}", told.steps);
        let commit = self.repository.commit_of(branch);
        assert!(told.result.contains(&commit[..7]), "{}", told.result);
    }

    /// The version that each function's alias leads to.
    pub(crate) fn versions(&self, stage: &str) -> BTreeMap<String, String> {
        self.runtime.block_on(async {
            let mut versions = BTreeMap::new();
            for name in local::functions::names().expect("functions/ is there") {
                let function = format!("superbowleto-{stage}-{name}");
                let standing = deployer::standing(&self.lambda, &function, "current").await;
                let standing = standing.expect("the alias is there");
                assert_eq!(standing.beside, None);
                versions.insert(name, standing.version);
            }
            versions
        })
    }

    /// Forgets which migrations were let near an environment's database.
    pub(crate) fn forget_schema(&self, stage: &str) {
        let key = format!("environments/{stage}/schema.json");
        let delete = self.artefacts.delete_object().bucket(&self.bucket).key(key);
        self.runtime
            .block_on(delete.send())
            .expect("it can be deleted");
    }

    /// Whether Terraform sees anything to do.
    pub(crate) fn is_as_described(&self, stage: &str) -> bool {
        let Stage {
            terraform,
            variables,
            ..
        } = &self.environments[stage];

        let plan = terraform.plan("after", variables);
        let plan = plan.expect("it can be planned");
        let changes = plan["resource_changes"].as_array();
        let changes = changes.expect("it lists resources");
        assert!(!changes.is_empty());

        changes.iter().all(|change| {
            let actions = &change["change"]["actions"];
            *actions == json!(["no-op"]) || *actions == json!(["read"])
        })
    }
}

impl Stage {
    fn make(
        stage: &str,
        foundation: &Foundation,
        database_url: String,
        folder: &Path,
        endpoint_url: &str,
    ) -> Result<Self, TerraformError> {
        let mut variables = foundation.variables();
        variables.insert("stage".to_owned(), stage.to_owned());
        variables.insert("client_queue".to_owned(), format!("gateway-{stage}"));
        variables.insert("database_connections".to_owned(), "130".to_owned());
        let terraform = Terraform::lay("local", &folder.join(stage), endpoint_url)?;
        terraform.init(&Progress::silent())?;
        terraform.apply(&variables)?;
        let Made {
            api_url,
            api_key,
            client_queue_url,
        } = terraform.outputs()?;

        Ok(Self {
            api_url,
            api_key,
            client_queue_url,
            database_url,
            terraform,
            variables,
        })
    }
}

async fn cluster() -> Cluster {
    Cluster::start().await.expect("Postgres starts")
}

fn bootstrap(folder: &Path, endpoint_url: &str) -> Result<Bootstrapped, TerraformError> {
    let folder: PathBuf = folder.join("account");
    let terraform = Terraform::lay("bootstrap", &folder, endpoint_url)?;
    terraform.overrule("backend", "terraform {\n  backend \"local\" {}\n}\n")?;
    let variables = Variables::from([("repository".to_owned(), PIPELINE.to_owned())]);
    terraform.init(&Progress::silent())?;
    terraform.apply(&variables)?;

    terraform.outputs()
}

/// What GitHub gives a job of an environment. The emulator reads it and does not ask GitHub.
fn vouched(environment: &str) -> String {
    let part = |claims: serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(claims.to_string());

    [
        part(json!({ "alg": "RS256", "typ": "JWT" })),
        part(json!({
            "iss": "https://token.actions.githubusercontent.com",
            "aud": "sts.amazonaws.com",
            "sub": format!("repo:{PIPELINE}:environment:{environment}"),
        })),
        BASE64_URL_SAFE_NO_PAD.encode("a signature"),
    ]
    .join(".")
}

fn architecture() -> &'static str {
    if cfg!(target_arch = "aarch64") {
        "architecture: arm64"
    } else {
        "architecture: x86_64"
    }
}
