//! Opening a database file: settings, schema, and refusing what this version cannot know.

use std::{borrow::Cow, path::Path, time::Duration};

use sqlx::{
    Connection, Executor, SqliteConnection, SqlitePool,
    migrate::{Migrate, MigrateError, Migration, MigrationType},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::kept_by_hour::carry_over;
use crate::{
    kept_by_hour,
    schema::{Migrated, Migrating, Standing, before, latest, migrator, standing},
};

/// What the writer keeps of a file in memory, in KiB and negative, as SQLite has it: a transaction that changes more of it writes pages out before its
/// end and reads them again. Two thousand is what SQLite takes by itself.
const WRITERS_CACHE: &str = "-65536";
/// Pages in the write-ahead log from which on a commit moves them to the file: 16 MiB. A page that many transactions change is moved once.
const WRITE_AHEAD: &str = "4096";
/// Bytes of a file that a connection reads where the system has them, at most: all that SQLite can. Beyond it each page is asked for and copied.
const MAPPED: &str = "2147418112";
/// Statements that the writer keeps prepared: each of many rows is there for several numbers of them.
const STATEMENTS: usize = 400;
/// How long whoever writes waits for another who does: as long as a million codes take that are minted or imported in one act, on a slow disk. What
/// waits is late then, and what does not wait has failed.
const LONGEST_WRITE: Duration = Duration::from_mins(2);

/// One database file.
#[derive(Debug, Clone)]
pub struct Database {
    /// The one connection that writes.
    pub(crate) writer: SqlitePool,
    /// Connections that read.
    pub(crate) readers: SqlitePool,
}

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It cannot be opened or made.
    #[error("cannot open {path}: {what}")]
    Unusable {
        /// The file.
        path: String,
        /// What is wrong.
        what: String,
    },
    /// A newer version of Signpost changed its schema.
    #[error(
        "{path} was made by a newer version of Signpost (schema {found}, this version knows {known}); \
         run that version, or restore a backup from before the upgrade"
    )]
    Newer {
        /// The file.
        path: String,
        /// Schema version found.
        found: i64,
        /// Latest schema version known here.
        known: i64,
    },
    /// The schema is not up to date, and may not be changed.
    #[error(
        "{path} has schema version {found} and this version of Signpost needs {needed}; run signpost migrate, or start without --no-migrate"
    )]
    Behind {
        /// The file.
        path: String,
        /// Schema version found; 0 when there is none yet.
        found: i64,
        /// Schema version needed.
        needed: i64,
    },
}

/// Numbered migrations of one file.
macro_rules! migrations {
    ($($number:literal $name:literal $path:literal),* $(,)?) => {
        vec![$(Migration::new(
            $number,
            Cow::Borrowed($name),
            MigrationType::Simple,
            Cow::Borrowed(include_str!(concat!("../../../migrations/sqlite/", $path))),
            false,
        )),*]
    };
}

fn decisions_migrations() -> Vec<Migration> {
    migrations![
        1 "decision log" "decisions/0001_decision_log.sql",
        2 "read models" "decisions/0002_read_models.sql",
        3 "kept usage" "decisions/0003_kept_usage.sql",
        4 "seals" "decisions/0004_seals.sql",
        5 "usage by day" "decisions/0005_usage_by_day.sql",
        6 "kept by day" "decisions/0006_kept_by_day.sql",
        9 "search" "decisions/0009_search.sql",
        10 "proposals" "decisions/0010_proposals.sql",
        11 "search proposals" "decisions/0011_search_proposals.sql",
        12 "history by position" "decisions/0012_history_by_position.sql",
        13 "accounts" "decisions/0013_accounts.sql",
        17 "token uses" "decisions/0017_token_uses.sql",
        19 "subjects" "decisions/0019_subjects.sql",
        24 "designs" "decisions/0024_designs.sql",
        26 "usage by code" "decisions/0026_usage_by_code.sql",
        28 "links" "decisions/0028_links.sql",
        29 "usage of all codes" "decisions/0029_usage_of_all_codes.sql",
    ]
}

fn scans_migrations() -> Vec<Migration> {
    migrations![
        1 "scan log" "scans/0001_scan_log.sql",
        2 "expired" "scans/0002_expired.sql",
    ]
}

/// How the schema of a file stands, found without changing anything.
async fn schema_of(pool: &SqlitePool, known: &[Migration]) -> Result<Standing, MigrateError> {
    let mut connection = pool.acquire().await?;
    let begun: bool = sqlx::query_scalar(include_str!("statements/is_migrated.sql"))
        .fetch_one(&mut *connection)
        .await?;
    let applied = if begun {
        connection.list_applied_migrations().await?
    } else {
        Vec::new()
    };
    Ok(standing(known, &applied))
}

impl Database {
    /// Opens `signpost.db` in a folder, or makes it.
    pub async fn decisions(folder: &Path, migrating: Migrating) -> Result<Self, OpenError> {
        Self::decisions_at(&folder.join("signpost.db"), migrating).await
    }

    /// Opens a file with the schema of `signpost.db`, or makes it.
    pub(crate) async fn decisions_at(path: &Path, migrating: Migrating) -> Result<Self, OpenError> {
        Ok(Self::open(path, decisions_migrations(), migrating).await?.0)
    }

    /// Opens `scans.db` in a folder, or makes it.
    pub async fn scans(folder: &Path, migrating: Migrating) -> Result<Self, OpenError> {
        Ok(Self::open(&folder.join("scans.db"), scans_migrations(), migrating).await?.0)
    }

    /// Brings the schemas of both files in a folder up to date, and makes them if they are not there.
    pub async fn migrate(folder: &Path) -> Result<[Migrated; 2], OpenError> {
        let files = [("signpost.db", decisions_migrations()), ("scans.db", scans_migrations())];
        let [(decisions, decisions_known), (scans, scans_known)] = files;
        let (decisions, first) = Self::open(&folder.join(decisions), decisions_known, Migrating::Allowed).await?;
        let (scans, second) = Self::open(&folder.join(scans), scans_known, Migrating::Allowed).await?;
        decisions.close().await;
        scans.close().await;
        Ok([first, second])
    }

    /// Opens a file to look at it, and changes nothing.
    pub async fn as_evidence(path: &Path) -> Result<Self, OpenError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("mmap_size", MAPPED);
        let pool = SqlitePoolOptions::new().max_connections(2).connect_with(options);
        let readers = pool.await.map_err(|error| OpenError::Unusable {
            path: path.display().to_string(),
            what: error.to_string(),
        })?;
        let writer = readers.clone();
        Ok(Self { writer, readers })
    }

    async fn open(path: &Path, known: Vec<Migration>, migrating: Migrating) -> Result<(Self, Migrated), OpenError> {
        let unusable = |what: String| OpenError::Unusable {
            path: path.display().to_string(),
            what,
        };
        let needed = latest(&known);
        let behind = |found| OpenError::Behind {
            path: path.display().to_string(),
            found,
            needed,
        };
        if migrating == Migrating::Forbidden && !path.exists() {
            return Err(behind(0));
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Synced at every commit. With less, the loss of power could take back a decision that was answered, whose
            // position other scans name already, and scans whose journal segment is removed by now. Read models alone are not (see `checkpoint`).
            .synchronous(SqliteSynchronous::Full)
            // Another process (the command line beside the server) may hold the file.
            .busy_timeout(LONGEST_WRITE)
            // So that INSERT OR REPLACE, too, meets the triggers that refuse deletion.
            .pragma("recursive_triggers", "on")
            .pragma("temp_store", "memory")
            // Rows come from a thread of SQLite's: with few at a time, both spend more on waking each other than on the rows.
            .row_buffer_size(1_000)
            .pragma("mmap_size", MAPPED);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            // No file hangs up: who asks whether it is still there waits for a thread once more, for nothing.
            .test_before_acquire(false)
            .acquire_timeout(LONGEST_WRITE)
            .after_release(|connection, _| Box::pin(is_usable(connection)))
            .connect_with(
                options
                    .clone()
                    .statement_cache_capacity(STATEMENTS)
                    .pragma("cache_size", WRITERS_CACHE)
                    .pragma("wal_autocheckpoint", WRITE_AHEAD),
            )
            .await
            .map_err(|error| unusable(error.to_string()))?;
        let applied = match schema_of(&writer, &known)
            .await
            .map_err(|error| unusable(error.to_string()))?
        {
            Standing::Newer(found) => {
                return Err(OpenError::Newer {
                    path: path.display().to_string(),
                    found,
                    known: needed,
                });
            }
            Standing::Behind { found, .. } if migrating == Migrating::Forbidden => return Err(behind(found)),
            Standing::Behind { missing, .. } => {
                if let Some(before) = before(&known, &missing, kept_by_hour::GONE) {
                    before.run(&writer).await.map_err(|error| unusable(error.to_string()))?;
                    let carried = carry_over(&writer).await;
                    carried.map_err(|error| unusable(error.to_string()))?;
                }
                let migrator = migrator(known);
                migrator.run(&writer).await.map_err(|error| unusable(error.to_string()))?;
                missing
            }
            Standing::Current => Vec::new(),
        };
        let readers = SqlitePoolOptions::new()
            .max_connections(8)
            .test_before_acquire(false)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.read_only(true).create_if_missing(false))
            .await
            .map_err(|error| unusable(error.to_string()))?;
        let migrated = Migrated {
            place: path.display().to_string(),
            version: needed,
            applied,
        };
        Ok((Self { writer, readers }, migrated))
    }

    /// Closes every connection; the last one folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Whether a connection that comes back can be handed out again. On a full disk SQLite ends a transaction by itself; the
/// connection (sqlx 0.8.6) then believes for ever that it is inside one and refuses to begin another.
async fn is_usable(connection: &mut SqliteConnection) -> sqlx::Result<bool> {
    // A rollback may be under way; the answer to this comes after it. Whoever wrote what need not be synced asked for less.
    connection.execute("PRAGMA synchronous = FULL").await?;
    Ok(!connection.is_in_transaction())
}

#[cfg(test)]
mod tests {
    use signpost_domain::decision::Position;

    use super::{super::checkpoint, *};

    #[tokio::test]
    async fn a_transaction_that_sqlite_ended_by_itself_does_not_spoil_the_connection() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::scans(folder.path(), Migrating::Allowed).await.unwrap();
        let mut transaction = database.writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
        // As a full disk does it, behind the back of sqlx.
        sqlx::raw_sql("ROLLBACK").execute(&mut *transaction).await.unwrap();
        drop(transaction);
        assert!(database.writer.begin_with("BEGIN IMMEDIATE").await.is_ok());
    }

    #[tokio::test]
    async fn all_commits_are_synced_but_those_of_read_models() {
        const SYNCED: i64 = 2;
        async fn how(connection: &mut SqliteConnection) -> i64 {
            let how = sqlx::query_scalar("PRAGMA synchronous").fetch_one(connection);
            how.await.unwrap()
        }
        let folder = tempfile::tempdir().unwrap();
        let database = Database::decisions(folder.path(), Migrating::Allowed).await.unwrap();
        assert_eq!(how(&mut database.writer.acquire().await.unwrap()).await, SYNCED);
        for is_kept in [true, false] {
            let mut of_read_model = checkpoint::begin(&database.writer, "resolver", Position::START)
                .await
                .unwrap();
            assert_eq!(how(&mut of_read_model).await, 1);
            if is_kept {
                of_read_model.commit().await.unwrap();
            } else {
                drop(of_read_model);
            }
            let mut other = database.writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
            assert_eq!(how(&mut other).await, SYNCED);
        }
    }
}
