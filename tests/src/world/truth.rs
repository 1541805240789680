//! The database, as its owner sees it.

use std::collections::BTreeSet;

use local::postgres::{self, Database};
use sqlx::{Connection as _, PgConnection};
use store::{Password, Role, Tls};

use super::{APP_PASSWORD, APP_USER, World};

impl World {
    /// Runs statements as the database's owner.
    pub async fn sql(&self, statements: &str) {
        let mut connection = self.connect().await;
        sqlx::raw_sql(sqlx::AssertSqlSafe(statements))
            .execute(&mut connection)
            .await
            .expect("the statements are right");
    }

    /// Reads one number as the database's owner.
    pub async fn count(&self, query: &str) -> i64 {
        let mut connection = self.connect().await;
        sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .fetch_one(&mut connection)
            .await
            .expect("the query is right")
    }

    /// Reads a column of text as the database's owner.
    pub(crate) async fn texts(&self, query: &str) -> BTreeSet<String> {
        let mut connection = self.connect().await;
        let texts: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .fetch_all(&mut connection)
            .await
            .expect("the query is right");
        texts.into_iter().collect()
    }

    pub(crate) async fn connect(&self) -> PgConnection {
        PgConnection::connect(&self.database.url())
            .await
            .expect("the database is in reach")
    }

    /// Whether Postgres lets a role in.
    pub async fn lets_in(&self, role: &str, password: &str) -> bool {
        let url = self.database.url_as(role, password);
        PgConnection::connect(&url).await.is_ok()
    }

    /// Loses every boleto, as if another had numbered what the bank has.
    pub async fn forget_boletos(&self) {
        self.sql("delete from notifications; delete from boleto_history; delete from boletos")
            .await;
    }
}

pub(super) async fn database() -> Database {
    let cluster = postgres::shared().await.expect("Postgres starts");
    let migrate = async |database: Database| {
        let place = store::Database {
            host: database.host.clone(),
            port: database.port,
            name: database.name.clone(),
            user: database.owner.clone(),
            tls: Tls::Off,
        };
        let role = Role {
            name: APP_USER.to_owned(),
            password: Password::new(APP_PASSWORD),
        };
        let start = boleto::TitleId::new(1).expect("1 is a number");
        let owner_password = Password::new(&database.owner_password);
        store::migrate(&place, &owner_password, &role, start)
            .await
            .map(drop)
    };
    cluster
        .database_like("migrated", migrate)
        .await
        .expect("the migrations apply")
}
