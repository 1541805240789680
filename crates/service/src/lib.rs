//! What the functions share: settings, secrets, clock, the JSON contract, errors, queues and the registration flow.

pub mod alarm;
pub mod aws;
pub mod banking;
pub mod clock;
pub mod contract;
pub mod database;
pub mod entropy;
pub mod error;
pub mod http;
pub mod metrics;
pub mod queues;
pub mod registration;
pub mod secrets;
pub mod settings;
pub mod telemetry;
