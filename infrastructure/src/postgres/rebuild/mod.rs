//! Rebuilding a read model beside the living one.
//!
//! The new version is built from the log into tables in a schema of its own ([`beside`]); only when it has caught up do these take
//! the place of the old ones, by name and in one transaction ([`exchange`]). Readers see the old model or the new one, nothing in
//! between, and every right that was granted on the old tables holds for the new ones. A rebuild that was interrupted goes on where it stopped,
//! unless another version began it, which may fold otherwise: what that one left is dropped. ADR 13 says why tables are exchanged
//! and not rows.

mod beside;
mod exchange;

use std::{sync::Arc, time::Duration};

use signpost_application::{
    commands::seal::{SealError, agrees},
    ports::{StoreError, decision_log::DecisionLog, scan_log::ScanLog, seals::Seals},
};
use signpost_domain::decision::Position;
use signpost_projections::{
    runner::{ReadModel, StepError, TakeInError, catch_up},
    seals::Stored,
};
use sqlx::{Executor, Postgres, Transaction};
use tokio::time::Instant;

use self::exchange::Exchange;
use super::{
    Database, PostgresAccess, PostgresCatalogue, PostgresDecisionLog, PostgresHistory, PostgresProposals, PostgresResolver,
    PostgresSeals, PostgresSearch, PostgresUsage, checkpoint, failed, kept_usage,
};

/// Every read model that is kept in the database, with the tables it owns.
pub const PROJECTIONS: [(&str, &[&str]); 8] = [
    (PostgresAccess::NAME, &["access_principals"]),
    (
        PostgresCatalogue::NAME,
        &[
            "catalogue_codes",
            "catalogue_tags",
            "catalogue_hosts",
            "catalogue_uses",
            "catalogue_audiences",
            "catalogue_units",
        ],
    ),
    (PostgresHistory::NAME, &["history_decisions"]),
    (PostgresProposals::NAME, &["proposals"]),
    (PostgresResolver::NAME, &["resolver_codes", "resolver_audiences"]),
    (PostgresSeals::NAME, &["seal_tiles"]),
    (
        PostgresSearch::NAME,
        &["search_marks", "search_words", "search_codes", "search_proposals"],
    ),
    (PostgresUsage::NAME, &["usage_days", "usage_visits"]),
];

/// How long those are left alone who read what is to be exchanged.
const PAUSE: Duration = Duration::from_millis(500);
/// How long they are waited for in all. Each try holds up whoever folds into the living model, so it does not go on for ever.
const PATIENCE: Duration = Duration::from_mins(1);

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
    /// Somebody else is at it.
    #[error("{0} is being rebuilt already; wait until that is done")]
    Underway(&'static str),
    /// The role may not make tables.
    #[error("a rebuild makes tables of its own, so it is for the owner of the database: give their database-url ({0})")]
    NotOwner(String),
    /// Somebody made views of its tables.
    #[error("its tables are to be exchanged, and these views read them: {0}; drop them, and make them again when it is rebuilt")]
    LeanedOn(String),
    /// Somebody reads what is to be exchanged, and does not end.
    #[error(
        "it is built, and its tables cannot be exchanged while others read them: processes {0} of the server, such as a backup or a transaction that \
         was forgotten; when they have ended (pg_terminate_backend), call it again, and it goes on from here"
    )]
    InUse(String),
    /// The log holds an entry that cannot be taken in, or the store failed.
    #[error(transparent)]
    Step(#[from] StepError),
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

/// Rebuilds `name`, telling `report` the position reached and the head of the log.
pub async fn rebuild(
    database: &Database,
    decisions: Arc<dyn DecisionLog>,
    scans: Arc<dyn ScanLog>,
    name: &str,
    report: impl FnMut(Position, Position),
) -> Result<Position, RebuildError> {
    let (name, tables) = PROJECTIONS
        .into_iter()
        .find(|(known, _)| *known == name)
        .ok_or_else(|| RebuildError::Unknown {
            name: name.to_owned(),
            known: names(),
        })?;
    let alone = alone(database, name).await?;
    let rebuilt = rebuild_alone(database, decisions, scans, name, tables, report).await;
    // Said and not left to be noticed, so that the next one is let in at once.
    let _ = alone.rollback().await;
    rebuilt
}

async fn rebuild_alone(
    database: &Database,
    decisions: Arc<dyn DecisionLog>,
    scans: Arc<dyn ScanLog>,
    name: &'static str,
    tables: &[&str],
    mut report: impl FnMut(Position, Position),
) -> Result<Position, RebuildError> {
    let schema = format!("rebuild_{name}_{}", env!("CARGO_PKG_VERSION"));
    beside::prepare(database, name, &schema, tables).await?;
    let fresh = database.beside(&schema).await?;
    let is_usage = name == PostgresUsage::NAME;
    let rebuilt = async {
        let mut in_use_since = None;
        loop {
            if is_usage {
                kept_usage::begin(database, &schema).await?;
            }
            build(database, &fresh, &decisions, &scans, name, &mut report).await?;
            beside::complete(database, &schema, tables).await?;
            let mut transaction = database.pool.begin().await.map_err(failed)?;
            exchange::reserve(&mut transaction, tables).await?;
            // Whoever folds into the living model waits here, and then goes on from the new one's checkpoint. Whoever drops scans
            // waits, too; were some dropped until now, they are kept and the new one begins again.
            checkpoint::lock(&mut transaction, name).await?;
            if is_usage && !kept_usage::is_the_same(&mut transaction, &schema).await? {
                continue;
            }
            // What the living model took in since the new one caught up: nobody shall read less than before.
            let position = build(database, &fresh, &decisions, &scans, name, &mut report).await?;
            match exchange::exchange(transaction, &schema, name, tables).await? {
                Exchange::Done => return Ok(position),
                Exchange::InUse if in_use_since.get_or_insert_with(Instant::now).elapsed() > PATIENCE => {
                    return Err(RebuildError::InUse(in_the_way(database, tables).await?));
                }
                Exchange::InUse => tokio::time::sleep(PAUSE).await,
            }
        }
    };
    let rebuilt = rebuilt.await;
    fresh.close().await;
    rebuilt
}

/// Who keeps tables from being exchanged, for people.
async fn in_the_way(database: &Database, tables: &[&str]) -> Result<String, StoreError> {
    let who: Option<String> = sqlx::query_scalar(include_str!("../statements/rebuild_in_the_way.sql"))
        .bind(tables)
        .fetch_one(&database.pool)
        .await
        .map_err(failed)?;
    Ok(who.unwrap_or_else(|| "that just ended".to_owned()))
}

/// Keeps others from rebuilding the same for as long as the transaction is open, which ends with this process, however it ends.
async fn alone(database: &Database, name: &'static str) -> Result<Transaction<'static, Postgres>, RebuildError> {
    let mut transaction = database.pool.begin().await.map_err(failed)?;
    // It does nothing for as long as the rebuild takes, and no snapshot is held meanwhile.
    transaction
        .execute(include_str!("../statements/wait_at_leisure.sql"))
        .await
        .map_err(failed)?;
    let is_alone: bool = sqlx::query_scalar(include_str!("../statements/claim_rebuild.sql"))
        .bind(name)
        .fetch_one(&mut *transaction)
        .await
        .map_err(failed)?;
    if is_alone {
        Ok(transaction)
    } else {
        Err(RebuildError::Underway(name))
    }
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
    if name == PostgresUsage::NAME {
        let head = scans.head().await?;
        let position = catch_up(scans, &PostgresUsage::new(fresh.clone()), |position| report(position, head)).await?;
        if position >= head {
            return Ok(position);
        }
        // Whatever else there was up to the head expired and is in what it began with.
        let transaction = checkpoint::begin(&fresh.pool, PostgresUsage::NAME, position)
            .await
            .map_err(taken_in)?;
        checkpoint::commit(transaction, PostgresUsage::NAME, head).await?;
        return Ok(head);
    }
    let head = decisions.head().await?;
    if name == PostgresSeals::NAME {
        let log = PostgresDecisionLog::new(living.clone());
        let stored = Stored {
            records: Arc::new(log.clone()),
            log: Arc::new(log),
        };
        let tree = PostgresSeals::new(fresh.clone());
        let position = catch_up(&stored, &tree, |position| report(position, head)).await?;
        // What was built of the records as they were is evidence against those that they are now.
        agrees(&tree, PostgresSeals::new(living.clone()).latest().await?).await?;
        return Ok(position);
    }
    let model: Box<dyn ReadModel<_>> = match name {
        PostgresAccess::NAME => Box::new(PostgresAccess::new(fresh.clone())),
        PostgresCatalogue::NAME => Box::new(PostgresCatalogue::new(fresh.clone())),
        PostgresHistory::NAME => Box::new(PostgresHistory::new(fresh.clone())),
        PostgresSearch::NAME => Box::new(PostgresSearch::new(fresh.clone())),
        PostgresProposals::NAME => Box::new(PostgresProposals::new(fresh.clone())),
        _ => Box::new(PostgresResolver::new(fresh.clone())),
    };
    Ok(catch_up(decisions, &*model, |position| report(position, head)).await?)
}
