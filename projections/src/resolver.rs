//! The resolver table: all that a node needs to resolve, on disk, so that a start does not read the whole log.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use signpost_application::{
    ports::StoreError,
    resolver::{RoutingTable, audience_after},
};
use signpost_domain::{
    code::Configuration,
    condition::Condition,
    decision::{Decision, DecisionEvent, Position},
    identifier::{AudienceName, CodeId},
};

use crate::runner::{ReadModel, TakeInError};

/// Rows that a batch of decisions touches; missing ones are made.
#[derive(Debug, Default)]
pub struct Rows {
    /// Codes, as they were before and are after the fold.
    pub codes: BTreeMap<CodeId, Configuration>,
    /// Audiences that changed: their condition, or none once withdrawn.
    pub audiences: BTreeMap<AudienceName, Option<Condition>>,
}

/// The codes whose rows a batch touches, each once.
pub fn touched(decisions: &[Decision]) -> Vec<&CodeId> {
    let codes = decisions.iter().filter_map(|decision| match &decision.event {
        DecisionEvent::Code(id, _) => Some(id),
        _ => None,
    });
    codes.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Folds a batch into the rows.
pub fn fold(rows: &mut Rows, decisions: &[Decision]) {
    for decision in decisions {
        if let DecisionEvent::Code(id, event) = &decision.event {
            rows.codes.entry(id.clone()).or_default().apply(event);
        }
        if let Some((name, condition)) = audience_after(decision) {
            rows.audiences.insert(name.clone(), condition.cloned());
        }
    }
}

/// A node's memory follows the log like any other read model; its checkpoint lives and dies with it.
#[async_trait]
impl ReadModel<Decision> for RoutingTable {
    fn name(&self) -> &'static str {
        "memory"
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        Ok(self.position())
    }

    async fn take_in(&self, _after: Position, decisions: &[Decision]) -> Result<(), TakeInError> {
        self.apply(decisions);
        Ok(())
    }
}
