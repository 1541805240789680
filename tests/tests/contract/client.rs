//! A client that a generator makes of the document, at work.

use std::{fs, path::Path, sync::Arc};

use local::{
    progress::Progress,
    python::{Package, VirtualEnvironment},
};
use tests::{API_KEY, Server, World};

const GENERATOR: Package = Package {
    name: "openapi-python-client",
    version: "0.29.1",
    beside: &[],
};

#[tokio::test(flavor = "multi_thread")]
async fn a_generated_client_goes_the_gateways_way() {
    let world = Arc::new(World::new().await);
    let server = Server::start(Arc::clone(&world)).await;
    let url = format!("http://{}", server.address);
    let queue = world.client_queue.clone();
    let said = tokio::task::spawn_blocking(move || {
        let directory = tempfile::tempdir().expect("there is room");
        let tools =
            VirtualEnvironment::with(GENERATOR, &Progress::silent()).expect("it can be installed");
        let run =
            |program: &str, arguments: &[&str]| run(&tools, program, arguments, directory.path());
        let document = directory.path().join("openapi.json");
        fs::write(document, describe_service::DOCUMENT).expect("there is room");
        let generate = [
            "generate",
            "--path",
            "openapi.json",
            "--output-path",
            "client",
            "--fail-on-warning",
        ];
        run("openapi-python-client", &generate);
        run("python", &["-m", "compileall", "-q", "client"]);
        let way = directory.path().join("client/way.py");
        fs::write(way, include_str!("../../client/way.py")).expect("there is room");
        run("python", &["client/way.py", &url, API_KEY, &queue])
    });
    let said = said.await.expect("it does not panic");
    assert_eq!(said.trim(), "the gateway's way is open");
}

fn run(tools: &VirtualEnvironment, program: &str, arguments: &[&str], directory: &Path) -> String {
    let output = tools
        .run(program, arguments, directory)
        .expect("it can be started");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}{complained}");
    said
}
