//! Rebuilding a read model beside the living one.
//!
//! The new version is built from the log into a file of its own, next to the database; only when it has caught up is it put
//! in the place of the old one, in one transaction. Readers see the old model or the new one, nothing in between. A rebuild
//! that was interrupted goes on where it stopped, unless another version began it, which may fold otherwise.

use std::{path::Path, sync::Arc};

use signpost_application::{
    commands::seal::{SealError, agrees},
    ports::{StoreError, decision_log::DecisionLog, scan_log::ScanLog, seals::Seals},
};
use signpost_domain::decision::Position;
use signpost_projections::{
    runner::{ReadModel, StepError, TakeInError, catch_up},
    seals::Stored,
};
use sqlx::{Executor, SqliteConnection};

use super::{
    Database, SqliteAccess, SqliteCatalogue, SqliteDecisionLog, SqliteHistory, SqliteProposals, SqliteResolver, SqliteSeals,
    SqliteSearch, SqliteUsage, checkpoint, failed, kept_usage,
};
use crate::schema::Migrating;

/// Every read model that is kept in the database, with the tables it owns.
pub const PROJECTIONS: [(&str, &[&str]); 8] = [
    (SqliteAccess::NAME, &["access_principals"]),
    (
        SqliteCatalogue::NAME,
        &[
            "catalogue_codes",
            "catalogue_tags",
            "catalogue_hosts",
            "catalogue_uses",
            "catalogue_text",
            "catalogue_audiences",
            "catalogue_units",
            "catalogue_designs",
        ],
    ),
    (SqliteHistory::NAME, &["history_decisions"]),
    (SqliteProposals::NAME, &["proposals"]),
    (SqliteResolver::NAME, &["resolver_codes", "resolver_audiences"]),
    (SqliteSeals::NAME, &["seal_tiles"]),
    (
        SqliteSearch::NAME,
        &["search_marks", "search_words", "search_codes", "search_proposals"],
    ),
    (SqliteUsage::NAME, &["usage_days", "usage_visits"]),
];

/// Why a rebuild did not happen; the living model is untouched.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// There is no such read model.
    #[error("there is no projection {name:?}; there are {known}")]
    Unknown {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// The log holds an entry that cannot be taken in, or the store failed.
    #[error(transparent)]
    Step(#[from] StepError),
    /// The file for the new version cannot be used.
    #[error(transparent)]
    Open(#[from] super::OpenError),
    /// The tree built anew is not the one that was sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn names() -> String {
    PROJECTIONS.map(|(name, _)| name).join(", ")
}

/// Rebuilds the read models of these names, of the database in `folder`, one after the other, telling `report` the name of one, the position it has
/// reached and the head of its log. Gives the position of each.
pub async fn rebuild(
    folder: &Path,
    database: &Database,
    decisions: Arc<dyn DecisionLog>,
    scans: Arc<dyn ScanLog>,
    names: &[&str],
    mut report: impl FnMut(&'static str, Position, Position) + Send,
) -> Result<Vec<Position>, RebuildError> {
    let mut positions = Vec::new();
    for name in names {
        positions.push(rebuild_one(folder, database, &decisions, &scans, name, &mut report).await?);
    }
    Ok(positions)
}

async fn rebuild_one(
    folder: &Path,
    database: &Database,
    decisions: &Arc<dyn DecisionLog>,
    scans: &Arc<dyn ScanLog>,
    name: &str,
    report: &mut (impl FnMut(&'static str, Position, Position) + Send),
) -> Result<Position, RebuildError> {
    let (name, tables) = PROJECTIONS
        .into_iter()
        .find(|(known, _)| *known == name)
        .ok_or_else(|| RebuildError::Unknown {
            name: name.to_owned(),
            known: names(),
        })?;
    let path = folder.join(format!("rebuild-{name}-{}.db", env!("CARGO_PKG_VERSION")));
    let fresh = Database::decisions_at(&path, Migrating::Allowed).await?;
    let mut report = |position, head| report(name, position, head);
    let position = loop {
        if name == SqliteUsage::NAME {
            kept_usage::begin(folder, &fresh).await?;
        }
        let position = build(database, &fresh, decisions, scans, name, &mut report).await?;
        // What the living model took in or kept just now is in before the next try: nobody shall read less than before.
        if swap(database, &path, name, tables).await? == Swap::Done {
            break position;
        }
    };
    fresh.close().await;
    for file in [path.clone(), path.with_extension("db-wal"), path.with_extension("db-shm")] {
        // Gone already is as good.
        let _ = std::fs::remove_file(file);
    }
    Ok(position)
}

/// Nobody else builds this one.
fn taken_in(error: TakeInError) -> StoreError {
    match error {
        TakeInError::Store(error) => error,
        error => StoreError::Failed(error.to_string()),
    }
}

async fn build(
    living: &Database,
    fresh: &Database,
    decisions: &Arc<dyn DecisionLog>,
    scans: &Arc<dyn ScanLog>,
    name: &str,
    report: &mut impl FnMut(Position, Position),
) -> Result<Position, RebuildError> {
    if name == SqliteUsage::NAME {
        let head = scans.head().await?;
        let position = catch_up(scans, &SqliteUsage::new(fresh.clone()), |position| report(position, head)).await?;
        if position >= head {
            return Ok(position);
        }
        // Whatever else there was up to the head expired and is in what it began with.
        let transaction = checkpoint::begin(&fresh.writer, SqliteUsage::NAME, position)
            .await
            .map_err(taken_in)?;
        checkpoint::commit(transaction, SqliteUsage::NAME, head).await?;
        return Ok(head);
    }
    let head = decisions.head().await?;
    if name == SqliteSeals::NAME {
        let log = SqliteDecisionLog::new(living.clone());
        let stored = Stored {
            records: Arc::new(log.clone()),
            log: Arc::new(log),
        };
        let tree = SqliteSeals::new(fresh.clone());
        let position = catch_up(&stored, &tree, |position| report(position, head)).await?;
        // What was built of the records as they were is evidence against those that they are now.
        agrees(&tree, SqliteSeals::new(living.clone()).latest().await?).await?;
        return Ok(position);
    }
    let model: Box<dyn ReadModel<_>> = match name {
        SqliteAccess::NAME => Box::new(SqliteAccess::new(fresh.clone())),
        SqliteCatalogue::NAME => Box::new(SqliteCatalogue::new(fresh.clone())),
        SqliteHistory::NAME => Box::new(SqliteHistory::new(fresh.clone())),
        SqliteSearch::NAME => Box::new(SqliteSearch::new(fresh.clone())),
        SqliteProposals::NAME => Box::new(SqliteProposals::new(fresh.clone())),
        _ => Box::new(SqliteResolver::new(fresh.clone())),
    };
    Ok(catch_up(decisions, &*model, |position| report(position, head)).await?)
}

/// What became of a swap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Swap {
    /// The new version is in place.
    Done,
    /// The living one is ahead of it or keeps more, and is still in place. Here and not under the lock it is caught up with, since a transaction
    /// on one file locks the attached one, too.
    Behind,
}

/// Puts the new version in the place of the old one, unless it is behind.
async fn swap(database: &Database, path: &Path, name: &str, tables: &[&str]) -> Result<Swap, StoreError> {
    let mut connection = database.writer.acquire().await.map_err(failed)?;
    sqlx::query("ATTACH ? AS fresh")
        .bind(path.display().to_string())
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    let swapped = exchange(&mut connection, name, tables).await;
    if !matches!(swapped, Ok(Swap::Done)) {
        // Whatever was begun must not stay open on a connection that others will use.
        let _ = connection.execute("ROLLBACK").await;
    }
    connection.execute("DETACH fresh").await.map_err(failed)?;
    swapped
}

async fn exchange(connection: &mut SqliteConnection, name: &str, tables: &[&str]) -> Result<Swap, StoreError> {
    let mut statements = Vec::new();
    for table in tables {
        statements.extend(made_equal(connection, table).await?);
    }
    statements.push(format!("DELETE FROM main.checkpoints WHERE projection = '{name}'"));
    statements.push(format!(
        "INSERT INTO main.checkpoints SELECT * FROM fresh.checkpoints WHERE projection = '{name}'"
    ));
    statements.push("COMMIT".to_owned());
    // From here on others wait.
    connection.execute("BEGIN IMMEDIATE").await.map_err(failed)?;
    let is_behind: bool = sqlx::query_scalar(include_str!("statements/rebuild_is_behind.sql"))
        .bind(name)
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    if is_behind || (name == SqliteUsage::NAME && !kept_usage::is_the_same(connection, "fresh").await?) {
        return Ok(Swap::Behind);
    }
    connection.execute(statements.join(";\n").as_str()).await.map_err(failed)?;
    Ok(Swap::Done)
}

/// What makes the living table equal to the fresh one. Mostly it is already, but for what is wrong with it; so rows are compared, which keeps others
/// from writing for a fraction of the time that it takes to write all of them.
async fn made_equal(connection: &mut SqliteConnection, table: &str) -> Result<[String; 2], StoreError> {
    let columns: Vec<(String, bool)> = sqlx::query_as("SELECT name, pk > 0 FROM pragma_table_info(?)")
        .bind(table)
        .fetch_all(connection)
        .await
        .map_err(failed)?;
    let equal = |columns: &mut dyn Iterator<Item = &String>| {
        let each: Vec<_> = columns.map(|name| format!("f.\"{name}\" IS m.\"{name}\"")).collect();
        each.join(" AND ")
    };
    let same_key = equal(&mut columns.iter().filter(|(_, is_key)| *is_key).map(|(name, _)| name));
    let same = equal(&mut columns.iter().map(|(name, _)| name));
    if same_key.is_empty() {
        // The full-text table, of which the rowid is a part.
        return Ok([
            format!("DELETE FROM main.{table}"),
            format!("INSERT INTO main.{table} (rowid, words) SELECT rowid, words FROM fresh.{table}"),
        ]);
    }
    Ok([
        format!("DELETE FROM main.{table} AS m WHERE NOT EXISTS (SELECT 1 FROM fresh.{table} f WHERE {same})"),
        format!(
            "INSERT INTO main.{table} SELECT * FROM fresh.{table} f
             WHERE NOT EXISTS (SELECT 1 FROM main.{table} m WHERE {same_key})"
        ),
    ])
}
