//! Migrations: which are pending, and applying them, one run at a time.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use sqlx::{
    AssertSqlSafe, PgConnection,
    migrate::{Migrate, MigrateError, Migration, Migrator},
};
use tokio::time::sleep;

use crate::schema::SchemaError;

/// The migrations that this code was built with.
pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// What Postgres knows a run's lock by: a number that nothing else takes.
const LOCK: i64 = 0x0062_6f6c_6574_6f73;

/// How long another run is waited for: less than Lambda lets this one work.
const PATIENCE: Duration = Duration::from_secs(8 * 60);

/// How long until the lock is tried again.
const PAUSE: Duration = Duration::from_millis(200);

/// A migration by number and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its version.
    pub version: i64,
    /// What it is about.
    pub description: String,
}

impl Named {
    pub(crate) fn of(migration: &Migration) -> Self {
        Self {
            version: migration.version,
            description: migration.description.clone().into_owned(),
        }
    }
}

/// A migration that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Which one.
    pub migration: Named,
    /// How long it took.
    pub took: Duration,
}

/// The newest version of some migrations; 0 of none.
pub(crate) fn newest(migrations: &Migrator) -> i64 {
    let versions = migrations.iter().map(|migration| migration.version);
    versions.max().unwrap_or(0)
}

/// Takes the lock of a run, which ends with the connection.
///
/// sqlx's own lock is waited for inside a statement, and so with a snapshot, which the other run's `create index
/// concurrently` waits for in its turn.
///
/// # Errors
/// Another run keeps it for too long, or the database is out of reach.
pub(crate) async fn lock(connection: &mut PgConnection) -> Result<(), SchemaError> {
    let asked = Instant::now();
    loop {
        let is_ours: bool = sqlx::query_scalar("select pg_try_advisory_lock($1)")
            .bind(LOCK)
            .fetch_one(&mut *connection)
            .await?;
        if is_ours {
            return Ok(());
        }
        if asked.elapsed() > PATIENCE {
            return Err(SchemaError::Busy);
        }
        sleep(PAUSE).await;
    }
}

/// Applies what is pending and tells how long each took. The lock is its caller's.
///
/// # Errors
/// As of [`pending`], or a migration fails.
pub(crate) async fn apply(
    migrations: &Migrator,
    connection: &mut PgConnection,
) -> Result<Vec<Applied>, SchemaError> {
    connection
        .ensure_migrations_table(&migrations.table_name)
        .await?;
    let (_, pending) = pending(migrations, connection).await?;
    let mut applied = Vec::with_capacity(pending.len());
    for migration in pending {
        if migration.no_tx {
            drop_half_built_indexes(migration, connection).await?;
        }
        let took = connection.apply(&migrations.table_name, migration).await?;
        applied.push(Applied {
            migration: Named::of(migration),
            took,
        });
    }
    Ok(applied)
}

/// The version that the schema is at, and what is not applied yet. It changes nothing.
///
/// # Errors
/// The database is out of reach or ahead of this code, or an applied migration was changed since.
pub(crate) async fn pending<'m>(
    migrations: &'m Migrator,
    connection: &mut PgConnection,
) -> Result<(i64, Vec<&'m Migration>), SchemaError> {
    let is_empty: bool = sqlx::query_scalar("select to_regclass($1) is null")
        .bind(&*migrations.table_name)
        .fetch_one(&mut *connection)
        .await?;
    if is_empty {
        return Ok((0, migrations.iter().collect()));
    }

    let applied = connection
        .list_applied_migrations(&migrations.table_name)
        .await?;
    let database = applied.iter().map(|applied| applied.version).max();
    let database = database.unwrap_or(0);
    let mut checksums: HashMap<_, _> = applied
        .into_iter()
        .map(|applied| (applied.version, applied.checksum))
        .collect();
    let mut pending = Vec::new();
    for migration in migrations.iter() {
        match checksums.remove(&migration.version) {
            None => pending.push(migration),
            Some(checksum) if checksum == migration.checksum => {}
            Some(_) => return Err(MigrateError::VersionMismatch(migration.version).into()),
        }
    }
    if !checksums.is_empty() {
        let code = newest(migrations);
        return Err(SchemaError::Ahead { database, code });
    }
    Ok((database, pending))
}

/// An index that was being built concurrently when its run was killed stays, is written to and never read; its
/// migration would take it for done.
async fn drop_half_built_indexes(
    migration: &Migration,
    connection: &mut PgConnection,
) -> Result<(), SchemaError> {
    let half_built: Vec<(String, String)> = sqlx::query_as(
        "select relname, format('drop index concurrently %I.%I', nspname, relname)
        from pg_index
        join pg_class on pg_class.oid = indexrelid
        join pg_namespace on pg_namespace.oid = relnamespace
        where not indisvalid and nspname = current_schema()",
    )
    .fetch_all(&mut *connection)
    .await?;
    for (name, drop) in half_built {
        if migration.sql.as_str().contains(&name) {
            // `format` quoted the names.
            sqlx::raw_sql(AssertSqlSafe(drop))
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
