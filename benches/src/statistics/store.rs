//! The stores that are measured, each with a way past the ports to the raw scans.

use std::{fs, sync::Arc};

use signpost_application::ports::{
    scan_log::ScanLog,
    statistics::{Counts, Statistics},
};
use signpost_domain::scan::RecordedScan;
use signpost_infrastructure::{
    postgres::{self, PostgresScanLog, PostgresUsage},
    schema::Migrating,
    sqlite::{self, SqliteScanLog, SqliteUsage},
};
use signpost_projections::runner::{ReadModel, catch_up};
use sqlx::{Connection, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

use super::{Kind, Question, raw};
use crate::nodes::{Database, text};

/// An open store, gone when dropped.
pub(super) struct Store {
    pub(super) log: Arc<dyn ScanLog>,
    pub(super) statistics: Arc<dyn Statistics>,
    model: Arc<dyn ReadModel<RecordedScan>>,
    past: Past,
}

/// The way past the ports.
enum Past {
    Sqlite {
        scans: SqliteConnection,
        usage: SqliteConnection,
        _folder: TempDir,
    },
    Postgres {
        connection: PgConnection,
        server: Database,
    },
}

impl Store {
    pub(super) async fn open(kind: Kind) -> Result<Self, String> {
        match kind {
            Kind::Sqlite => {
                // Here and not in /tmp, which may be memory.
                let folder = tempfile::tempdir_in(".").map_err(text)?;
                let decisions = sqlite::Database::decisions(folder.path(), Migrating::Allowed)
                    .await
                    .map_err(text)?;
                let scans = sqlite::Database::scans(folder.path(), Migrating::Allowed)
                    .await
                    .map_err(text)?;
                let open = async |file| {
                    let options = SqliteConnectOptions::new()
                        .filename(folder.path().join(file))
                        .read_only(true)
                        .pragma("mmap_size", "268435456")
                        .pragma("temp_store", "memory");
                    SqliteConnection::connect_with(&options).await.map_err(text)
                };
                let usage = SqliteUsage::new(decisions);
                Ok(Self {
                    log: Arc::new(SqliteScanLog::new(scans)),
                    statistics: Arc::new(usage.clone()),
                    model: Arc::new(usage),
                    past: Past::Sqlite {
                        scans: open("scans.db").await?,
                        usage: open("signpost.db").await?,
                        _folder: folder,
                    },
                })
            }
            Kind::Postgres => {
                let server = Database::start()?;
                let database = postgres::Database::open(&server.url(), Migrating::Allowed)
                    .await
                    .map_err(text)?;
                let connection = PgConnection::connect(&server.url()).await.map_err(text)?;
                let usage = PostgresUsage::new(database.clone());
                Ok(Self {
                    log: Arc::new(PostgresScanLog::new(database)),
                    statistics: Arc::new(usage.clone()),
                    model: Arc::new(usage),
                    past: Past::Postgres { connection, server },
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

    /// Counts all there is.
    pub(super) async fn fold(&self) -> Result<(), String> {
        catch_up(&self.log, &*self.model, |_| {}).await.map_err(text).map(drop)
    }

    /// What is done in the background sooner or later is done now, for the raw scans and for ours.
    pub(super) async fn settle(&mut self) -> Result<(), String> {
        if let Past::Postgres { connection, .. } = &mut self.past {
            sqlx::raw_sql("VACUUM ANALYZE").execute(connection).await.map_err(text)?;
        }
        Ok(())
    }

    /// The same over the raw scans.
    pub(super) async fn raw(&mut self, question: &Question) -> Result<Vec<Counts>, String> {
        match &mut self.past {
            Past::Sqlite { scans, .. } => raw::ask!(scans, question),
            Past::Postgres { connection, .. } => raw::ask!(connection, question),
        }
    }

    /// Bytes of the raw scans and of what is kept of them, indexes included.
    pub(super) async fn sizes(&mut self) -> Result<Vec<(String, f64)>, String> {
        let of_sqlite = "SELECT m.tbl_name, CAST(sum(s.pgsize) AS REAL) FROM dbstat s JOIN sqlite_schema m ON m.name = s.name
                         WHERE s.aggregate AND (m.tbl_name LIKE 'usage%' OR m.tbl_name = 'scans') GROUP BY 1 ORDER BY 1";
        let of_postgres = "SELECT CASE WHEN c.relispartition THEN 'scans' ELSE c.relname::text END,
                                  sum(pg_total_relation_size(c.oid))::float8
                           FROM pg_class c
                           WHERE c.relkind = 'r' AND (c.relname LIKE 'usage%' OR c.relname LIKE 'scans\\_%') GROUP BY 1 ORDER BY 1";
        match &mut self.past {
            Past::Sqlite { scans, usage, .. } => {
                let mut sizes: Vec<(String, f64)> = sqlx::query_as(of_sqlite).fetch_all(scans).await.map_err(text)?;
                sizes.extend(
                    sqlx::query_as::<_, (String, f64)>(of_sqlite)
                        .fetch_all(usage)
                        .await
                        .map_err(text)?,
                );
                Ok(sizes)
            }
            Past::Postgres { connection, .. } => sqlx::query_as(of_postgres).fetch_all(connection).await.map_err(text),
        }
    }
}

/// Seconds of processor used so far, by this process and by the database's.
pub(super) struct Processor(f64);

impl Processor {
    pub(super) fn of(store: &Store) -> Result<Self, String> {
        let mut seconds = used("self", true)?;
        if let Past::Postgres { server, .. } = &store.past {
            let postmaster = server.process()?;
            // Those that ended are in the postmaster's account.
            seconds += used(&postmaster.to_string(), true)?;
            for entry in fs::read_dir("/proc").map_err(text)? {
                let name = entry.map_err(text)?.file_name().to_string_lossy().into_owned();
                if name.parse::<u32>().is_ok() && parent(&name) == Some(postmaster) {
                    // It may have ended just now.
                    seconds += used(&name, false).unwrap_or(0.0);
                }
            }
        }
        Ok(Self(seconds))
    }

    pub(super) fn since(&self, store: &Store) -> Result<f64, String> {
        Ok(Self::of(store)?.0 - self.0)
    }
}

/// The fields of `/proc/PID/stat` after the name (proc(5)), from the third on.
fn stat(process: &str) -> Result<Vec<String>, String> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).map_err(text)?;
    let (_, fields) = stat.rsplit_once(')').ok_or("no name in /proc/PID/stat")?;
    Ok(fields.split_whitespace().map(str::to_owned).collect())
}

fn parent(process: &str) -> Option<u32> {
    stat(process).ok()?.get(1)?.parse().ok()
}

/// Fields 14 and 15 are the process's own, 16 and 17 those of its children that ended, in hundredths of a second.
fn used(process: &str, with_children: bool) -> Result<f64, String> {
    let fields = stat(process)?;
    let fields = fields.get(11..if with_children { 15 } else { 13 }).ok_or("too short")?;
    let ticks: Result<Vec<f64>, _> = fields.iter().map(|field| field.parse::<f64>()).collect();
    Ok(ticks.map_err(text)?.iter().sum::<f64>() / 100.0)
}
