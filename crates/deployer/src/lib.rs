//! Brings code from a commit to an environment's functions, database and traffic, and back.
//!
//! Publishing changes no traffic: a version can be tried by its number before any alias points at it. Every step can be
//! run again after a failure at any point; what is already so is left alone.

pub mod alarms;
pub mod archive;
pub mod aws;
pub mod bucket;
pub mod build;
mod clock;
mod command;
pub mod configuration;
mod error;
mod invoke;
pub mod lock;
pub mod migrations;
mod probe;
pub mod progress;
pub mod promote;
mod publish;
mod readiness;
pub mod record;
pub mod release;
pub mod rollback;
pub mod rollout;
pub mod schema;
pub mod settings;
mod shift;
pub mod source;
pub mod status;
pub mod workshop;

pub use error::DeployError;
pub use invoke::invoke;
pub use publish::{Code, Published, publish};
pub use shift::{Shifted, Standing, shift, split, standing};
