//! The files of `migrations/`: what they say of themselves, and whether they may be let near a table in use.

mod head;
mod lint;

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use head::{Compatibility, InvalidHead};
pub use lint::Objection;

/// A migration by what its file says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Migration {
    /// Its version: the digits that its file's name begins with.
    pub version: i64,
    /// What it is about: the rest of the name.
    pub description: String,
    /// Whether code that does not know it can work with it.
    pub compatibility: Compatibility,
}

/// Why migrations can't be released.
#[derive(Debug, thiserror::Error)]
pub enum MigrationsError {
    /// A file can't be read.
    #[error("cannot read the migrations")]
    Io(#[from] io::Error),
    /// A file's name is not a version and what it is about.
    #[error("migrations/{0} is not called NUMBER_WHAT_IT_IS_ABOUT.sql")]
    Name(String),
    /// A file does not say whether code before it can work with it.
    #[error("migrations/{file}: {source}")]
    Head {
        /// The file.
        file: String,
        /// What is wrong.
        #[source]
        source: InvalidHead,
    },
    /// A file would lock a table for long, and does not explain why it may.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Objections(Vec<Objection>),
}

/// Reads and lints all migrations below `folder`, in order.
///
/// # Errors
///
/// When a file does not say what it has to, or is objected to.
pub fn read(folder: &Path) -> Result<Vec<Migration>, MigrationsError> {
    let mut migrations = Vec::new();
    let mut objections = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path)?;
        let migration = parse(&file, &text)?;
        objections.extend(lint::lint(&file, &text, &migration.compatibility));
        migrations.push(migration);
    }
    if !objections.is_empty() {
        return Err(MigrationsError::Objections(objections));
    }
    migrations.sort_by_key(|migration| migration.version);

    Ok(migrations)
}

fn parse(file: &str, text: &str) -> Result<Migration, MigrationsError> {
    let (version, description) = file
        .strip_suffix(".sql")
        .and_then(|name| name.split_once('_'))
        .and_then(|(version, about)| Some((version.parse().ok()?, about.replace('_', " "))))
        .ok_or_else(|| MigrationsError::Name(file.to_owned()))?;
    let compatibility = head::parse(text).map_err(|source| MigrationsError::Head {
        file: file.to_owned(),
        source,
    })?;

    Ok(Migration {
        version,
        description,
        compatibility,
    })
}

#[cfg(test)]
mod tests;
