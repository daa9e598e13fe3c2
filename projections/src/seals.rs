//! The tree over the decision log: which records change which tiles.

use std::sync::Arc;

use async_trait::async_trait;
use signpost_application::{
    ports::{
        StoreError,
        decision_log::{DecisionLog, ReadError},
        records::Records,
    },
    progress::Follows,
    record::DecisionRecord,
    seals::{
        leaf,
        tree::{Growing, Tiles},
    },
};
use signpost_domain::decision::Position;
use tokio::sync::watch;

use crate::{
    Poison,
    runner::{Entry, Source},
};

impl Entry for DecisionRecord {
    fn position(&self) -> Position {
        Position(self.position)
    }
}

/// The decision log as it is stored, as a source.
#[derive(Clone)]
pub struct Stored {
    /// Reads it.
    pub records: Arc<dyn Records<DecisionRecord>>,
    /// Tells of appends.
    pub log: Arc<dyn DecisionLog>,
}

#[async_trait]
impl Source<DecisionRecord> for Stored {
    async fn head(&self) -> Result<Position, StoreError> {
        self.records.last().await
    }

    async fn read(&self, after: Position, limit: u32) -> Result<Vec<DecisionRecord>, ReadError> {
        Ok(self.records.records(after, limit).await?)
    }

    fn appended(&self) -> watch::Receiver<Position> {
        self.log.appended()
    }

    fn follows(&self) -> Follows {
        Follows::Records
    }
}

/// The tree of the records up to `after`, which has these tiles at its edge, grown by the records that follow.
pub fn grow(after: Position, edge: Tiles, records: &[DecisionRecord]) -> Result<Growing, Poison> {
    let poison = |position, what: &dyn std::fmt::Display| Poison::new(Position(position), what.to_string());
    let mut tree = Growing::from(after.0, edge).map_err(|error| poison(after.0 + 1, &error))?;
    for record in records {
        if record.position != tree.size() + 1 {
            return Err(poison(tree.size() + 1, &format!("it is missing before {}", record.position)));
        }
        let encoding = record.encoding().map_err(|error| poison(record.position, &error))?;
        tree.push(leaf(&encoding));
    }
    Ok(tree)
}
