//! Opening a database file: settings, schema, and refusing what this version cannot know.

use std::{borrow::Cow, path::Path, time::Duration};

use sqlx::{
    Connection, SqliteConnection, SqlitePool,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

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

impl Database {
    /// Opens `signpost.db` in a folder, or makes it.
    pub async fn decisions(folder: &Path) -> Result<Self, OpenError> {
        Self::decisions_at(&folder.join("signpost.db")).await
    }

    /// Opens a file with the schema of `signpost.db`, or makes it.
    pub(crate) async fn decisions_at(path: &Path) -> Result<Self, OpenError> {
        let migrations = migrations![
            1 "decision log" "decisions/0001_decision_log.sql",
            2 "read models" "decisions/0002_read_models.sql",
        ];
        Self::open(path, migrations).await
    }

    /// Opens `scans.db` in a folder, or makes it.
    pub async fn scans(folder: &Path) -> Result<Self, OpenError> {
        Self::open(&folder.join("scans.db"), migrations![1 "scan log" "scans/0001_scan_log.sql"]).await
    }

    async fn open(path: &Path, migrations: Vec<Migration>) -> Result<Self, OpenError> {
        let unusable = |what: String| OpenError::Unusable {
            path: path.display().to_string(),
            what,
        };
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Synced at every commit. With less, the loss of power could take back a decision that was answered, whose
            // position other scans name already, and scans whose journal segment is removed by now.
            .synchronous(SqliteSynchronous::Full)
            // Another process (the command line beside the server) may hold the file for a moment.
            .busy_timeout(Duration::from_secs(10))
            // So that INSERT OR REPLACE, too, meets the triggers that refuse deletion.
            .pragma("recursive_triggers", "on")
            .pragma("temp_store", "memory")
            .pragma("mmap_size", "268435456");
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .after_release(|connection, _| Box::pin(is_usable(connection)))
            .connect_with(options.clone())
            .await
            .map_err(|error| unusable(error.to_string()))?;
        let known = migrations.last().map_or(0, |migration| migration.version);
        let migrator = Migrator {
            migrations: Cow::Owned(migrations),
            ..Migrator::DEFAULT
        };
        migrator.run(&writer).await.map_err(|error| match error {
            MigrateError::VersionMissing(found) => OpenError::Newer {
                path: path.display().to_string(),
                found,
                known,
            },
            error => unusable(error.to_string()),
        })?;
        let readers = SqlitePoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.read_only(true).create_if_missing(false))
            .await
            .map_err(|error| unusable(error.to_string()))?;
        Ok(Self { writer, readers })
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
    // A rollback may be under way; the answer to this comes after it.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_transaction_that_sqlite_ended_by_itself_does_not_spoil_the_connection() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::scans(folder.path()).await.unwrap();
        let mut transaction = database.writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
        // As a full disk does it, behind the back of sqlx.
        sqlx::raw_sql("ROLLBACK").execute(&mut *transaction).await.unwrap();
        drop(transaction);
        assert!(database.writer.begin_with("BEGIN IMMEDIATE").await.is_ok());
    }
}
