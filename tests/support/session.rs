use sqlx::{Connection, Executor, PgConnection, Row};
use tokio::runtime::Runtime;

/// A connection to a PostgreSQL database that stays open, of somebody who is not Signpost.
pub(crate) struct Session {
    runtime: Runtime,
    connection: PgConnection,
}

impl Session {
    pub(crate) fn open(url: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let connection = runtime.block_on(PgConnection::connect(url)).expect("it opens");
        Self { runtime, connection }
    }

    /// Runs statements; gives the server's words of refusal.
    pub(crate) fn execute(&mut self, sql: &str) -> Result<(), String> {
        let done = self.runtime.block_on(self.connection.execute(sql));
        done.map(drop).map_err(|error| error.to_string())
    }

    /// The one number that a query gives.
    pub(crate) fn number(&mut self, sql: &str) -> i64 {
        let row = self.runtime.block_on(self.connection.fetch_one(sql)).expect("a row");
        row.get(0)
    }
}
