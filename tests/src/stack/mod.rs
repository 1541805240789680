//! The end-to-end suite, which every stack has to pass, whichever root has made it.

mod client;
mod describing;
mod private;
pub mod scenarios;

pub use client::Client;
