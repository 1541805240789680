//! What the tests share: a world of real parts, in which a day passes when a test says so.

mod document;
mod events;
pub mod faults;
mod fuzz;
mod gate;
mod gateway;
pub mod infrastructure;
mod invariants;
mod many;
mod million;
mod page;
mod routes;
pub mod sandbox;
pub mod stack;
mod storm;
mod weather;
mod world;

pub use document::Document;
pub use events::api_gateway;
pub use fuzz::{Fuzz, Fuzzed};
pub use gate::{Gate, Hold};
pub use gateway::{API_KEY, Answer, Server};
pub use million::{Measured, Million, Pages};
pub use page::api_page;
pub use routes::{Route, Routes, routes};
pub use storm::{Storm, Survived};
pub use world::{Message, World, payer, request};
