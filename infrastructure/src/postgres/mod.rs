//! The store for several nodes: PostgreSQL 15 or newer, with both logs and the read models in one database.
//!
//! Every append to a log takes its positions from one row of `log_heads`, whose lock it holds until it commits: that makes
//! the order of commits the order of positions. One statement per file in `statements/`.

mod access;
mod accounts;
mod address;
mod batch;
mod batches;
mod catalogue;
mod checkpoint;
mod copy;
mod copying;
mod database;
mod day_keys;
mod decision_log;
mod history;
mod idempotency;
mod kept_by_hour;
mod kept_usage;
mod links;
mod membership;
mod names;
mod news;
mod proposals;
mod rebuild;
mod records;
mod resolver;
mod retention;
mod rights;
mod scan_log;
mod seals;
mod search;
mod sessions;
mod statistics;
mod subjects;
mod token_uses;
mod usage;
mod words;

pub use self::{
    access::PostgresAccess,
    accounts::PostgresAccounts,
    catalogue::PostgresCatalogue,
    copying::PostgresLogs,
    database::{Database, OpenError},
    day_keys::PostgresDayKeys,
    decision_log::PostgresDecisionLog,
    history::PostgresHistory,
    idempotency::PostgresIdempotency,
    links::PostgresLinks,
    membership::PostgresMembership,
    names::PostgresNames,
    news::listen,
    proposals::PostgresProposals,
    rebuild::{PROJECTIONS, RebuildError, rebuild},
    resolver::PostgresResolver,
    retention::PostgresRetention,
    scan_log::PostgresScanLog,
    seals::PostgresSeals,
    search::PostgresSearch,
    sessions::PostgresSessions,
    subjects::PostgresSubjects,
    token_uses::PostgresTokenUses,
    usage::PostgresUsage,
};

use serde::de::DeserializeOwned;
use signpost_application::ports::StoreError;
use sqlx::{Row, postgres::PgRow, types::Json};

pub(crate) use crate::stored::{signed, time, unreadable, unsigned};

/// Decisions that a read model takes in at once: here nobody waits for the end of another's transaction.
pub(crate) const BATCH: u32 = 10_000;

/// What a failure of the store means for the caller.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub(crate) fn failed(error: sqlx::Error) -> StoreError {
    failure(&error)
}

/// What a failure of the store means for the caller.
pub(crate) fn failure(error: &sqlx::Error) -> StoreError {
    let passing = match error {
        sqlx::Error::Database(error) => error.code().is_some_and(|state| passes(&state)),
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::WorkerCrashed => true,
        _ => false,
    };
    if passing {
        StoreError::Unavailable(error.to_string())
    } else {
        StoreError::Failed(error.to_string())
    }
}

/// Whether the same statement may succeed later (SQLSTATE, PostgreSQL's manual, appendix A).
fn passes(state: &str) -> bool {
    // Connection lost, rolled back for others' sake, out of something, stopped by the operator, broken disk.
    ["08", "40", "53", "57", "58"].iter().any(|class| state.starts_with(class))
        // Read-only, as a standby is; a lock that was not to be had.
        || matches!(state, "25006" | "55P03")
}

/// Whether what was asked was rolled back for others' sake, as happens where the database is set to `serializable`.
pub(crate) fn gave_way(error: &sqlx::Error) -> bool {
    let state = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    state.is_some_and(|state| state.starts_with("40"))
}

/// A value from a column of jsonb.
pub(crate) fn json<T: DeserializeOwned>(row: &PgRow, column: &str) -> Result<T, StoreError> {
    row.try_get::<Json<T>, _>(column).map(|Json(value)| value).map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::passes;

    #[test]
    fn what_passes_is_told_from_what_does_not() {
        for passing in ["08006", "40001", "40P01", "53100", "53300", "57P01", "57P03", "25006"] {
            assert!(passes(passing), "{passing}");
        }
        for lasting in ["23505", "42P01", "42501", "22P05", "55000"] {
            assert!(!passes(lasting), "{lasting}");
        }
    }
}
