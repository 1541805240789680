//! Postgres: every SQL statement, its rows, its errors.
