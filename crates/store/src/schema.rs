//! The schema: migrations, the role that the functions log in as, where the numbers start.

use boleto::TitleId;
use sqlx::{AssertSqlSafe, Connection, PgConnection, migrate::MigrateError};
use thiserror::Error;

use crate::{
    connection::{Database, Password, options},
    error::StoreError,
    migrations::{self, Applied, MIGRATIONS, Named},
    verifier,
};

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

/// What a migration run would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The version that the schema is at; 0 where there is none yet.
    pub version: i64,
    /// What a run would apply, in its order.
    pub pending: Vec<Named>,
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
    /// The schema is newer than this code: whoever runs it would not know what it does.
    #[error(
        "the database is ahead: its schema is at {database}, this code knows migrations up to {code}"
    )]
    Ahead {
        /// The version that the schema is at.
        database: i64,
        /// The newest that the code knows.
        code: i64,
    },
    /// Another run did not end in time.
    #[error("another run of migrations is still at work")]
    Busy,
    /// A migration failed, or was changed after it had been applied.
    #[error("a migration can't be applied: {0}")]
    Migration(#[from] MigrateError),
}

impl From<sqlx::Error> for SchemaError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Applies pending migrations, makes or updates the functions' role, and moves the number sequence up to `number_start`.
///
/// It logs in as the owner, to the database itself: a proxy would give the lock to whom it likes. Running it again changes
/// nothing; a second run at the same time waits for the first.
///
/// # Errors
/// The database is out of reach or ahead of this code, another run does not end, or a migration can't be applied.
pub async fn migrate(
    database: &Database,
    owner_password: &Password,
    role: &Role,
    number_start: TitleId,
) -> Result<Migrated, SchemaError> {
    let mut connection = connect(database, owner_password).await?;
    // Held until the connection ends: the role and the numbers are one run's business too.
    migrations::lock(&mut connection).await?;
    let applied = migrations::apply(&MIGRATIONS, &mut connection).await?;
    make_role(&mut connection, role).await?;
    start_numbers(&mut connection, number_start).await?;
    connection.close().await?;
    let version = migrations::newest(&MIGRATIONS);
    Ok(Migrated { version, applied })
}

/// Tells what [`migrate`] would apply, and changes nothing.
///
/// # Errors
/// The database is out of reach or ahead of this code, or an applied migration was changed since.
pub async fn pending(
    database: &Database,
    owner_password: &Password,
) -> Result<Pending, SchemaError> {
    let mut connection = connect(database, owner_password).await?;
    let (version, pending) = migrations::pending(&MIGRATIONS, &mut connection).await?;
    connection.close().await?;
    Ok(Pending {
        version,
        pending: pending.into_iter().map(Named::of).collect(),
    })
}

async fn connect(database: &Database, owner_password: &Password) -> sqlx::Result<PgConnection> {
    let options = options(database, Some(owner_password)).options([
        // Whoever waits for a lock on a table makes everybody after it wait.
        ("lock_timeout", "10s"),
        // A statement whose runner was killed ends with it, and gives up its locks.
        ("client_connection_check_interval", "5s"),
    ]);
    PgConnection::connect_with(&options).await
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
