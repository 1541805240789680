//! `deploy.yml` is followed to the letter, and an error in it is told with its line.

use std::fs;
use std::path::Path;

use deployer::configuration::{Configuration, Shifting};

fn ours() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy.yml"))
}

/// What is said of our own file with a part of it replaced.
fn said_of(part: &str, instead: &str) -> String {
    let text = fs::read_to_string(ours()).expect("deploy.yml is there");
    assert!(text.contains(part), "deploy.yml has {part}");
    let directory = tempfile::tempdir().expect("a folder can be made");
    let file = directory.path().join("deploy.yml");
    fs::write(&file, text.replacen(part, instead, 1)).expect("it can be written");
    let error = Configuration::read(&file).expect_err("it can't be followed");

    let said = error.to_string();
    said.strip_prefix(&format!("{}/", directory.path().display()))
        .expect("it names the file")
        .to_owned()
}

#[test]
fn ours_names_every_function_for_both_environments() {
    let configuration = Configuration::read(ours()).unwrap_or_else(|error| panic!("{error}"));

    let names = local::functions::names().unwrap();
    assert_eq!(
        configuration.environment.keys().collect::<Vec<_>>(),
        ["live", "sandbox"]
    );
    for (stage, environment) in &configuration.environment {
        let functions: Vec<_> = environment.functions.value.clone().into_iter().collect();
        let expected: Vec<_> = names
            .iter()
            .map(|name| (name.clone(), format!("superbowleto-{stage}-{name}")))
            .collect();
        assert_eq!(functions, expected);
    }
}

#[test]
fn the_alarms_that_are_watched_are_terraforms() {
    let folder = ours().with_file_name("terraform/modules/alarms/main.tf");
    let alarms = fs::read_to_string(folder).unwrap();
    let configuration = Configuration::read(ours()).unwrap();

    let watched = &configuration.environment["live"].alarms;
    assert!(!watched.is_empty());
    for alarm in watched {
        let name = alarm.strip_prefix("superbowleto-live-").unwrap();
        assert!(alarms.contains(&format!("    {name} ")), "{name}");
    }
}

#[test]
fn an_unknown_key_is_told_with_its_line() {
    let said = said_of("  alias: current\n", "  alias: current\n  colour: blue\n");
    assert!(said.starts_with("deploy.yml:12:3: "), "{said}");
    assert!(said.contains("colour"), "{said}");

    let said = said_of("percent: 100, watch_s: 360", "percent: 100, minutes: 6");
    assert!(said.starts_with("deploy.yml:44:"), "{said}");
    assert!(said.contains("minutes"), "{said}");
}

#[test]
fn a_missing_or_doubled_key_is_told_with_its_line() {
    let said = said_of("  alias: current\n", "");
    assert!(said.ends_with(": missing field `alias`"), "{said}");

    let said = said_of(", body: {}, answers: 400", ", body: {}");
    assert!(said.starts_with("deploy.yml:17:"), "{said}");
    assert!(said.contains("missing field `answers`"), "{said}");

    let said = said_of("  alias: current\n", "  alias: current\n  alias: other\n");
    assert!(said.starts_with("deploy.yml:12:"), "{said}");
}

#[test]
fn a_value_that_makes_no_sense_is_told_with_its_line() {
    let said = said_of("architecture: arm64", "architecture: mips");
    assert!(said.starts_with("deploy.yml:10:17: "), "{said}");

    let said = said_of(
        "{ percent: 10, watch_s: 360 }",
        "{ percent: 100, watch_s: 360 }",
    );
    assert!(said.starts_with("deploy.yml:44:"), "{said}");
    assert!(said.contains("steps that grow"), "{said}");

    let said = said_of("migrate: migrate-database", "migrate: migrate-data");
    assert!(
        said.contains("live has no function `migrate-data`"),
        "{said}"
    );

    let said = said_of("function: list-boletos", "function: list-letters");
    assert_eq!(
        said,
        "deploy.yml:18:21: live has no function `list-letters`"
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Configuration::read(Path::new("no/deploy.yml")).unwrap_err();

    assert_eq!(error.to_string(), "cannot read no/deploy.yml");
}

#[test]
fn steps_grow_from_something_to_all() {
    for (steps, grow) in [
        ("[{ percent: 100, watch_s: 0 }]", true),
        (
            "[{ percent: 1, watch_s: 5 }, { percent: 100, watch_s: 0 }]",
            true,
        ),
        ("[]", false),
        ("[{ percent: 50, watch_s: 0 }]", false),
        (
            "[{ percent: 0, watch_s: 0 }, { percent: 100, watch_s: 0 }]",
            false,
        ),
        (
            "[{ percent: 100, watch_s: 0 }, { percent: 100, watch_s: 0 }]",
            false,
        ),
        ("[{ percent: 101, watch_s: 0 }]", false),
    ] {
        assert_eq!(
            serde_saphyr::from_str::<Shifting>(steps).is_ok(),
            grow,
            "{steps}"
        );
    }
}
