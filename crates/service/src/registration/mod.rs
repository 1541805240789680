//! How a boleto is registered: ask the bank, settle, tell the client, or see that it is asked again.
//!
//! [`verdict`] decides what an answer means, without IO; [`Registrar`] does what was decided.

mod ask;
mod circuit;
mod registrar;
mod resolve;
mod schedule;
mod settlement;
mod teller;
mod verdict;

pub use registrar::{Attempt, Registrar};
pub use resolve::{Finding, Outcome, Unresolved};
pub use teller::Teller;
