//! The contract at full size: `cargo run -p tests --bin contract -- page | fuzz | million`.

use std::{fs, path::Path, process::ExitCode};

use clap::{Parser, Subcommand};
use tests::{Fuzz, Million, api_page};

#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes docs/api.md from the OpenAPI document
    Page,
    /// Has Schemathesis make up requests, and judge the answers
    Fuzz {
        /// At least so many
        #[arg(default_value_t = 20_000)]
        cases: u32,
        /// What they are drawn from
        #[arg(default_value_t = 1)]
        seed: u64,
    },
    /// Measures the first page and the deepest of lists of so many boletos
    Million {
        /// How many there are
        #[arg(default_value_t = 1_000_000)]
        boletos: u32,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Page => {
            let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/api.md");
            fs::write(page, api_page()).expect("docs can be written");
        }
        Command::Fuzz { cases, seed } => {
            let fuzzed = Fuzz { cases, seed }.run().await;
            println!("{}\n{} cases from seed {seed}", fuzzed.report, fuzzed.cases);
            if !fuzzed.passed {
                return ExitCode::FAILURE;
            }
        }
        Command::Million { boletos } => println!("{}", Million { boletos }.measure().await),
    }
    ExitCode::SUCCESS
}
