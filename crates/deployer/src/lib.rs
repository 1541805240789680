//! Brings code to functions: publishes a version and shifts the alias to it.
//!
//! Publishing changes no traffic: a version can be tried by its number before any alias points at it. Both steps can
//! be run again after a failure at any point; what is already so is left alone.

mod error;
mod invoke;
mod publish;
mod readiness;
mod shift;

pub use error::DeployError;
pub use invoke::invoke;
pub use publish::{Published, publish};
pub use shift::{Shifted, shift};
