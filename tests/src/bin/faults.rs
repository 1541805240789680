//! The promises under faults, full size: `cargo run -p tests --bin faults -- [all|killing|rush|siege|outage] [seed]`.

use tests::faults::{Killing, Outage, Rush, Siege};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let which = arguments.next().unwrap_or_else(|| String::from("all"));
    let seed = arguments
        .next()
        .map_or(42, |text| text.parse().expect("a seed is a number"));
    assert!(
        ["all", "killing", "rush", "siege", "outage"].contains(&which.as_str()),
        "runs are killing, rush, siege, outage and all"
    );
    let runs = |name: &str| which == "all" || which == name;
    println!("seed {seed}");
    if runs("killing") {
        println!("killing: each function at each reply that it gets");
        println!("{}", Killing { one_of: 1, seed }.run().await);
    }
    if runs("rush") {
        println!("rush: the same POST fifty times at once, the first killed in half of 40 rounds");
        println!(
            "{}",
            Rush {
                rounds: 40,
                callers: 50,
                seed
            }
            .run()
            .await
        );
    }
    if runs("siege") {
        println!(
            "siege: 5,000 boletos, processes killed at random, Postgres restarted, SQS cut off"
        );
        println!(
            "{}",
            Siege {
                boletos: 5_000,
                blows: 5,
                seed
            }
            .run()
            .await
        );
    }
    if runs("outage") {
        println!("outage: 10,000 boletos while their bank is down, then back");
        println!(
            "{}",
            Outage {
                boletos: 10_000,
                per_second: 50
            }
            .run()
            .await
        );
    }
}
