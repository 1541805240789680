//! A private Postgres starts by itself, copies templates, and never outlives its owner.

use local::postgres::{self, Cluster, Database};
use sqlx::{Connection, PgConnection};

async fn count_boletos(database: &Database) -> Result<i64, sqlx::Error> {
    let mut connection = PgConnection::connect(&database.url()).await?;

    sqlx::query_scalar("select count(*) from boletos")
        .fetch_one(&mut connection)
        .await
}

async fn create_table(database: Database) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect(&database.url()).await?;
    sqlx::raw_sql("create table boletos (id text); insert into boletos values ('bol_1')")
        .execute(&mut connection)
        .await?;

    // The connection stays open: a template must be closed by whoever copies it.
    std::mem::forget(connection);
    Ok(())
}

#[tokio::test]
async fn a_database_is_a_copy_of_its_template_and_of_nothing_else() {
    let cluster = postgres::shared().await.unwrap();

    let first = cluster
        .database_like("boletos", create_table)
        .await
        .unwrap();
    let mut connection = PgConnection::connect(&first.url()).await.unwrap();
    sqlx::query("insert into boletos values ('bol_2')")
        .execute(&mut connection)
        .await
        .unwrap();
    let second = cluster
        .database_like("boletos", async |_| {
            panic!("the template is there") as Result<(), String>
        })
        .await
        .unwrap();

    assert_ne!(first.name, second.name);
    assert_eq!(count_boletos(&first).await.unwrap(), 2);
    assert_eq!(count_boletos(&second).await.unwrap(), 1);
}

#[tokio::test]
async fn an_owner_may_create_roles_but_is_no_superuser() {
    let database = postgres::shared().await.unwrap().database().await.unwrap();
    let mut connection = PgConnection::connect(&database.url()).await.unwrap();

    sqlx::raw_sql("create role reader login")
        .execute(&mut connection)
        .await
        .unwrap();
    let superuser: bool =
        sqlx::query_scalar("select rolsuper from pg_roles where rolname = current_user")
            .fetch_one(&mut connection)
            .await
            .unwrap();

    assert!(!superuser);
}

#[tokio::test]
async fn a_wrong_password_is_refused() {
    let database = postgres::shared().await.unwrap().database().await.unwrap();

    let refused = PgConnection::connect(&database.url_as(&database.owner, "wrong")).await;

    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("password authentication failed")
    );
}

#[tokio::test]
async fn what_was_written_is_there_after_an_outage() {
    let cluster = Cluster::start().await.unwrap();
    let database = cluster
        .database_like("boletos", create_table)
        .await
        .unwrap();

    cluster.stop().unwrap();
    assert!(count_boletos(&database).await.is_err());
    cluster.resume().await.unwrap();

    assert_eq!(count_boletos(&database).await.unwrap(), 1);
}

#[tokio::test]
async fn clusters_start_side_by_side() {
    let (one, other) = tokio::join!(Cluster::start(), Cluster::start());

    assert_ne!(one.unwrap().port(), other.unwrap().port());
}
