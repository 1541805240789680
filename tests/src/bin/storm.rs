//! Lets a storm pass: `cargo run --release -p tests --bin storm -- [boletos] [seed]`.

use tests::Storm;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |name: &str, default: u64| match arguments.next() {
        Some(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name} must be a number")),
        None => default,
    };
    let boletos = u32::try_from(number("boletos", 10_000)).expect("boletos must be fewer");
    let storm = Storm {
        boletos,
        seed: number("seed", 42),
    };
    println!("{} boletos, seed {}", storm.boletos, storm.seed);
    println!("{}", storm.pass().await);
}
