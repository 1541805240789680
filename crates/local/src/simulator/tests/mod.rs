//! The simulator, seen by a client that reads the wire itself.

mod boleto_api;
mod bradesco;
mod client;
mod control;
mod deliveries;
mod faults;
mod gateway;
mod requests;
mod scripts;
