//! Proves the root `sandbox` on this machine: `cargo run -p tests --bin sandbox`.

use local::progress::Progress;

#[tokio::main]
async fn main() {
    tests::sandbox::prove(Progress::shown()).await;
}
