//! Schemathesis, for a little while: `cargo run -p tests --bin contract -- fuzz` is the full size.

use tests::Fuzz;

#[tokio::test(flavor = "multi_thread")]
async fn schemathesis_has_nothing_to_say_against_any_answer() {
    let fuzz = Fuzz { cases: 60, seed: 1 };
    let fuzzed = fuzz.run().await;
    assert!(fuzzed.passed, "{}", fuzzed.report);
    assert!(fuzzed.cases >= fuzz.cases);
}
