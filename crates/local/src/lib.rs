//! The local stack: Postgres, an AWS emulator, banks that can be told to misbehave, and a host for Lambda functions.

pub mod cargo;
mod command;
pub mod docs;
pub mod functions;
pub mod http;
pub mod ministack;
mod port;
pub mod postgres;
pub mod progress;
pub mod python;
pub mod runtime_api;
mod secret;
mod settings;
pub mod simulator;
pub mod stack;
pub mod terraform;
mod tether;
pub mod workspace;

pub use settings::settings;
