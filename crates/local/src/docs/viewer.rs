//! Swagger UI, from the Python package that ships it.

use std::error::Error;
use std::fs;

use crate::progress::Progress;
use crate::python::{Package, VirtualEnvironment};

/// Only the files of Swagger UI are wanted, not Flask.
const SWAGGER_UI: Package = Package {
    name: "flask-swagger-ui",
    version: "5.34.0",
    beside: &["--no-deps"],
};

/// The media type of a file that the page needs.
pub(super) fn kind(name: &str) -> Option<&'static str> {
    match name {
        "swagger-ui.css" => Some("text/css"),
        "swagger-ui-bundle.js" => Some("text/javascript"),
        _ => None,
    }
}

/// A file of Swagger UI, which is installed for the first that asks.
pub(super) fn read(name: &str) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    let installed = VirtualEnvironment::with(SWAGGER_UI, &Progress::silent())?;
    let files = installed.files("flask_swagger_ui/dist")?;

    Ok(fs::read(files.join(name))?)
}
