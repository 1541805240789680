//! A host for Lambda functions: the Runtime API of AWS, and the process that asks it for work.
//!
//! Each [`Environment`] is one execution environment: it starts the function's `bootstrap`, hands it one event at a
//! time, and can be killed and started again at any moment. Several stand side by side.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//! use local::runtime_api::{Environment, Function};
//!
//! let function = Function::new("get-boleto", "target/debug/get-boleto");
//! let environment = Environment::start(function)?;
//! let answer = environment.invoke(&serde_json::json!({}), Duration::from_secs(10)).await?;
//! # Ok(())
//! # }
//! ```

mod environment;
mod function;
mod generation;
mod process;
mod server;

pub use environment::{Environment, HostError, InvokeError, Timings};
pub use function::Function;
pub use server::FunctionError;
