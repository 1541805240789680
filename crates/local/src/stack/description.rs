//! What a stack is and where, for people and tools: `stack.json`.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::foundation::Foundation;

/// Where everything is, and how to be let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The API's address; paths such as `/boletos` follow.
    pub api_url: String,
    /// The gateway's key.
    pub api_key: String,
    /// The database, as its owner.
    pub database_url: String,
    /// What stands for every AWS endpoint.
    pub aws_endpoint_url: String,
    /// The region that the emulator pretends to be.
    pub aws_region: String,
    /// The queue that stands for a client's.
    pub client_queue_url: String,
    /// The queue that wakes retries.
    pub registration_queue_url: String,
    /// The queue of what the consumer could not read or do.
    pub dead_letter_queue_url: String,
    /// The bank simulator.
    pub bank_url: String,
    /// The page to read and try the API on.
    pub docs_url: String,
    /// The alias that takes traffic.
    pub alias: String,
    /// The functions, by name.
    pub functions: BTreeMap<String, DeployedFunction>,
    /// What the stack stands on, which a later deploy needs again.
    pub foundation: Foundation,
}

/// A function as it runs in the stack, and what it takes to run it outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeployedFunction {
    /// Its name at Lambda.
    pub function_name: String,
    /// The version that takes traffic.
    pub version: String,
    /// Its program.
    pub bootstrap: PathBuf,
    /// All that its process needs in its environment, but the address of a Runtime API. The credentials are those of
    /// the emulator's root, not of its role.
    pub environment: BTreeMap<String, String>,
}

impl Description {
    /// Reads `stack.json`; `None` where there is none.
    ///
    /// # Errors
    ///
    /// When it cannot be read or is not what this program writes.
    pub fn read(path: &Path) -> io::Result<Option<Self>> {
        match fs::read(path) {
            Ok(text) => Ok(Some(serde_json::from_slice(&text)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes `stack.json`, for its owner's eyes: it holds keys and passwords.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        // Whoever reads meanwhile finds the old one or the new one whole.
        let draft = path.with_extension("draft");
        let mut file = File::options()
            .create(true)
            .write(true)
            .truncate(true)
            .mode(0o600)
            .open(&draft)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        writeln!(file)?;

        fs::rename(draft, path)
    }
}
