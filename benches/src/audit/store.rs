//! The stores that are measured, each with a way past the ports.

use std::{
    ffi::OsString,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use futures::{Stream, TryStreamExt};
use sha2::{Digest, Sha256};
use signpost_application::{
    ports::{decision_log::DecisionLog, history::History, records::Records, scan_log::ScanLog, seals::Seals},
    record::{DecisionRecord, ScanRecord},
};
use signpost_infrastructure::{
    postgres::{self, PostgresDecisionLog, PostgresHistory, PostgresScanLog, PostgresSeals},
    schema::Migrating,
    sqlite::{self, SqliteDecisionLog, SqliteHistory, SqliteScanLog, SqliteSeals},
};
use signpost_projections::{runner::ReadModel, seals::Stored};
use sqlx::{ColumnIndex, Connection, Decode, PgConnection, Row, SqliteConnection, Type, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

use super::Kind;
use crate::nodes::{self, Database, text};

/// What a store exports by itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum Dumped {
    History,
    Records,
    Scans,
}

/// An open store, gone when dropped.
pub(super) struct Store {
    pub(super) log: Arc<dyn DecisionLog>,
    pub(super) records: Arc<dyn Records<DecisionRecord>>,
    pub(super) scans: Arc<dyn Records<ScanRecord>>,
    pub(super) scan_log: Arc<dyn ScanLog>,
    pub(super) seals: Arc<dyn Seals>,
    pub(super) tree: Arc<dyn ReadModel<DecisionRecord>>,
    pub(super) history: Arc<dyn History>,
    pub(super) folder: TempDir,
    past: Past,
}

/// The way past the ports.
enum Past {
    Sqlite {
        decisions: sqlite::Database,
        scans: sqlite::Database,
    },
    Postgres {
        database: postgres::Database,
        server: Database,
    },
}

impl Store {
    pub(super) async fn open(kind: Kind) -> Result<Self, String> {
        // Here and not in /tmp, which may be memory.
        let folder = tempfile::tempdir_in(".").map_err(text)?;
        match kind {
            Kind::Sqlite => {
                let path = folder.path();
                let decisions = sqlite::Database::decisions(path, Migrating::Allowed).await.map_err(text)?;
                let scans = sqlite::Database::scans(path, Migrating::Allowed).await.map_err(text)?;
                let (log, seals) = (
                    Arc::new(SqliteDecisionLog::new(decisions.clone())),
                    SqliteSeals::new(decisions.clone()),
                );
                Ok(Self {
                    log: log.clone(),
                    records: log,
                    scans: Arc::new(SqliteScanLog::new(scans.clone())),
                    scan_log: Arc::new(SqliteScanLog::new(scans.clone())),
                    seals: Arc::new(seals.clone()),
                    tree: Arc::new(seals),
                    history: Arc::new(SqliteHistory::new(decisions.clone())),
                    folder,
                    past: Past::Sqlite { decisions, scans },
                })
            }
            Kind::Postgres => {
                let server = Database::start()?;
                let database = postgres::Database::open(&server.url(), Migrating::Allowed)
                    .await
                    .map_err(text)?;
                let (log, seals) = (
                    Arc::new(PostgresDecisionLog::new(database.clone())),
                    PostgresSeals::new(database.clone()),
                );
                Ok(Self {
                    log: log.clone(),
                    records: log,
                    scans: Arc::new(PostgresScanLog::new(database.clone())),
                    scan_log: Arc::new(PostgresScanLog::new(database.clone())),
                    seals: Arc::new(seals.clone()),
                    tree: Arc::new(seals),
                    history: Arc::new(PostgresHistory::new(database.clone())),
                    folder,
                    past: Past::Postgres { database, server },
                })
            }
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self.past {
            Past::Sqlite { .. } => "SQLite",
            Past::Postgres { .. } => "PostgreSQL",
        }
    }

    /// The log as it is stored, to follow.
    pub(super) fn stored(&self) -> Stored {
        Stored {
            records: self.records.clone(),
            log: self.log.clone(),
        }
    }

    /// What is done in the background sooner or later is done now.
    pub(super) async fn settle(&self) -> Result<(), String> {
        match &self.past {
            Past::Sqlite { .. } => Ok(()),
            Past::Postgres { server, .. } => {
                let mut connection = PgConnection::connect(&server.url()).await.map_err(text)?;
                // One by one: what is sent together is one transaction, and neither may stand in one.
                for act in ["VACUUM ANALYZE", "CHECKPOINT"] {
                    sqlx::raw_sql(act).execute(&mut connection).await.map_err(text)?;
                }
                connection.close().await.map_err(text)
            }
        }
    }

    /// What a server on it is started with.
    pub(super) fn arguments(&self) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = ["serve", "--listen", "127.0.0.1:0", "--data-dir"].map(OsString::from).into();
        arguments.push(self.folder.path().into());
        if let Past::Postgres { server, .. } = &self.past {
            arguments.extend(["--database-url".into(), server.url().into()]);
        }
        arguments
    }

    /// A token with every right.
    pub(super) fn token(&self, program: &Path) -> Result<String, String> {
        match &self.past {
            Past::Sqlite { .. } => crate::staff::token(program, self.folder.path()),
            Past::Postgres { server, .. } => nodes::token(program, &server.url()),
        }
    }

    /// Reads every record past the ports, a row at a time, and hashes what is in it; gives the rows.
    pub(super) async fn read_and_hash(&self) -> Result<u64, String> {
        let columns = "position, aggregate_type, aggregate_id, sequence, event_type, event_version";
        match &self.past {
            Past::Sqlite { .. } => {
                let mut connection = self.connection().await?;
                let statement = format!("SELECT {columns}, payload, metadata, recorded_at FROM events ORDER BY position");
                hash(sqlx::query(&statement).fetch(&mut connection)).await
            }
            Past::Postgres { server, .. } => {
                let mut connection = PgConnection::connect(&server.url()).await.map_err(text)?;
                let statement = format!(
                    "SELECT {columns}, payload::text, metadata::text, (extract(epoch FROM recorded_at) * 1000000)::bigint
                     FROM events ORDER BY position"
                );
                hash(sqlx::query(&statement).fetch(&mut connection)).await
            }
        }
    }

    /// Lets the store export a log by itself, as text, to nowhere.
    pub(super) async fn dump(&self, log: Dumped) -> Result<(), String> {
        let (file, table, copied) = match log {
            Dumped::History => ("signpost.db", "history_decisions", "history_decisions"),
            Dumped::Records => ("signpost.db", "events", "events"),
            // There it is a table of parts, which COPY wants to be asked for by a query.
            Dumped::Scans => ("scans.db", "scans", "(SELECT * FROM scans)"),
        };
        match &self.past {
            Past::Sqlite { .. } => {
                let done = Command::new("sqlite3")
                    .arg(self.folder.path().join(file))
                    .arg(format!(".dump {table}"))
                    .stdout(Stdio::piped())
                    .spawn();
                let mut child = done.map_err(|error| format!("sqlite3: {error}"))?;
                let mut output = child.stdout.take().ok_or("no output")?;
                std::io::copy(&mut output, &mut std::io::sink()).map_err(text)?;
                child.wait().map_err(text)?;
                Ok(())
            }
            Past::Postgres { server, .. } => {
                let mut connection = PgConnection::connect(&server.url()).await.map_err(text)?;
                let mut rows = connection
                    .copy_out_raw(&format!("COPY {copied} TO STDOUT"))
                    .await
                    .map_err(text)?;
                while rows.try_next().await.map_err(text)?.is_some() {}
                Ok(())
            }
        }
    }

    /// Bytes of the decision log, of the history and of the index of terms, indexes included.
    pub(super) async fn sizes(&self) -> Result<Vec<(String, f64)>, String> {
        let tables = "'events', 'history_decisions', 'seal_tiles'";
        match &self.past {
            Past::Sqlite { .. } => {
                let statement = format!(
                    "SELECT m.tbl_name, CAST(sum(s.pgsize) AS REAL) FROM dbstat s JOIN sqlite_schema m ON m.name = s.name
                     WHERE s.aggregate AND m.tbl_name IN ({tables}) GROUP BY 1 ORDER BY 1"
                );
                let mut connection = self.connection().await?;
                sqlx::query_as(&statement).fetch_all(&mut connection).await.map_err(text)
            }
            Past::Postgres { server, .. } => {
                let statement = format!(
                    "SELECT relname::text, pg_total_relation_size(oid)::float8 FROM pg_class
                     WHERE relname IN ({tables}) AND relkind = 'r' ORDER BY 1"
                );
                let mut connection = PgConnection::connect(&server.url()).await.map_err(text)?;
                sqlx::query_as(&statement).fetch_all(&mut connection).await.map_err(text)
            }
        }
    }

    async fn connection(&self) -> Result<SqliteConnection, String> {
        let options = SqliteConnectOptions::new()
            .filename(self.folder.path().join("signpost.db"))
            .read_only(true)
            .pragma("mmap_size", "268435456");
        SqliteConnection::connect_with(&options).await.map_err(text)
    }

    pub(super) async fn close(self) {
        match self.past {
            Past::Sqlite { decisions, scans } => {
                decisions.close().await;
                scans.close().await;
            }
            Past::Postgres { database, .. } => database.close().await,
        }
    }
}

async fn hash<R: Row>(mut rows: impl Stream<Item = Result<R, sqlx::Error>> + Unpin) -> Result<u64, String>
where
    usize: ColumnIndex<R>,
    for<'r> &'r str: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> i64: Decode<'r, R::Database> + Type<R::Database>,
{
    let (mut count, mut all) = (0, [0; 32]);
    while let Some(row) = rows.try_next().await.map_err(text)? {
        let mut hash = Sha256::new();
        for number in [0, 3, 8] {
            hash.update(row.try_get::<i64, _>(number).map_err(text)?.to_be_bytes());
        }
        for column in [1, 2, 4, 5, 6, 7] {
            hash.update(row.try_get::<&str, _>(column).map_err(text)?);
        }
        all = hash.finalize().into();
        count += 1;
    }
    // So that nothing of it is left out.
    std::hint::black_box(all);
    Ok(count)
}
