//! What the tests share: a world of real parts, in which a day passes when a test says so.

mod events;
mod invariants;
mod world;

pub use world::{Message, World, payer, request};
