//! What clients are promised: the OpenAPI document, held against the handlers, Terraform's routes and the written page.

mod configurations;
mod document;
mod examples;
mod gateway;
mod health;
mod lists;
mod plans;
mod properties;
mod texts;
