//! A database of the cluster and how to reach it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a database is and who owns it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Database {
    /// The server's address.
    pub host: String,
    /// The server's port.
    pub port: u16,
    /// The database's name.
    pub name: String,
    /// The role that owns it: no superuser, but it may create roles, as the first user of an RDS instance may.
    pub owner: String,
    /// The owner's password.
    pub owner_password: String,
}

impl Database {
    /// The owner's connection string.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_as(&self.owner, &self.owner_password)
    }

    /// The connection string of another role; neither part may need escaping in a URL.
    #[must_use]
    pub fn url_as(&self, role: &str, password: &str) -> String {
        format!(
            "postgres://{role}:{password}@{}:{}/{}",
            self.host, self.port, self.name
        )
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "postgres://{}@{}:{}/{}",
            self.owner, self.host, self.port, self.name
        )
    }
}
