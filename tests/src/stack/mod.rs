//! The end-to-end suite, which every stack has to pass, whichever root has made it.

mod client;
mod describing;
mod logs;
mod private;
pub mod scenarios;

pub use client::Client;
pub(crate) use logs::logged;
