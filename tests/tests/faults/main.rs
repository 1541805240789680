//! The promises under faults, in small; full size: `cargo run -p tests --bin faults`.

mod logs;

use tests::faults::{Killing, Outage, Rush, Siege};
use tokio::sync::Mutex;

/// They restart the server that they share, and want the machine's time for themselves.
static ALONE: Mutex<()> = Mutex::const_new(());

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_function_leaves_nothing_that_the_sweep_does_not_end() {
    let _alone = ALONE.lock().await;
    println!(
        "{}",
        Killing {
            one_of: 7,
            seed: 42
        }
        .run()
        .await
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_is_one_boleto_however_many_ask_and_whoever_dies() {
    let _alone = ALONE.lock().await;
    println!(
        "{}",
        Rush {
            rounds: 6,
            callers: 8,
            seed: 42
        }
        .run()
        .await
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_at_once_loses_nothing() {
    let _alone = ALONE.lock().await;
    println!(
        "{}",
        Siege {
            boletos: 150,
            blows: 1,
            seed: 42
        }
        .run()
        .await
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_was_down_is_not_overrun() {
    let _alone = ALONE.lock().await;
    println!(
        "{}",
        Outage {
            boletos: 100,
            per_second: 20
        }
        .run()
        .await
    );
}
