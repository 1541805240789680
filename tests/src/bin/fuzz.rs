//! Fuzzes the handlers: `cargo run -p tests --bin fuzz -- [cases] [seed]`.

use std::process::ExitCode;

use tests::Fuzz;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let mut number = |name: &str, default: u64| match arguments.next() {
        Some(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name} must be a number")),
        None => default,
    };
    let fuzz = Fuzz {
        cases: u32::try_from(number("cases", 20_000)).expect("cases must be fewer"),
        seed: number("seed", 1),
    };
    println!("{} cases, seed {}", fuzz.cases, fuzz.seed);
    let fuzzed = fuzz.run().await;
    println!(
        "{}\n{} cases from seed {}",
        fuzzed.report, fuzzed.cases, fuzz.seed
    );
    if fuzzed.passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
