//! Building new versions from the logs.

use std::sync::{Arc, Mutex, PoisonError};

use signpost_application::{
    commands::seal::agrees,
    ports::{StoreError, decision_log::DecisionLog, scan_log::ScanLog, seals::Seals},
};
use signpost_domain::decision::{Decision, Position};
use signpost_projections::{
    runner::{ReadModel, TakeInError, catch_up_together},
    seals::Stored,
};

use super::{
    super::{
        Database, PostgresAccess, PostgresCatalogue, PostgresDecisionLog, PostgresHistory, PostgresProposals, PostgresResolver,
        PostgresSeals, PostgresSearch, PostgresUsage, checkpoint,
    },
    RebuildError,
};

/// What a read model is built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Log {
    /// Decisions.
    Decisions,
    /// Decisions as they are stored.
    Records,
    /// Scans.
    Scans,
}

impl Log {
    pub(super) fn of(model: &str) -> Self {
        match model {
            PostgresUsage::NAME => Self::Scans,
            PostgresSeals::NAME => Self::Records,
            _ => Self::Decisions,
        }
    }
}

/// The logs of a database, and who is told how far read models have come.
pub(super) struct Logs<'d, R> {
    living: &'d Database,
    decisions: Arc<dyn DecisionLog>,
    scans: Arc<dyn ScanLog>,
    report: Mutex<R>,
}

impl<'d, R: FnMut(&'static str, Position, Position)> Logs<'d, R> {
    pub(super) fn new(living: &'d Database, decisions: Arc<dyn DecisionLog>, scans: Arc<dyn ScanLog>, report: R) -> Self {
        Self {
            living,
            decisions,
            scans,
            report: Mutex::new(report),
        }
    }

    /// Lets read models of `log` take in all that is in it, each into a database of its own.
    pub(super) async fn build(&self, log: Log, models: &[(&'static str, &Database)]) -> Result<(), RebuildError> {
        if models.is_empty() {
            return Ok(());
        }
        let databases = models.iter().map(|(_, fresh)| *fresh);
        match log {
            Log::Decisions => self.decisions(models).await,
            Log::Records => self.records(databases).await,
            Log::Scans => self.scans(databases).await,
        }
    }

    fn reached(&self, name: &'static str, position: Position, head: Position) {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)(name, position, head);
    }

    async fn decisions(&self, models: &[(&'static str, &Database)]) -> Result<(), RebuildError> {
        let head = self.decisions.head().await?;
        let models: Vec<_> = models.iter().map(|(name, fresh)| model(name, (*fresh).clone())).collect();
        let report = |name, position| self.reached(name, position, head);
        Ok(catch_up_together(&self.decisions, &models, report).await?)
    }

    async fn records(&self, databases: impl Iterator<Item = &Database>) -> Result<(), RebuildError> {
        let head = self.decisions.head().await?;
        let log = PostgresDecisionLog::new(self.living.clone());
        let stored = Stored {
            records: Arc::new(log.clone()),
            log: Arc::new(log),
        };
        for fresh in databases {
            let tree = PostgresSeals::new(fresh.clone());
            let report = |name, position| self.reached(name, position, head);
            catch_up_together(&stored, &[Arc::new(tree.clone())], report).await?;
            // What was built of the records as they were is evidence against those that they are now.
            agrees(&tree, PostgresSeals::new(self.living.clone()).latest().await?).await?;
        }
        Ok(())
    }

    async fn scans(&self, databases: impl Iterator<Item = &Database>) -> Result<(), RebuildError> {
        for fresh in databases {
            let head = self.scans.head().await?;
            let usage = PostgresUsage::new(fresh.clone());
            let report = |name, position| self.reached(name, position, head);
            catch_up_together(&self.scans, &[Arc::new(usage)], report).await?;
            let position = checkpoint::read(&fresh.pool, PostgresUsage::NAME).await?;
            if position < head {
                // Whatever else there was up to the head expired and is in what it began with.
                let transaction = checkpoint::begin(&fresh.pool, PostgresUsage::NAME, position)
                    .await
                    .map_err(taken_in)?;
                checkpoint::commit(transaction, PostgresUsage::NAME, head).await?;
            }
        }
        Ok(())
    }
}

fn model(name: &str, fresh: Database) -> Arc<dyn ReadModel<Decision>> {
    match name {
        PostgresAccess::NAME => Arc::new(PostgresAccess::new(fresh)),
        PostgresCatalogue::NAME => Arc::new(PostgresCatalogue::new(fresh)),
        PostgresHistory::NAME => Arc::new(PostgresHistory::new(fresh)),
        PostgresSearch::NAME => Arc::new(PostgresSearch::new(fresh)),
        PostgresProposals::NAME => Arc::new(PostgresProposals::new(fresh)),
        _ => Arc::new(PostgresResolver::new(fresh)),
    }
}

/// Nobody else builds this one.
fn taken_in(error: TakeInError) -> StoreError {
    match error {
        TakeInError::Store(error) => error,
        error => StoreError::Failed(error.to_string()),
    }
}
