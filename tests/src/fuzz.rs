//! Requests that Schemathesis makes up from the OpenAPI document, right ones and wrong ones, and what it thinks of the
//! answers.

use std::{fs, path::Path, sync::Arc};

use local::{
    progress::Progress,
    python::{Package, VirtualEnvironment},
};
use serde_json::json;

use crate::{API_KEY, Document, Server, World};

const SCHEMATHESIS: Package = Package {
    name: "schemathesis",
    version: "4.32.5",
    beside: &[],
};

/// What is right by the document can still be wrong, as a document's check digits or a day that is past; what is not
/// there is not found; what was made up twice is there already.
const CONFIGURATION: &str = r#"
[checks]
positive_data_acceptance.expected-statuses = ["2xx", 400, 404, 409, 422]

[generation]
database = "none"
"#;

/// How the fuzzing is done.
#[derive(Debug, Clone, Copy)]
pub struct Fuzz {
    /// At least so many requests.
    pub cases: u32,
    /// What they are drawn from.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fuzzed {
    /// How many requests were made.
    pub cases: u32,
    /// What Schemathesis says, the last round last.
    pub report: String,
    /// Whether it has nothing to say against any answer.
    pub passed: bool,
}

impl Fuzz {
    /// Fuzzes the handlers of a new world over HTTP, in rounds from consecutive seeds, until there were enough cases or
    /// one failed.
    ///
    /// # Panics
    /// Schemathesis can't be installed or started.
    pub async fn run(self) -> Fuzzed {
        let world = Arc::new(World::new().await);
        let server = Server::start(Arc::clone(&world)).await;
        let directory = tempfile::tempdir().expect("there is room");
        let write = |name: &str, text: &str| {
            fs::write(directory.path().join(name), text).expect("there is room");
        };
        write("schemathesis.toml", CONFIGURATION);
        write("openapi.json", &document(&world));

        let url = format!("http://{}", server.address);
        let mut fuzzed = Fuzzed {
            cases: 0,
            report: String::new(),
            passed: true,
        };
        let mut seed = self.seed;
        while fuzzed.passed && fuzzed.cases < self.cases {
            let (url, place) = (url.clone(), directory.path().to_owned());
            let left = self.cases - fuzzed.cases;
            let round = move || round(&place, &url, seed, left);
            let (cases, report, passed) = tokio::task::spawn_blocking(round)
                .await
                .expect("a round does not panic");
            fuzzed.cases += cases;
            fuzzed.report.push_str(&report);
            fuzzed.passed = passed && cases > 0;
            seed += 1;
        }
        fuzzed
    }
}

/// The service's document, whose one queue is the world's: any other would be refused.
fn document(world: &World) -> String {
    let mut root = Document::served().root.clone();
    if let Some(root) = root.as_object_mut() {
        root.remove("servers");
    }
    let shown = "https://sqs.us-east-1.amazonaws.com/123456789012/gateway-boletos";
    let queue = &mut root["components"]["schemas"]["NewBoleto"]["properties"]["queue_url"];
    *queue = json!({ "const": world.client_queue });
    root.to_string().replace(shown, &world.client_queue)
}

/// One run of Schemathesis: how many cases, what it says, whether all is well.
fn round(directory: &Path, url: &str, seed: u64, cases: u32) -> (u32, String, bool) {
    let tools = VirtualEnvironment::with(SCHEMATHESIS, &Progress::silent())
        .expect("Schemathesis can be installed");
    let operations = u32::try_from(Document::served().operations().count()).unwrap_or(1);
    // Beside what it draws, it tries some hundred cases that it works out.
    let each = (cases / operations).clamp(2, 500).to_string();
    let key = format!("x-api-key: {API_KEY}");
    let seed = seed.to_string();
    let arguments = [
        "--config-file",
        "schemathesis.toml",
        "run",
        "openapi.json",
        "--url",
        url,
        "--header",
        &key,
        "--seed",
        &seed,
        "--max-examples",
        &each,
        "--checks",
        "all",
        "--mode",
        "all",
        "--phases",
        "examples,coverage,fuzzing,stateful",
        "--continue-on-failure",
        "--workers",
        "1",
        "--suppress-health-check",
        "all",
        "--output-sanitize",
        "false",
    ];
    let output = tools
        .run("schemathesis", &arguments, directory)
        .expect("Schemathesis can be started");
    let said = String::from_utf8_lossy(&output.stdout);
    let report = format!(
        "seed {seed}, {each} each\n{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    (made(&said), report, output.status.success())
}

/// The number of cases in a report: `Test cases:` and then `  1234 generated, …`.
fn made(report: &str) -> u32 {
    report
        .lines()
        .filter_map(|line| line.split_once(" generated")?.0.trim().parse::<u32>().ok())
        .sum()
}
