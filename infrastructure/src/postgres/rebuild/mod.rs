//! Rebuilding a read model beside the living one.
//!
//! The new version is built from the log into tables in a schema of its own ([`beside`]); only when it has caught up do these take
//! the place of the old ones, by name and in one transaction ([`exchange`]). Readers see the old model or the new one, nothing in
//! between, and every right that was granted on the old tables holds for the new ones. A rebuild that was interrupted goes on where it stopped,
//! unless another version began it, which may fold otherwise: what that one left is dropped. ADR 13 says why tables are exchanged
//! and not rows.

mod beside;
mod build;
mod exchange;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use signpost_application::{
    commands::seal::SealError,
    ports::{StoreError, decision_log::DecisionLog, scan_log::ScanLog},
};
use signpost_domain::decision::Position;
use signpost_projections::runner::StepError;
use sqlx::{Executor, Postgres, Transaction};
use tokio::time::Instant;

use self::{
    build::{Log, Logs},
    exchange::Exchange,
};
use super::{
    Database, PostgresAccess, PostgresCatalogue, PostgresHistory, PostgresProposals, PostgresResolver, PostgresSeals,
    PostgresSearch, PostgresUsage, checkpoint, failed, kept_usage,
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
            "catalogue_designs",
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

/// A read model of which a new version is built.
struct Rebuilding {
    name: &'static str,
    tables: &'static [&'static str],
    schema: String,
    /// The database, with the tables of the new version in the place of the living ones.
    fresh: Database,
}

impl Rebuilding {
    /// Makes room for the new version.
    async fn begin(database: &Database, name: &'static str, tables: &'static [&'static str]) -> Result<Self, RebuildError> {
        let schema = format!("rebuild_{name}_{}", env!("CARGO_PKG_VERSION"));
        beside::prepare(database, name, &schema, tables).await?;
        let fresh = database.beside(&schema).await?;
        Ok(Self {
            name,
            tables,
            schema,
            fresh,
        })
    }
}

/// Rebuilds the read models of these names, telling `report` the name of one, the position it has reached and the head of its log. Those that
/// follow the same log are built beside each other, and read it once. Gives the position of each, in the order of the names.
pub async fn rebuild(
    database: &Database,
    decisions: Arc<dyn DecisionLog>,
    scans: Arc<dyn ScanLog>,
    names: &[&str],
    report: impl FnMut(&'static str, Position, Position) + Send,
) -> Result<Vec<Position>, RebuildError> {
    let asked = names.iter().map(|name| named(name)).collect::<Result<Vec<_>, _>>()?;
    let mut alone = database.pool.begin().await.map_err(failed)?;
    let mut models = Vec::new();
    let rebuilt = async {
        be_alone(&mut alone, &asked).await?;
        for (name, tables) in &asked {
            models.push(Rebuilding::begin(database, name, tables).await?);
        }
        let logs = Logs::new(database, decisions, scans, report);
        rebuild_all(database, &logs, &models).await
    };
    let rebuilt = rebuilt.await;
    for model in models {
        model.fresh.close().await;
    }
    // Said and not left to be noticed, so that the next one is let in at once.
    let _ = alone.rollback().await;
    rebuilt
}

/// The read model of a name, with its tables.
fn named(name: &str) -> Result<(&'static str, &'static [&'static str]), RebuildError> {
    PROJECTIONS
        .into_iter()
        .find(|(known, _)| *known == name)
        .ok_or_else(|| RebuildError::Unknown {
            name: name.to_owned(),
            known: names(),
        })
}

async fn rebuild_all<R: FnMut(&'static str, Position, Position) + Send>(
    database: &Database,
    logs: &Logs<'_, R>,
    models: &[Rebuilding],
) -> Result<Vec<Position>, RebuildError> {
    let groups = [Log::Decisions, Log::Records, Log::Scans].map(|log| async move {
        let group: Vec<_> = models.iter().filter(|model| Log::of(model.name) == log).collect();
        if log == Log::Scans {
            for model in &group {
                kept_usage::begin(database, &model.schema).await?;
            }
        }
        let parts: Vec<_> = group.iter().map(|model| (model.name, &model.fresh)).collect();
        logs.build(log, &parts).await?;
        let mut reached = Vec::new();
        for model in group {
            reached.push((model.name, take_the_place(database, logs, model).await?));
        }
        Ok::<_, RebuildError>(reached)
    });
    let [one, another, third] = groups;
    let (one, another, third) = tokio::try_join!(one, another, third)?;
    let reached: BTreeMap<_, _> = one.into_iter().chain(another).chain(third).collect();
    Ok(models.iter().filter_map(|model| reached.get(model.name).copied()).collect())
}

/// Puts what was built in the place of the living one, as soon as it has caught up with it and nobody reads what is to go.
async fn take_the_place<R: FnMut(&'static str, Position, Position) + Send>(
    database: &Database,
    logs: &Logs<'_, R>,
    model: &Rebuilding,
) -> Result<Position, RebuildError> {
    let Rebuilding {
        name,
        tables,
        schema,
        fresh,
        ..
    } = model;
    let is_usage = *name == PostgresUsage::NAME;
    let mut in_use_since = None;
    loop {
        if is_usage {
            kept_usage::begin(database, schema).await?;
        }
        logs.build(Log::of(name), &[(name, fresh)]).await?;
        beside::complete(database, schema, tables).await?;
        let mut transaction = database.pool.begin().await.map_err(failed)?;
        exchange::reserve(&mut transaction, tables).await?;
        // Whoever folds into the living model waits here, and then goes on from the new one's checkpoint. Whoever drops scans
        // waits, too; were some dropped until now, they are kept and the new one begins again.
        checkpoint::lock(&mut transaction, name).await?;
        if is_usage && !kept_usage::is_the_same(&mut transaction, schema).await? {
            continue;
        }
        // What the living model took in since the new one caught up: nobody shall read less than before.
        logs.build(Log::of(name), &[(name, fresh)]).await?;
        let position = checkpoint::read(&fresh.pool, name).await?;
        match exchange::exchange(transaction, schema, name, tables).await? {
            Exchange::Done => return Ok(position),
            Exchange::InUse if in_use_since.get_or_insert_with(Instant::now).elapsed() > PATIENCE => {
                return Err(RebuildError::InUse(in_the_way(database, tables).await?));
            }
            Exchange::InUse => tokio::time::sleep(PAUSE).await,
        }
    }
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
async fn be_alone(
    transaction: &mut Transaction<'static, Postgres>,
    models: &[(&'static str, &'static [&'static str])],
) -> Result<(), RebuildError> {
    // It does nothing for as long as the rebuild takes, and no snapshot is held meanwhile.
    transaction
        .execute(include_str!("../statements/wait_at_leisure.sql"))
        .await
        .map_err(failed)?;
    for (name, _) in models {
        let is_alone: bool = sqlx::query_scalar(include_str!("../statements/claim_rebuild.sql"))
            .bind(name)
            .fetch_one(&mut **transaction)
            .await
            .map_err(failed)?;
        if !is_alone {
            return Err(RebuildError::Underway(name));
        }
    }
    Ok(())
}
