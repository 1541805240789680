//! Turns `openapi.yaml`, which people read and write, into the JSON that is served, in the same order.

use std::{env, error::Error, fs, path::Path};

const SOURCE: &str = "openapi.yaml";

#[expect(
    clippy::disallowed_methods,
    reason = "a build script is told by its environment where to write"
)]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={SOURCE}");
    let document: serde_json::Value = serde_saphyr::from_str(&fs::read_to_string(SOURCE)?)?;
    let directory = env::var_os("OUT_DIR").ok_or("cargo says where to write")?;
    fs::write(
        Path::new(&directory).join("openapi.json"),
        document.to_string(),
    )?;
    Ok(())
}
