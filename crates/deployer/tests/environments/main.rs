//! From a commit to live and back, with the real functions in two environments, while a client POSTs without pause.

mod repository;
mod told;
mod traffic;
mod world;

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;
use std::time::Instant;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use sqlx::{Connection as _, PgConnection};

use crate::told::{Told, kill_at};
use crate::traffic::Traffic;
use crate::world::{World, world};

/// A release in which one function differs from the work tree's: what it calls a boleto that is not there.
fn calling(world: &World, branch: &str, word: &str) {
    let instead = format!("ApiError::NotFound(\"{word}\")");
    let change = (
        "functions/get-boleto/src/lib.rs",
        "ApiError::NotFound(\"Boleto\")",
        &*instead,
    );
    let subject = format!("Call it a {word}");
    world.repository.vary(branch, &subject, &[change]);
}

/// What `get-boleto` calls a boleto that is not there.
fn called(world: &World, stage: &str) -> String {
    let stage = &world.environments[stage];
    let url = format!("{}/boletos/bol_00000000000000000000000000", stage.api_url);
    let http = local::http::client().expect("a client can be made");
    let asked = async {
        let answer = http
            .get(url)
            .header("x-api-key", &stage.api_key)
            .send()
            .await;
        let answer = answer.expect("API Gateway answers");
        answer.json::<Value>().await.expect("every answer is JSON")
    };
    let answer = world.runtime.block_on(asked);
    let message = answer["errors"][0]["message"].as_str();

    message
        .unwrap_or_default()
        .split(' ')
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn history(world: &World, stage: &str) -> Vec<Value> {
    let told = world.tell(stage, &["history", "--env", stage, "--json"]);
    serde_json::from_str(&told.result).expect("it is JSON")
}

#[test]
fn a_commit_reaches_sandbox_and_then_live_and_a_client_notices_nothing() {
    let world = world();
    calling(&world, "slip", "Slip");
    world.runs("sandbox", "main");
    let promoted = world.tell("live", &["promote", "--from", "sandbox", "--to", "live"]);
    assert!(promoted.succeeded, "{}", promoted.steps);
    assert_eq!(called(&world, "live"), "Boleto");

    let handle = world.runtime.handle().clone();
    let sandboxs = Traffic::at(&world.environments["sandbox"], &handle);
    let lives = Traffic::at(&world.environments["live"], &handle);
    let began = Instant::now();
    let deployed = world.deploy("sandbox", "slip");
    println!(
        "a deploy in which one function changed took {:?}",
        began.elapsed()
    );
    assert!(deployed.succeeded, "{}", deployed.steps);
    assert!(
        deployed.steps.contains("1 of 12 functions"),
        "{}",
        deployed.steps
    );
    assert!(
        deployed.steps.contains("1 with new code"),
        "{}",
        deployed.steps
    );
    assert_eq!(
        (called(&world, "sandbox"), called(&world, "live")),
        ("Slip".into(), "Boleto".into())
    );

    let promoted = world.tell("live", &["promote", "--from", "sandbox", "--to", "live"]);
    assert!(promoted.succeeded, "{}", promoted.steps);
    assert!(
        promoted.steps.contains("10 % of traffic"),
        "{}",
        promoted.steps
    );
    assert_eq!(called(&world, "live"), "Slip");
    sandboxs.has_noticed_nothing();
    lives.has_noticed_nothing();

    let (sandbox, live) = (history(&world, "sandbox"), history(&world, "live"));
    assert_eq!(sandbox[0]["release"], live[0]["release"]);
    assert_eq!(live[0]["action"]["promote"]["number"], sandbox[0]["number"]);
    assert!(
        live[0]["by"]
            .as_str()
            .is_some_and(|by| by.contains("superbowleto-live-deployer"))
    );
    for stage in ["sandbox", "live"] {
        assert!(
            world.is_as_described(stage),
            "a plan of {stage} shows no change"
        );
    }
}

#[test]
fn a_deploy_whose_check_fails_leaves_traffic_untouched() {
    let world = world();
    world.runs("sandbox", "main");
    let before = world.versions("sandbox");
    let broken = [(
        "functions/list-boletos/src/main.rs",
        "list_boletos::handle(&store",
        "if true { panic!(\"broken\") } list_boletos::handle(&store",
    )];
    world.repository.vary("broken", "Break the list", &broken);

    let traffic = Traffic::at(&world.environments["sandbox"], world.runtime.handle());
    let told = world.deploy("sandbox", "broken");

    assert!(!told.succeeded);
    assert!(told.steps.contains("list-boletos"), "{}", told.steps);
    assert!(
        told.steps.contains("sandbox was left as it was: it runs "),
        "{}",
        told.steps
    );
    assert_eq!(world.versions("sandbox"), before);
    traffic.has_noticed_nothing();
    world.runs("sandbox", "main");
}

#[test]
fn an_alarm_while_traffic_moves_brings_it_back() {
    let world = world();
    calling(&world, "note", "Note");
    world.runs("live", "main");
    let before = world.versions("live");

    let traffic = Traffic::at(&world.environments["live"], world.runtime.handle());
    let mut deployer = world.deploying("live", "note");
    let mut deployer = deployer.stderr(Stdio::piped()).spawn().unwrap();
    let mut steps = BufReader::new(deployer.stderr.take().unwrap());
    let mut told = String::new();
    while !told.ends_with("100 % of traffic\n") {
        assert!(steps.read_line(&mut told).unwrap() > 0, "{told}");
    }
    assert_eq!(called(&world, "live"), "Note");
    world.raise("ALARM");
    steps.read_to_string(&mut told).unwrap();

    assert!(!deployer.wait().unwrap().success());
    assert!(
        told.contains("alarms went off: superbowleto-live-server-errors"),
        "{told}"
    );
    assert!(
        told.contains("live is back where it was: it runs "),
        "{told}"
    );
    assert_eq!(world.versions("live"), before);
    assert_eq!(called(&world, "live"), "Boleto");
    traffic.has_noticed_nothing();
    world.raise("OK");
}

#[test]
fn a_rollback_takes_seconds_and_says_which_settings_it_brings_back() {
    let world = world();
    calling(&world, "leaf", "Leaf");
    world.runs("sandbox", "main");
    let log_level = |level: &'static str| {
        let name = "superbowleto-sandbox-get-boleto";
        world.runtime.block_on(async {
            let found = world
                .lambda
                .get_function_configuration()
                .function_name(name);
            let found = found.send().await.unwrap().environment.unwrap();
            let mut variables = found.variables.unwrap();
            variables.insert("LOG_LEVEL".to_owned(), level.to_owned());
            let environment = aws_sdk_lambda::types::Environment::builder();
            let environment = environment.set_variables(Some(variables)).build();
            let update = world
                .lambda
                .update_function_configuration()
                .function_name(name);
            update.environment(environment).send().await.unwrap();
        });
    };
    log_level("debug");
    let status = world.tell("sandbox", &["status", "--env", "sandbox"]);
    let waits = "waits for a deploy: get-boleto: LOG_LEVEL: info → debug";
    assert!(status.result.contains(waits), "{}", status.result);
    world.runs("sandbox", "leaf");
    let status = world.tell("sandbox", &["status", "--env", "sandbox", "--settings"]);
    assert!(
        status.result.contains("get-boleto: LOG_LEVEL: debug"),
        "{}",
        status.result
    );
    assert!(!status.result.contains("waits"), "{}", status.result);
    assert!(
        !status.result.contains("NOT as deployed"),
        "{}",
        status.result
    );

    let traffic = Traffic::at(&world.environments["sandbox"], world.runtime.handle());
    let began = Instant::now();
    let told = world.tell("sandbox", &["rollback", "--env", "sandbox"]);
    println!("a rollback took {:?}", began.elapsed());

    assert!(told.succeeded, "{}", told.steps);
    let brings = "get-boleto: LOG_LEVEL: debug → info";
    assert!(told.steps.contains(brings), "{}", told.steps);
    assert_eq!(called(&world, "sandbox"), "Boleto");
    traffic.has_noticed_nothing();

    let left = &history(&world, "sandbox")[1];
    assert_eq!(left["release"]["subject"], "Call it a Leaf");
    let number = left["number"].to_string();
    let told = world.tell(
        "sandbox",
        &["rollback", "--env", "sandbox", "--to", &number],
    );
    assert!(told.succeeded, "{}", told.steps);
    assert_eq!(called(&world, "sandbox"), "Leaf");
    log_level("info");
    world.runs("sandbox", "main");
}

#[test]
fn a_migration_that_breaks_code_is_applied_on_a_persons_word_and_there_is_no_way_back() {
    let world = world();
    world.runs("sandbox", "main");
    let sql =
        "-- breaks: code that reads slips by their colour\n\ncreate table slips (id bigint);\n";
    let migration = [("migrations/0099_slips.sql", "", sql)];
    world
        .repository
        .vary("breaking", "Slips have no colour", &migration);
    let before = world.versions("sandbox");

    let refused = world.deploy("sandbox", "breaking");
    assert!(!refused.succeeded);
    let breaks = "migration 99 breaks code that reads slips by their colour";
    assert!(refused.steps.contains(breaks), "{}", refused.steps);
    assert_eq!(world.versions("sandbox"), before);

    let traffic = Traffic::at(&world.environments["sandbox"], world.runtime.handle());
    let accepted = world
        .deploying("sandbox", "breaking")
        .arg("--accept-breaking")
        .output();
    let accepted = Told::by(accepted);
    assert!(accepted.succeeded, "{}", accepted.steps);
    assert!(
        accepted.steps.contains("99 (slips) took "),
        "{}",
        accepted.steps
    );
    let after = world.versions("sandbox");

    let back = world.tell("sandbox", &["rollback", "--env", "sandbox"]);
    assert!(!back.succeeded);
    let no_way = "migration 99 (slips) was applied since, and breaks code that reads slips";
    assert!(back.steps.contains(no_way), "{}", back.steps);
    let older = world.deploy("sandbox", "main");
    assert!(!older.succeeded);
    assert!(
        older.steps.contains("the database is ahead"),
        "{}",
        older.steps
    );
    assert_eq!(world.versions("sandbox"), after);
    traffic.has_noticed_nothing();

    // As if it had never been, for the other tests.
    let url = &world.environments["sandbox"].database_url;
    world.runtime.block_on(async {
        let mut owner = PgConnection::connect(url).await.unwrap();
        let undo = "drop table slips; delete from _sqlx_migrations where version = 99";
        sqlx::raw_sql(undo).execute(&mut owner).await.unwrap();
    });
    world.forget_schema("sandbox");
    world.runs("sandbox", "main");
}

#[test]
fn killed_at_any_step_the_old_code_serves_and_the_same_again_finishes() {
    let world = world();
    world.runs("sandbox", "main");
    let before = world.versions("sandbox");
    calling(&world, "killed", "Ticket");

    let traffic = Traffic::at(&world.environments["sandbox"], world.runtime.handle());
    for step in ["source", "build", "upload", "migrate", "publish", "check"] {
        kill_at(&mut world.deploying("sandbox", "killed"), step);
        assert_eq!(world.versions("sandbox"), before, "killed at {step}");
    }
    // From here on traffic may have moved, for some functions or all.
    kill_at(&mut world.deploying("sandbox", "killed"), "shift");
    world.runs("sandbox", "killed");

    assert_eq!(called(&world, "sandbox"), "Ticket");
    traffic.has_noticed_nothing();
}

#[test]
fn two_deploys_at_once_take_turns_or_one_is_refused() {
    let world = world();
    calling(&world, "paper", "Paper");
    world.runs("sandbox", "paper");
    world.runs("sandbox", "main");

    let spawn = |branch: &str| {
        let mut deployer = world.deploying("sandbox", branch);
        let deployer = deployer.stderr(Stdio::piped()).stdout(Stdio::piped());
        deployer.spawn().unwrap()
    };
    let (one, other) = (spawn("main"), spawn("paper"));
    let one = Told::by(one.wait_with_output());
    let other = Told::by(other.wait_with_output());
    assert!(one.succeeded && other.succeeded);
    let steps = [one.steps, other.steps].concat();
    assert_eq!(
        steps.matches(" s  lock     waits for ").count(),
        1,
        "{steps}"
    );
    let newest = &history(&world, "sandbox")[0];
    for (name, version) in world.versions("sandbox") {
        assert_eq!(newest["versions"][&name]["version"], version);
    }

    let mut first = world.deploying("sandbox", "main");
    let mut first = first.stderr(Stdio::piped()).spawn().unwrap();
    let mut steps = BufReader::new(first.stderr.take().unwrap());
    let mut told = String::new();
    while !told.contains(" s  migrate ") {
        assert!(steps.read_line(&mut told).unwrap() > 0, "{told}");
    }
    // It stands still with the lock in its hand, for less time than it would be taken for dead.
    let id = Pid::from_raw(i32::try_from(first.id()).unwrap());
    kill(id, Signal::SIGSTOP).unwrap();
    let second = world
        .deploying("sandbox", "main")
        .args(["--wait", "0"])
        .output();
    kill(id, Signal::SIGCONT).unwrap();
    let second = Told::by(second);
    steps.read_to_string(&mut told).unwrap();
    assert!(first.wait().unwrap().success());
    assert!(!second.succeeded);
    assert!(
        second.steps.contains("sandbox is taken: "),
        "{}",
        second.steps
    );
}

#[test]
fn a_role_deploys_to_its_own_environment_alone() {
    let world = world();
    world.runs("sandbox", "main");
    let before = world.versions("live");

    let told = world.tell("sandbox", &["promote", "--from", "sandbox", "--to", "live"]);

    assert!(!told.succeeded);
    assert!(told.steps.contains("AccessDenied"), "{}", told.steps);
    assert_eq!(world.versions("live"), before);
}
