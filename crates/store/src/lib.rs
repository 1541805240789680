//! Postgres: every SQL statement, its rows, its errors.
//!
//! [`Store`] has one method per statement. Each statement stands alone: it commits by itself, names the columns that it
//! owns, and can be run again after a lost reply: what it did once it does not do again, but for a line of history.

mod address;
mod circuits;
mod configurations;
mod connection;
mod error;
mod history;
mod list;
mod migrations;
mod notifications;
mod payment;
mod record;
mod registration;
mod row;
mod schema;
mod settle;
mod sweep;
mod verifier;

pub use circuits::{Admission, Breaker, Circuit, CircuitState};
pub use configurations::Configuration;
pub use connection::{Database, Password, Passwords, Store, Tls};
pub use error::{Failure, StoreError};
pub use history::{Event, HistoryLine};
pub use list::{Filter, Window};
pub use migrations::{Applied, Named};
pub use notifications::{Delivery, Notification};
pub use payment::Payment;
pub use record::{Account, FirstAttempt, IdempotencyKey, NewBoleto, Prepared, Repeat};
pub use registration::{Claim, Claimed, Purpose};
pub use schema::{Migrated, Pending, Role, SchemaError, migrate, pending};
pub use settle::{Settled, Settlement};
pub use sweep::Left;
