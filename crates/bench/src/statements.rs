//! What the functions have Postgres do: how many statements, and which.

use local::postgres::{Cluster, Database, PostgresError};
use serde::Deserialize;
use sqlx::{AssertSqlSafe, Row as _};

use crate::scene::{APP_USER, connect};

/// Counts every statement, and can write each to a log that is easy to read.
const OBSERVED: [&str; 4] = [
    "shared_preload_libraries=pg_stat_statements",
    "logging_collector=on",
    "log_destination=jsonlog",
    "log_rotation_age=0",
];

/// A database's statements, as far as the server can tell.
pub(crate) struct Statements {
    superuser: String,
    observed: bool,
}

/// A statement as it was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ran {
    /// With `$1` to `$n`.
    pub(crate) text: String,
    /// What stood for them.
    pub(crate) parameters: Vec<Option<String>>,
}

impl Statements {
    /// Starts a server that counts statements; one that does not, where its installation lacks `pg_stat_statements`.
    pub(crate) async fn observe() -> Result<(Cluster, bool), PostgresError> {
        match Cluster::start_with(&OBSERVED).await {
            Ok(cluster) => Ok((cluster, true)),
            Err(PostgresError::Start(_)) => Ok((Cluster::start().await?, false)),
            Err(error) => Err(error),
        }
    }

    /// The statements of a database.
    pub(crate) async fn of(
        cluster: &Cluster,
        database: &Database,
        observed: bool,
    ) -> Result<Self, sqlx::Error> {
        let statements = Self {
            superuser: cluster.superuser_url(database),
            observed,
        };
        if observed {
            statements
                .run("create extension pg_stat_statements".to_owned())
                .await?;
        }
        Ok(statements)
    }

    /// How many the functions have run so far; `None` where the server does not count.
    pub(crate) async fn count(&self) -> Result<Option<u64>, sqlx::Error> {
        if !self.observed {
            return Ok(None);
        }
        let count = format!(
            "select coalesce(sum(calls), 0)::bigint from pg_stat_statements
            where userid = '{APP_USER}'::regrole"
        );
        let mut connection = connect(&self.superuser).await?;
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(count))
            .fetch_one(&mut connection)
            .await?;
        Ok(u64::try_from(count).ok())
    }

    /// Writes down what functions run that connect from now on, or no longer.
    pub(crate) async fn write_down(&self, on: bool) -> Result<(), sqlx::Error> {
        let what = if on { "all" } else { "none" };
        self.run(format!(
            "alter role {APP_USER} set log_statement = '{what}'"
        ))
        .await
    }

    /// What was written down, in the order in which it was run; nothing where the server does not.
    pub(crate) async fn written_down(&self) -> Result<Vec<Ran>, sqlx::Error> {
        if !self.observed {
            return Ok(Vec::new());
        }
        let mut connection = connect(&self.superuser).await?;
        let log: String = sqlx::query_scalar("select pg_read_file(pg_current_logfile('jsonlog'))")
            .fetch_one(&mut connection)
            .await?;
        Ok(log.lines().filter_map(ran).collect())
    }

    /// The types of a statement's parameters.
    pub(crate) async fn parameter_types(&self, text: &str) -> Result<Vec<String>, sqlx::Error> {
        let mut connection = connect(&self.superuser).await?;
        sqlx::raw_sql(AssertSqlSafe(format!("prepare one as {text}")))
            .execute(&mut connection)
            .await?;
        let types =
            "select unnest(parameter_types)::text from pg_prepared_statements where name = 'one'";
        let rows = sqlx::raw_sql(types).fetch_all(&mut connection).await?;
        rows.iter().map(|row| row.try_get(0)).collect()
    }

    async fn run(&self, statement: String) -> Result<(), sqlx::Error> {
        let mut connection = connect(&self.superuser).await?;
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(&mut connection)
            .await
            .map(drop)
    }
}

/// A line of the server's log, as far as it matters here.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    user: String,
    message: String,
    #[serde(default)]
    detail: String,
}

/// The statement that a line tells of, if it does.
fn ran(line: &str) -> Option<Ran> {
    let line: Line = serde_json::from_str(line).ok()?;
    let (_name, text) = line.message.strip_prefix("execute ")?.split_once(": ")?;
    (line.user == APP_USER).then(|| Ran {
        text: text.to_owned(),
        parameters: parameters(&line.detail),
    })
}

/// Reads `Parameters: $1 = 'it''s', $2 = NULL`.
fn parameters(detail: &str) -> Vec<Option<String>> {
    let mut parameters = Vec::new();
    let mut rest = detail;
    while let Some((_, value)) = rest.split_once(" = ") {
        let Some(quoted) = value.strip_prefix('\'') else {
            parameters.push(None);
            rest = value;
            continue;
        };
        let mut text = String::new();
        let mut characters = quoted.char_indices().peekable();
        rest = "";
        while let Some((place, character)) = characters.next() {
            if character != '\'' {
                text.push(character);
            } else if characters.next_if(|(_, next)| *next == '\'').is_some() {
                text.push('\'');
            } else {
                rest = quoted.get(place..).unwrap_or_default();
                break;
            }
        }
        parameters.push(Some(text));
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_with_their_quotes_and_nulls() {
        let detail = "Parameters: $1 = 'it''s = $2', $2 = NULL, $3 = '', $4 = 'a'";
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            parameters(detail),
            [text("it's = $2"), None, text(""), text("a")]
        );
    }

    #[test]
    fn a_line_of_another_role_is_passed_over() {
        let line = |user| {
            format!(
                r#"{{"user":"{user}","message":"execute s_1: select $1","detail":"Parameters: $1 = '1'"}}"#
            )
        };
        assert!(ran(&line(APP_USER)).is_some());
        assert_eq!(ran(&line("postgres")), None);
    }
}
