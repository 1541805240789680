//! The one connection of an environment, and what is done when it fails.

use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions, PgSslMode},
};
use tokio::time::{Instant, sleep, timeout};

use crate::error::{Failure, Remedy, StoreError};

/// How long a statement may take before its reply counts as lost.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long opening a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long a start waits for its connection. Lambda ends an initialisation after 10 s.
const OPEN_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a refused login is tried again with the password read again.
const LOGIN_PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait between two logins.
const LOGIN_PAUSE: Duration = Duration::from_millis(500);

/// Where Postgres is and who asks.
#[derive(Debug, Clone)]
pub struct Database {
    /// Host name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Name of the database.
    pub name: String,
    /// Role to log in as.
    pub user: String,
    /// Whether the connection is encrypted and the server's certificate verified.
    pub tls: Tls,
}

/// How the connection is protected.
#[derive(Debug, Clone)]
pub enum Tls {
    /// Encrypted, the certificate's chain and name verified against the public roots (RDS Proxy) and this PEM bundle
    /// (RDS).
    Verified {
        /// Certificates of the authorities, PEM.
        authorities: &'static str,
    },
    /// Not encrypted: the local stack, on loopback.
    Off,
}

/// A password that no `Debug` shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Marks `text` as a password.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(password)")
    }
}

/// Where the password comes from, which can change while the process lives.
pub trait Passwords: Send + Sync {
    /// The password, `None` where it can't be had just now. After a refused login it is asked for `afresh`: read from
    /// its source, not from a cache.
    fn password(&self, afresh: bool)
    -> Pin<Box<dyn Future<Output = Option<Password>> + Send + '_>>;
}

impl Passwords for Password {
    fn password(
        &self,
        _afresh: bool,
    ) -> Pin<Box<dyn Future<Output = Option<Password>> + Send + '_>> {
        Box::pin(async { Some(self.clone()) })
    }
}

/// The database, opened once per environment.
///
/// It never holds its connection between two statements, so a bank or a queue can be asked meanwhile.
#[derive(Clone)]
pub struct Store {
    pool: PgPool,
    database: Database,
    passwords: Arc<dyn Passwords>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("database", &self.database)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database's connection. A database that is out of reach is no failure here: each statement tries again.
    pub async fn open(database: Database, passwords: impl Passwords + 'static) -> Self {
        let passwords: Arc<dyn Passwords> = Arc::new(passwords);
        let password = passwords.password(false).await;
        let pool = PgPoolOptions::new()
            // A Lambda handles one event at a time, and a batch's statements are short.
            .max_connections(1)
            .acquire_timeout(CONNECT_TIMEOUT)
            // A ping before each statement would be a round trip; a dead connection is replaced when it shows.
            .test_before_acquire(false)
            .connect_lazy_with(options(&database, password.as_ref()));
        let store = Self {
            pool,
            database,
            passwords,
        };
        match timeout(OPEN_TIMEOUT, store.pool.acquire()).await {
            Ok(Ok(_connection)) => {}
            Ok(Err(error)) => {
                let error = StoreError::from(error);
                tracing::warn!(%error, "the database was out of reach at the start");
            }
            Err(_elapsed) => tracing::warn!("the database did not answer at the start"),
        }
        store
    }

    /// Closes the connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Runs a statement; once more on a new connection where the first was lost, and for a while longer where the
    /// password was refused.
    pub(crate) async fn run<T, F>(&self, statement: impl Fn(PgPool) -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, sqlx::Error>>,
    {
        let give_up_login_at = Instant::now() + LOGIN_PATIENCE;
        let mut reconnected = false;
        loop {
            let Ok(result) = timeout(STATEMENT_TIMEOUT, statement(self.pool.clone())).await else {
                if reconnected {
                    return Err(StoreError::Unavailable(Failure::timeout()));
                }
                reconnected = true;
                continue;
            };
            let error = match result {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            match Remedy::of(&error) {
                Remedy::Reconnect if !reconnected => reconnected = true,
                Remedy::ReadPasswordAgain if Instant::now() < give_up_login_at => {
                    if let Some(password) = self.passwords.password(true).await {
                        self.pool
                            .set_connect_options(options(&self.database, Some(&password)));
                    }
                    sleep(LOGIN_PAUSE).await;
                }
                Remedy::Reconnect | Remedy::ReadPasswordAgain | Remedy::GiveUp => {
                    return Err(error.into());
                }
            }
        }
    }
}

pub(crate) fn options(database: &Database, password: Option<&Password>) -> PgConnectOptions {
    let options = PgConnectOptions::new_without_pgpass()
        .host(&database.host)
        .port(database.port)
        .database(&database.name)
        .username(&database.user)
        .application_name("superbowleto")
        // Postgres gives up before we do, so that a lost reply rarely means a statement still at work.
        .options([("statement_timeout", "4500")]);
    let options = match database.tls {
        Tls::Verified { authorities } => options
            .ssl_mode(PgSslMode::VerifyFull)
            .ssl_root_cert_from_pem(authorities.as_bytes().to_vec()),
        Tls::Off => options.ssl_mode(PgSslMode::Disable),
    };
    match password {
        Some(password) => options.password(password.reveal()),
        None => options,
    }
}
