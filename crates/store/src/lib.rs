//! Postgres: every SQL statement, its rows, its errors.
//!
//! [`Store`] has one method per statement. Each statement stands alone: it commits by itself, names the columns that it
//! owns, and can be run again after a lost reply: what it did once it does not do again, but for a line of history.

mod address;
mod circuits;
mod connection;
mod error;
mod history;
mod list;
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
pub use connection::{Database, Password, Passwords, Store, Tls};
pub use error::{Failure, StoreError};
pub use history::{Event, HistoryLine};
pub use list::Filter;
pub use notifications::{Delivery, Notification};
pub use payment::Payment;
pub use record::{Account, FirstAttempt, IdempotencyKey, NewBoleto, Prepared, Repeat};
pub use registration::{Claim, Claimed, Purpose};
pub use schema::{Applied, Migrated, Role, SchemaError, migrate};
pub use settle::{Settled, Settlement};
pub use sweep::Left;
