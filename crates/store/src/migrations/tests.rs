use std::borrow::Cow;

use local::postgres::{self, Database};
use sqlx::{AssertSqlSafe, Connection as _, SqlSafeStr as _, migrate::MigrationType};

use super::*;

async fn database() -> Database {
    let cluster = postgres::shared().await.expect("Postgres starts");
    cluster.database().await.expect("a database can be made")
}

async fn connection(database: &Database) -> PgConnection {
    PgConnection::connect(&database.url())
        .await
        .expect("the database is in reach")
}

/// Migrations 1, 2, … of these statements; one that is built concurrently stands in no transaction.
fn migrations(statements: &[&'static str]) -> Migrator {
    let made = (1..).zip(statements).map(|(version, sql)| {
        let no_tx = sql.contains("concurrently");
        let about = Cow::Borrowed("a test");
        Migration::new(
            version,
            about,
            MigrationType::Simple,
            sql.into_sql_str(),
            no_tx,
        )
    });
    Migrator {
        migrations: Cow::Owned(made.collect()),
        ..Migrator::DEFAULT
    }
}

async fn run(migrations: &Migrator, database: &Database) -> Result<Vec<Applied>, SchemaError> {
    let mut connection = connection(database).await;
    lock(&mut connection).await?;
    apply(migrations, &mut connection).await
}

async fn execute(connection: &mut PgConnection, statement: &'static str) -> sqlx::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(connection)
        .await
        .map(|_| ())
}

fn versions(applied: &[Applied]) -> Vec<i64> {
    applied
        .iter()
        .map(|applied| applied.migration.version)
        .collect()
}

const TABLE: &str = "create table slips (id bigint)";
const INDEX: &str = "create unique index concurrently if not exists slips_id on slips (id)";

#[tokio::test(flavor = "multi_thread")]
async fn runs_at_the_same_time_take_turns_even_where_an_index_is_built_concurrently() {
    let database = database().await;
    let migrations = migrations(&[TABLE, INDEX]);

    let (one, other) = tokio::join!(run(&migrations, &database), run(&migrations, &database));

    let mut applied = [versions(&one.unwrap()), versions(&other.unwrap())];
    applied.sort();
    assert_eq!(applied, [vec![], vec![1, 2]]);
}

#[tokio::test]
async fn an_index_is_built_while_another_run_waits_for_the_lock() {
    let database = database().await;
    let mut first = connection(&database).await;
    lock(&mut first).await.unwrap();
    let waiting = tokio::spawn({
        let database = database.clone();
        async move { run(&migrations(&[TABLE, INDEX]), &database).await }
    });
    sleep(3 * PAUSE).await;

    let applied = apply(&migrations(&[TABLE, INDEX]), &mut first)
        .await
        .unwrap();
    assert_eq!(versions(&applied), [1, 2]);
    assert!(!waiting.is_finished());
    first.close().await.unwrap();

    assert_eq!(waiting.await.unwrap().unwrap(), []);
}

#[tokio::test]
async fn a_database_that_is_ahead_is_refused() {
    let database = database().await;
    run(&migrations(&[TABLE, INDEX]), &database).await.unwrap();

    let refused = run(&migrations(&[TABLE]), &database).await.unwrap_err();

    assert_eq!(
        refused.to_string(),
        "the database is ahead: its schema is at 2, this code knows migrations up to 1"
    );
}

#[tokio::test]
async fn a_migration_that_was_changed_after_it_was_applied_is_refused() {
    let database = database().await;
    run(&migrations(&[TABLE]), &database).await.unwrap();

    let changed = migrations(&["create table slips (id bigint not null)"]);

    let refused = run(&changed, &database).await.unwrap_err();
    assert!(matches!(
        refused,
        SchemaError::Migration(MigrateError::VersionMismatch(1))
    ));
}

#[tokio::test]
async fn telling_what_is_pending_changes_nothing() {
    let database = database().await;
    let mut connection = connection(&database).await;
    let migrations = migrations(&[TABLE, INDEX]);

    let (version, listed) = pending(&migrations, &mut connection).await.unwrap();

    assert_eq!((version, listed.len()), (0, 2));
    let tables: i64 =
        sqlx::query_scalar("select count(*) from pg_tables where schemaname = 'public'")
            .fetch_one(&mut connection)
            .await
            .unwrap();
    assert_eq!(tables, 0);
}

#[tokio::test]
async fn an_index_that_was_left_half_built_is_built_anew() {
    let database = database().await;
    let mut owner = connection(&database).await;
    run(&migrations(&[TABLE]), &database).await.unwrap();
    execute(&mut owner, "insert into slips values (1), (1)")
        .await
        .unwrap();
    // As a killed run leaves it: it is there, and not valid.
    execute(&mut owner, INDEX).await.unwrap_err();
    execute(&mut owner, "delete from slips").await.unwrap();

    run(&migrations(&[TABLE, INDEX]), &database).await.unwrap();

    let is_valid: bool = sqlx::query_scalar(
        "select indisvalid from pg_index where indexrelid = 'slips_id'::regclass",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    assert!(is_valid);
}
