//! Read models of the decision log: alone, and together in one transaction.

use std::{collections::HashMap, sync::Arc};

use async_trait::async_trait;
use signpost_application::ports::StoreError;
use signpost_domain::decision::{Decision, Position};
use signpost_projections::runner::{ReadModel, TakeInError, Together};
use sqlx::{Sqlite, Transaction};

use super::{Database, SqliteAccess, SqliteCatalogue, SqliteHistory, SqliteProposals, SqliteResolver, SqliteSearch, checkpoint};

/// What a read model writes of some decisions.
#[async_trait]
pub(super) trait Fold: ReadModel<Decision> {
    /// Writes it, in a transaction that moves the checkpoint as well.
    async fn fold(&self, transaction: &mut Transaction<'static, Sqlite>, decisions: &[Decision]) -> Result<(), TakeInError>;
}

/// Lets one read model take in what follows `after`, in a transaction of its own.
pub(super) async fn alone(
    database: &Database,
    model: &impl Fold,
    after: Position,
    decisions: &[Decision],
) -> Result<(), TakeInError> {
    let Some(last) = decisions.last() else { return Ok(()) };
    let mut transaction = checkpoint::begin(&database.writer, model.name(), after).await?;
    model.fold(&mut transaction, decisions).await?;
    Ok(checkpoint::commit(transaction, model.name(), last.position).await?)
}

/// The read models of the decision log that are kept in `signpost.db`.
pub struct SqliteModels {
    database: Database,
    models: [Arc<dyn Fold>; 6],
}

impl SqliteModels {
    /// Those in an open database.
    pub fn new(database: &Database) -> Self {
        Self {
            database: database.clone(),
            models: [
                Arc::new(SqliteAccess::new(database.clone())),
                Arc::new(SqliteCatalogue::new(database.clone())),
                Arc::new(SqliteHistory::new(database.clone())),
                Arc::new(SqliteProposals::new(database.clone())),
                Arc::new(SqliteResolver::new(database.clone())),
                Arc::new(SqliteSearch::new(database.clone())),
            ],
        }
    }

    /// Each by itself.
    pub fn each(&self) -> [Arc<dyn ReadModel<Decision>>; 6] {
        self.models.clone().map(|model| model as Arc<dyn ReadModel<Decision>>)
    }
}

#[async_trait]
impl Together<Decision> for SqliteModels {
    async fn checkpoints(&self) -> Result<HashMap<String, Position>, StoreError> {
        checkpoint::read_all(&self.database.readers).await
    }

    async fn take_in(&self, names: &[&'static str], after: Position, decisions: &[Decision]) -> Result<(), TakeInError> {
        let Some(last) = decisions.last() else { return Ok(()) };
        let mut transaction = checkpoint::begin_together(&self.database.writer, names, after).await?;
        for model in self.models.iter().filter(|model| names.contains(&model.name())) {
            model.fold(&mut transaction, decisions).await?;
        }
        Ok(checkpoint::commit_together(transaction, names, last.position).await?)
    }
}
