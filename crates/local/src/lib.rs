//! The local stack: Postgres, an AWS emulator, banks that can be told to misbehave, and a host for Lambda functions.

pub mod simulator;
