//! `docs/reliability.md` names a test for each promise, and these tests are there.

use std::{fs, path::Path};

const DOCS: &str = include_str!("../../../docs/reliability.md");

#[test]
fn every_promise_is_shown_by_a_test() {
    let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    let mut sources = String::new();
    for folder in ["functions", "faults"] {
        for file in fs::read_dir(Path::new(tests).join(folder)).expect("the tests are there") {
            let path = file.expect("it can be listed").path();
            sources += &fs::read_to_string(path).expect("it can be read");
        }
    }
    let (promises, _) = DOCS
        .split_once("## Killed between")
        .expect("the promises come first");
    let rows = promises
        .lines()
        .filter(|line| line.starts_with("| ") && line.ends_with(" |"))
        .skip(1);
    let mut named = 0;
    for row in rows {
        let shown_by = row.trim_end_matches(" |").rsplit(" | ").next();
        let tests = shown_by
            .into_iter()
            .flat_map(|tests| tests.split('`').skip(1).step_by(2));
        let before = named;
        for test in tests {
            assert!(
                sources.contains(&format!("async fn {test}()")),
                "there is no test {test}"
            );
            named += 1;
        }
        assert!(named > before, "no test is named: {row}");
    }
    assert!(named > 20);
}
