//! The schema: migrations, the role that the functions log in as, where the numbers start.

use std::time::Duration;

use boleto::TitleId;
use sqlx::{AssertSqlSafe, Connection, PgConnection, migrate::Migrate};
use thiserror::Error;

use crate::{
    connection::{Database, Password, options},
    error::StoreError,
    verifier,
};

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// The role that the functions log in as. It owns nothing and can't change the schema.
#[derive(Debug, Clone)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// Its password.
    pub password: Password,
}

/// What a migration run did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The version that the schema is at now.
    pub version: i64,
    /// What this run applied.
    pub applied: Vec<Applied>,
}

/// A migration that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its version.
    pub version: i64,
    /// What it is about.
    pub description: String,
    /// How long it took.
    pub took: Duration,
}

/// Why the schema could not be brought up to date.
#[derive(Debug, Error)]
pub enum SchemaError {
    /// The database could not be asked, or refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no random bytes for a verifier's salt.
    #[error("no random bytes")]
    NoEntropy,
    /// A migration failed, was changed after it had been applied, or is unknown to this code.
    #[error("a migration can't be applied: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl From<sqlx::Error> for SchemaError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Applies pending migrations, makes or updates the functions' role, and moves the number sequence up to `number_start`.
///
/// It logs in as the owner. Running it again changes nothing.
///
/// # Errors
/// The database is out of reach, or a migration can't be applied.
pub async fn migrate(
    database: &Database,
    owner_password: &Password,
    role: &Role,
    number_start: TitleId,
) -> Result<Migrated, SchemaError> {
    let options = options(database, Some(owner_password))
        // Whoever waits for a lock on a table makes everybody after it wait.
        .options([("lock_timeout", "10s")]);
    let mut connection = PgConnection::connect_with(&options).await?;
    let applied = apply(&mut connection).await?;
    make_role(&mut connection, role).await?;
    start_numbers(&mut connection, number_start).await?;
    connection.close().await?;
    let version = MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or(0);
    Ok(Migrated { version, applied })
}

async fn apply(connection: &mut PgConnection) -> Result<Vec<Applied>, SchemaError> {
    connection
        .ensure_migrations_table(&MIGRATIONS.table_name)
        .await?;
    let known = connection
        .list_applied_migrations(&MIGRATIONS.table_name)
        .await?;
    MIGRATIONS.run_direct(None, connection, false).await?;
    let rows: Vec<(i64, String, i64)> = sqlx::query_as(
        "select version, description, execution_time from _sqlx_migrations
        where version <> all($1) order by version",
    )
    .bind(
        known
            .iter()
            .map(|migration| migration.version)
            .collect::<Vec<_>>(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(version, description, nanoseconds)| Applied {
            version,
            description,
            took: Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(0)),
        })
        .collect())
}

/// What the functions may do to each table. They own none of them. Postgres gives a statement up before they do, so that
/// a lost reply rarely means one still at work.
const GRANTS: &str = "
    alter role %1$I set statement_timeout = '4500ms';
    grant usage on schema public to %1$I;
    grant usage on sequence title_numbers to %1$I;
    grant select, insert, update on boletos, notifications, configurations, issuer_circuits to %1$I;
    grant select, insert on boleto_history to %1$I;
    grant select, insert, delete on idempotency_keys to %1$I;
";

async fn make_role(connection: &mut PgConnection, role: &Role) -> Result<(), SchemaError> {
    // Postgres may log statements, so it gets the verifier that it would store anyway, never the password.
    let verifier = verifier::of(&role.password)?;
    let exists: bool =
        sqlx::query_scalar("select exists (select from pg_roles where rolname = $1)")
            .bind(&role.name)
            .fetch_one(&mut *connection)
            .await?;
    let make = if exists {
        "alter role %1$I"
    } else {
        "create role %1$I"
    };
    let statements: String = sqlx::query_scalar("select format($1, $2, $3)")
        .bind(format!("{make} login password %2$L; {GRANTS}"))
        .bind(&role.name)
        .bind(verifier)
        .fetch_one(&mut *connection)
        .await?;
    // `format` quoted both values.
    sqlx::raw_sql(AssertSqlSafe(statements))
        .execute(connection)
        .await?;
    Ok(())
}

async fn start_numbers(connection: &mut PgConnection, start: TitleId) -> Result<(), SchemaError> {
    let start = i64::try_from(start.get()).unwrap_or(i64::MAX);
    // Never backwards: a number drawn once is never drawn again.
    sqlx::query(
        "select setval('title_numbers', $1, false) from title_numbers where last_value < $1",
    )
    .bind(start)
    .execute(connection)
    .await?;
    Ok(())
}
