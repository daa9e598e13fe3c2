use std::path::Path;

use sqlx::{Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::runtime::Runtime;

/// A database file, opened by somebody who is not Signpost.
pub(crate) struct Store {
    runtime: Runtime,
    connection: SqliteConnection,
}

impl Store {
    pub(crate) fn open(path: &Path) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let options = SqliteConnectOptions::new().filename(path);
        let connection = runtime
            .block_on(SqliteConnection::connect_with(&options))
            .expect("it can be opened");
        Self { runtime, connection }
    }

    /// Runs a statement; gives what it changed, or the store's words of refusal.
    pub(crate) fn execute(&mut self, sql: &str) -> Result<u64, String> {
        let done = sqlx::query(sql).execute(&mut self.connection);
        let done = self.runtime.block_on(done).map_err(|error| error.to_string());
        done.map(|done| done.rows_affected())
    }

    /// The first column of every row, as text.
    pub(crate) fn column(&mut self, sql: &str) -> Vec<String> {
        let rows = sqlx::query(sql).fetch_all(&mut self.connection);
        let rows = self.runtime.block_on(rows).expect("it can be read");
        rows.iter().map(|row| row.get_unchecked(0)).collect()
    }

    /// The one number that a query gives.
    pub(crate) fn number(&mut self, sql: &str) -> i64 {
        self.column(sql)[0].parse().expect("a number")
    }

    /// Every table's name.
    pub(crate) fn tables(&mut self) -> Vec<String> {
        self.column("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    }

    /// Every row of a table, all of it, as one line each.
    pub(crate) fn rows(&mut self, table: &str) -> Vec<String> {
        let mut columns = self.column(&format!("SELECT name FROM pragma_table_info('{table}')"));
        if table == "catalogue_text" {
            columns.push("rowid".to_owned());
        }
        let columns: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
        let line = columns.join(" || ', ' || ");
        self.column(&format!("SELECT {line} AS line FROM \"{table}\" ORDER BY line"))
    }
}
