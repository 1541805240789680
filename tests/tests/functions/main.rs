//! The functions' handlers with events as AWS sends them, a real Postgres, real SQS calls and a bank that misbehaves.

mod alarms;
mod circuits;
mod creating;
mod killed;
mod metrics;
mod migrating;
mod promises;
mod registering;
mod scenarios;
mod serving;
mod storms;
mod sweeping;
mod telling;
