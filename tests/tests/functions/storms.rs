//! A small storm; the full one is `cargo run --release -p tests --bin storm`.

use tests::Storm;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_and_nothing_is_twice() {
    let storm = Storm {
        boletos: 120,
        seed: 42,
    };
    println!("seed {}: {}", storm.seed, storm.pass().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seed_replays() {
    let storm = Storm {
        boletos: 60,
        seed: 7,
    };
    let (once, again) = (storm.pass().await, storm.pass().await);
    let outcome = |survived: &tests::Survived| {
        (
            survived.registered,
            survived.refused,
            survived.titles,
            survived.attempts,
            survived.rounds,
        )
    };
    assert_eq!(outcome(&once), outcome(&again));
}
