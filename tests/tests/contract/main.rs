//! What clients are promised: the OpenAPI document, held against the handlers, Terraform's routes and the written page.

mod client;
mod configurations;
mod document;
mod examples;
mod fuzz;
mod gateway;
mod health;
mod lists;
mod page;
mod plans;
mod properties;
mod texts;
