//! Faults of the world around the functions: processes that are killed, wires that are cut, servers that restart, banks
//! that are down for hours. Each run keeps count and ends with the promises held against the bank's ledger.

mod fleet;
mod killing;
mod life;
mod outage;
mod process;
mod recovery;
mod rush;
mod siege;
mod victim;
mod wire;

pub use killing::{Killing, Recovered};
pub use life::life;
pub use outage::{Outage, Outlasted};
pub use process::Wires;
pub use rush::{Rush, Rushed};
pub use siege::{Siege, Withstood};
pub use victim::Victim;
pub use wire::{Line, Moment, Wire};
