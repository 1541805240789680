//! One Postgres server and the databases in it.

use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection};

use super::account::Account;
use super::binaries::Binaries;
use super::data_directory::{self, SUPERUSER};
use super::{Database, PostgresError, place};
use crate::tether::Tether;
use crate::{port, secret};

const HOST: &str = "127.0.0.1";
const OWNER: &str = "superbowleto_owner";

/// How many sessions it allows at once.
pub const CONNECTIONS: u32 = 300;

/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// Nothing here outlives the process, so nothing needs to survive a power cut.
const SETTINGS: [&str; 9] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "timezone=UTC",
    "log_timezone=UTC",
];

/// A Postgres server with its own files and port, which ends and is removed with its owner.
#[derive(Debug)]
pub struct Cluster {
    directory: PathBuf,
    binaries: Binaries,
    account: Account,
    port: u16,
    settings: Vec<String>,
    superuser_password: String,
    owner_password: String,
    server: Mutex<Tether>,
    databases: AtomicU32,
    templates: tokio::sync::Mutex<HashMap<String, String>>,
}

impl Cluster {
    /// Starts a server on a free port.
    ///
    /// # Errors
    ///
    /// When there is no Postgres, or it does not start.
    pub async fn start() -> Result<Self, PostgresError> {
        Self::start_with(&[]).await
    }

    /// Starts a server with settings of its own, as in `jit=off`.
    ///
    /// # Errors
    ///
    /// When there is no Postgres, or it does not start.
    pub async fn start_with(settings: &[&str]) -> Result<Self, PostgresError> {
        let mut cluster = tokio::task::spawn_blocking(Self::lay)
            .await
            .map_err(std::io::Error::other)??;
        cluster.settings = settings
            .iter()
            .map(|setting| (*setting).to_owned())
            .collect();

        // Whoever else looks for a free port may find the same one first.
        let mut attempts = 1..=5;
        loop {
            cluster.port = port::free()?;
            match cluster.serve().await {
                Err(PostgresError::Start(_)) if attempts.next().is_some() => {}
                started => break started?,
            }
        }
        let create_owner = format!(
            "create role {OWNER} login createdb createrole password '{}'",
            cluster.owner_password
        );
        cluster.execute(create_owner).await?;

        Ok(cluster)
    }

    /// Creates an empty database.
    ///
    /// # Errors
    ///
    /// When Postgres refuses.
    pub async fn database(&self) -> Result<Database, PostgresError> {
        self.create_like("template1").await
    }

    /// Creates a database that is a copy of a template; `prepare` makes the template from an empty database the
    /// first time that it is asked for by this name. A copy takes some 10 ms, whatever `prepare` does.
    ///
    /// # Errors
    ///
    /// When `prepare` fails or Postgres refuses.
    pub async fn database_like<P, E>(
        &self,
        template: &str,
        prepare: P,
    ) -> Result<Database, PostgresError>
    where
        P: AsyncFnOnce(Database) -> Result<(), E>,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let mut templates = self.templates.lock().await;
        let prepared = match templates.get(template) {
            Some(prepared) => prepared.clone(),
            None => {
                let database = self.database().await?;
                let name = database.name.clone();
                prepare(database)
                    .await
                    .map_err(|error| PostgresError::Template(error.into()))?;
                self.close(&name).await?;
                templates.insert(template.to_owned(), name.clone());
                name
            }
        };
        drop(templates);

        self.create_like(&prepared).await
    }

    /// The port on loopback.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// One of Postgres's own programs, such as `pgbench`, where this installation has it.
    #[must_use]
    pub fn program(&self, name: &str) -> Option<PathBuf> {
        Some(self.binaries.program(name)).filter(|program| program.exists())
    }

    /// The server's processes, where this system tells: the first one and those that it has started.
    #[must_use]
    pub fn process_ids(&self) -> Vec<u32> {
        let server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(first) = server.id() else {
            return Vec::new();
        };
        let children = fs::read_to_string(format!("/proc/{first}/task/{first}/children"));
        let children = children.unwrap_or_default();
        let started = children.split_whitespace().filter_map(|id| id.parse().ok());
        [first].into_iter().chain(started).collect()
    }

    /// The superuser's connection string to one of the databases, for what an owner may not do.
    #[must_use]
    pub fn superuser_url(&self, database: &Database) -> String {
        database.url_as(SUPERUSER, &self.superuser_password)
    }

    /// Gives a database's owner another password, as RDS does when it is told one. It has letters and digits alone.
    ///
    /// # Errors
    ///
    /// When Postgres refuses.
    pub async fn give_password(
        &self,
        database: &mut Database,
        password: &str,
    ) -> Result<(), PostgresError> {
        let owner = &database.owner;
        self.execute(format!("alter role {owner} password '{password}'"))
            .await?;
        password.clone_into(&mut database.owner_password);

        Ok(())
    }

    /// Has the server log every statement from now on, whole.
    ///
    /// # Errors
    ///
    /// When Postgres refuses.
    pub async fn log_statements(&self) -> Result<(), PostgresError> {
        self.execute("alter system set log_statement = 'all'".to_owned())
            .await?;
        self.execute("select pg_reload_conf()".to_owned()).await
    }

    /// What the server logs.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.directory.join("log")
    }

    /// Stops the server at once, as a crash would; its databases stay.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    pub fn stop(&self) -> Result<(), PostgresError> {
        let mut server = self.server.lock().unwrap_or_else(PoisonError::into_inner);

        Ok(server.end(Signal::SIGQUIT)?)
    }

    /// Starts the server again after [`Cluster::stop`], on the same port.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub async fn resume(&self) -> Result<(), PostgresError> {
        self.serve().await
    }

    /// Makes the files of a server that does not run yet.
    fn lay() -> Result<Self, PostgresError> {
        let account = Account::choose()?;
        let directory = tempfile::Builder::new()
            .prefix("superbowleto-postgres-")
            .tempdir_in(place::roomy())?;
        // SIGQUIT is Postgres's immediate shutdown: it leaves neither a backend nor shared memory.
        let server = Tether::new(Signal::SIGQUIT, &[directory.path()])?;
        let directory = directory.keep();
        account.own(&directory)?;
        let binaries = Binaries::find(account, &directory).map_err(PostgresError::NoBinaries)?;
        let superuser_password = data_directory::fill(&directory, &binaries, account)?;

        Ok(Self {
            directory,
            binaries,
            account,
            port: 0,
            settings: Vec::new(),
            superuser_password,
            owner_password: secret::random()?,
            server: Mutex::new(server),
            databases: AtomicU32::new(0),
            templates: tokio::sync::Mutex::default(),
        })
    }

    async fn serve(&self) -> Result<(), PostgresError> {
        let log = self.log();
        let mut command = self.account.command(&self.binaries.program("postgres"));
        command
            .arg("-D")
            .arg(self.directory.join("data"))
            .args(["-p", &self.port.to_string()])
            .args(["-c", &format!("max_connections={CONNECTIONS}")])
            .args(SETTINGS.iter().flat_map(|setting| ["-c", setting]))
            .args(self.settings.iter().flat_map(|setting| ["-c", setting]))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?);
        self.server
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .spawn(&mut command)?;

        let started = Instant::now();
        while let Err(error) = self.connect().await {
            let ended = self
                .server
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .exit_status()?;
            if ended.is_some() || started.elapsed() > PATIENCE {
                return Err(PostgresError::Start(why(&log, &error)));
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }

        Ok(())
    }

    async fn create_like(&self, template: &str) -> Result<Database, PostgresError> {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("boletos_{number}");
        self.execute(format!(
            "create database {name} template {template} owner {OWNER}"
        ))
        .await?;

        Ok(Database {
            host: HOST.to_owned(),
            port: self.port,
            name,
            owner: OWNER.to_owned(),
            owner_password: self.owner_password.clone(),
        })
    }

    /// Ends all sessions of a database and lets nobody in again: a template in use cannot be copied.
    async fn close(&self, name: &str) -> Result<(), PostgresError> {
        self.execute(format!("alter database {name} allow_connections false"))
            .await?;
        self.execute(format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
        ))
        .await
    }

    /// Every name and password in a statement is one that this file made.
    async fn execute(&self, statement: String) -> Result<(), PostgresError> {
        let mut connection = self.connect().await?;
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(&mut connection)
            .await?;

        Ok(())
    }

    async fn connect(&self) -> Result<PgConnection, sqlx::Error> {
        PgConnectOptions::new_without_pgpass()
            .host(HOST)
            .port(self.port)
            .username(SUPERUSER)
            .password(&self.superuser_password)
            .database("postgres")
            .connect()
            .await
    }
}

fn why(log: &Path, error: &sqlx::Error) -> String {
    match fs::read_to_string(log) {
        Ok(log) if !log.is_empty() => log,
        _ => error.to_string(),
    }
}
