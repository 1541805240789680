//! The one connection of an environment, and what is done when it fails.

use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use sqlx::{
    Connection as _, PgConnection,
    postgres::{PgConnectOptions, PgSslMode},
};
use tokio::{
    sync::{Mutex, MutexGuard},
    time::{Instant, error::Elapsed, sleep, timeout, timeout_at},
};

use crate::error::{Failure, Remedy, StoreError};

/// How long a statement may take before its reply counts as lost.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(5);
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
/// It has one connection, since a Lambda handles one event at a time and a batch's statements are short, and holds it
/// for a statement only, so a bank or a queue can be asked meanwhile. A pool would ask the server after each statement
/// whether it is still there.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
    deadline: Option<Instant>,
}

struct Inner {
    database: Database,
    passwords: Box<dyn Passwords>,
    // Empty while a statement is under way: whoever drops it half-way drops the connection too.
    connection: Mutex<Option<PgConnection>>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("database", &self.inner.database)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database's connection. A database that is out of reach is no failure here: each statement tries again.
    pub async fn open(database: Database, passwords: impl Passwords + 'static) -> Self {
        let connection = Mutex::default();
        let inner = Inner {
            database,
            passwords: Box::new(passwords),
            connection,
        };
        let store = Self {
            inner: Arc::new(inner),
            deadline: None,
        };
        match timeout(OPEN_TIMEOUT, store.inner.connect(false)).await {
            Ok(Ok(connection)) => *store.inner.connection.lock().await = Some(connection),
            Ok(Err(error)) => {
                let error = StoreError::from(error);
                tracing::warn!(%error, "the database was out of reach at the start");
            }
            Err(_elapsed) => tracing::warn!("the database did not answer at the start"),
        }
        store
    }

    /// The same database for somebody who must have given up by `deadline`.
    #[must_use]
    pub fn until(&self, deadline: Instant) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            deadline: Some(deadline),
        }
    }

    /// Begins to run a statement: see [`run`].
    pub(crate) fn begin(&self) -> Attempts<'_> {
        let now = Instant::now();
        let give_up_at = self
            .deadline
            .unwrap_or(now + LOGIN_PATIENCE + STATEMENT_TIMEOUT);
        Attempts {
            inner: &self.inner,
            give_up_at,
            give_up_login_at: give_up_at.min(now + LOGIN_PATIENCE),
            reconnected: false,
            afresh: false,
        }
    }
}

/// Runs a statement; once more on a new connection where the first was lost, and for a while longer where the password
/// was refused. Never past the deadline: `run!(store, connection => sqlx::query!(…).fetch_one(connection))`.
///
/// A macro, because no closure can say that its future may be sent whatever connection it borrows.
macro_rules! run {
    ($store:expr, $connection:ident => $statement:expr) => {{
        let mut attempts = $store.begin();
        loop {
            let result = match attempts.lend().await {
                Ok(mut lent) => {
                    let until = lent.until();
                    let $connection = lent.connection();
                    let result = tokio::time::timeout_at(until, $statement).await;
                    lent.give_back(result)
                }
                Err(failed) => Err(failed),
            };
            match result {
                Ok(value) => break Ok(value),
                Err(failed) => {
                    if let Some(error) = attempts.remedy(failed).await {
                        break Err(error);
                    }
                }
            }
        }
    }};
}
pub(crate) use run;

/// The attempts to run one statement.
pub(crate) struct Attempts<'a> {
    inner: &'a Inner,
    give_up_at: Instant,
    give_up_login_at: Instant,
    reconnected: bool,
    afresh: bool,
}

/// Why an attempt has no result.
pub(crate) enum Failed {
    /// Nothing came in time.
    Timeout,
    /// The driver says.
    Driver(sqlx::Error),
}

/// The connection while a statement is under way. Whoever drops it half-way drops the connection.
pub(crate) struct Lent<'a> {
    home: MutexGuard<'a, Option<PgConnection>>,
    connection: PgConnection,
    until: Instant,
}

impl<'a> Attempts<'a> {
    /// The connection that there is, else a new one.
    pub(crate) async fn lend(&self) -> Result<Lent<'a>, Failed> {
        let until = self.give_up_at.min(Instant::now() + STATEMENT_TIMEOUT);
        let lend = async {
            let mut home = self.inner.connection.lock().await;
            let connection = match home.take() {
                Some(connection) => connection,
                None => self.inner.connect(self.afresh).await?,
            };
            Ok(Lent {
                home,
                connection,
                until,
            })
        };
        timeout_at(until, lend)
            .await
            .map_err(|_| Failed::Timeout)?
            .map_err(Failed::Driver)
    }

    /// Gets ready for another attempt, or says why there is none.
    pub(crate) async fn remedy(&mut self, failed: Failed) -> Option<StoreError> {
        let error = match failed {
            Failed::Timeout if self.reconnected || Instant::now() >= self.give_up_at => {
                return Some(StoreError::Unavailable(Failure::timeout()));
            }
            Failed::Timeout => {
                self.reconnected = true;
                return None;
            }
            Failed::Driver(error) => error,
        };
        match Remedy::of(&error) {
            Remedy::Reconnect if !self.reconnected => self.reconnected = true,
            Remedy::ReadPasswordAgain if Instant::now() + LOGIN_PAUSE < self.give_up_login_at => {
                self.afresh = true;
                sleep(LOGIN_PAUSE).await;
            }
            Remedy::Reconnect | Remedy::ReadPasswordAgain | Remedy::TryLater | Remedy::GiveUp => {
                return Some(error.into());
            }
        }
        None
    }
}

impl Lent<'_> {
    /// When the statement's reply counts as lost.
    pub(crate) fn until(&self) -> Instant {
        self.until
    }

    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        &mut self.connection
    }

    /// Keeps the connection for the next statement, where it is sound after this one.
    pub(crate) fn give_back<T>(
        mut self,
        result: Result<Result<T, sqlx::Error>, Elapsed>,
    ) -> Result<T, Failed> {
        let result = result.map_err(|_| Failed::Timeout)?;
        if result
            .as_ref()
            .map_or_else(|error| Remedy::of(error).keeps_connection(), |_| true)
        {
            *self.home = Some(self.connection);
        }
        result.map_err(Failed::Driver)
    }
}

impl Inner {
    async fn connect(&self, afresh: bool) -> Result<PgConnection, sqlx::Error> {
        let password = self.passwords.password(afresh).await;
        PgConnection::connect_with(&options(&self.database, password.as_ref())).await
    }
}

pub(crate) fn options(database: &Database, password: Option<&Password>) -> PgConnectOptions {
    let options = PgConnectOptions::new_without_pgpass()
        .host(&database.host)
        .port(database.port)
        .database(&database.name)
        .username(&database.user)
        .application_name("superbowleto");
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
