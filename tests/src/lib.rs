//! What the tests share: a world of real parts, in which a day passes when a test says so.

mod events;
pub mod faults;
mod gate;
pub mod infrastructure;
mod invariants;
pub mod sandbox;
pub mod stack;
mod storm;
mod world;

pub use events::api_gateway;
pub use gate::{Gate, Hold};
pub use storm::{Storm, Survived};
pub use world::{Message, World, payer, request};
