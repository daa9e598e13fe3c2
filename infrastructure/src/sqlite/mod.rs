//! The embedded default: `signpost.db` holds the decisions and the read models, `scans.db` the scan log.
//!
//! Each file has one writing connection, so writers wait their turn here instead of failing there, and a pool of reading
//! ones, which SQLite's write-ahead log never makes wait. One statement per file in `statements/`.

mod access;
mod accounts;
mod appends;
mod batch;
mod batches;
mod catalogue;
mod checkpoint;
mod copying;
mod database;
mod decision_log;
mod history;
mod idempotency;
mod kept_by_hour;
mod kept_usage;
mod links;
mod list;
mod models;
mod names;
mod proposals;
mod rebuild;
mod records;
mod resolver;
mod retention;
mod scan_log;
mod seals;
mod search;
mod sessions;
mod statistics;
mod subjects;
mod token_uses;
mod usage;

pub use self::{
    access::SqliteAccess,
    accounts::SqliteAccounts,
    catalogue::SqliteCatalogue,
    copying::SqliteLogs,
    database::{Database, OpenError},
    decision_log::SqliteDecisionLog,
    history::SqliteHistory,
    idempotency::SqliteIdempotency,
    links::SqliteLinks,
    models::SqliteModels,
    names::SqliteNames,
    proposals::SqliteProposals,
    rebuild::{PROJECTIONS, rebuild},
    resolver::SqliteResolver,
    retention::SqliteRetention,
    scan_log::SqliteScanLog,
    seals::SqliteSeals,
    search::SqliteSearch,
    sessions::SqliteSessions,
    subjects::SqliteSubjects,
    token_uses::SqliteTokenUses,
    usage::SqliteUsage,
};

use signpost_application::ports::StoreError;

pub(crate) use crate::stored::{signed, time, unreadable, unsigned};

/// What a failure of the store means for the caller.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub(crate) fn failed(error: sqlx::Error) -> StoreError {
    failure(&error)
}

/// What a failure of the store means for the caller.
pub(crate) fn failure(error: &sqlx::Error) -> StoreError {
    let busy = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .is_some_and(|code| {
            // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL, SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN and what extends them.
            code.parse::<u32>()
                .is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14))
        });
    if busy
        || matches!(
            error,
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_)
        )
    {
        StoreError::Unavailable(error.to_string())
    } else {
        StoreError::Failed(error.to_string())
    }
}
