//! A private Postgres on loopback: a cluster per process, a database per test.
//!
//! ```no_run
//! # async fn example() -> Result<(), local::postgres::PostgresError> {
//! use local::postgres;
//!
//! let database = postgres::shared().await?.database().await?;
//! println!("{}", database.url());
//! # Ok(())
//! # }
//! ```

mod account;
mod binaries;
mod cluster;
mod data_directory;
mod database;
mod place;

use std::io;

use tokio::sync::OnceCell;

pub use cluster::{CONNECTIONS, Cluster};
pub use database::Database;

use crate::python::InstallError;

/// Why there is no Postgres, or no database in it.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    /// No program of Postgres was found, and the wheel could not be installed.
    #[error("no Postgres here (Debian: apt install postgresql), and the wheel does not install")]
    NoBinaries(#[source] InstallError),
    /// `initdb` failed.
    #[error("initdb failed: {0}")]
    Initdb(String),
    /// The server ended, or never answered.
    #[error("Postgres does not start: {0}")]
    Start(String),
    /// A file, directory or process could not be made.
    #[error("cannot run Postgres")]
    Io(#[from] io::Error),
    /// Postgres refused a statement.
    #[error("Postgres refused")]
    Sql(#[from] sqlx::Error),
    /// The caller's preparation of a template failed.
    #[error("the template could not be prepared")]
    Template(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The cluster that all tests of this process share; it ends with the process, however that ends.
///
/// # Errors
///
/// When it cannot be started; the next call tries again.
pub async fn shared() -> Result<&'static Cluster, PostgresError> {
    static SHARED: OnceCell<Cluster> = OnceCell::const_new();

    SHARED.get_or_try_init(Cluster::start).await
}
