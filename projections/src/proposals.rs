//! Proposals: what waits for another person, and what became of the rest.

use std::collections::{BTreeMap, BTreeSet};

use signpost_application::ports::proposals::{ProposalRecord, ProposalStanding, about};
use signpost_domain::{
    decision::{Decision, DecisionEvent},
    identifier::ProposalId,
};

use crate::Poison;

/// The proposals that a batch decides on, and the things it decides on that open proposals may be about.
pub fn touched(decisions: &[Decision]) -> (BTreeSet<&ProposalId>, BTreeSet<String>) {
    let (mut proposals, mut things) = (BTreeSet::new(), BTreeSet::new());
    for decision in decisions {
        match &decision.event {
            DecisionEvent::Proposal(id, _) => _ = proposals.insert(id),
            DecisionEvent::Code(..) | DecisionEvent::Unit(..) | DecisionEvent::Audience(..) => {
                things.insert(about(&decision.event.subject()));
            }
            DecisionEvent::Access(..)
            | DecisionEvent::Retention(_)
            | DecisionEvent::Seals(..)
            | DecisionEvent::Change(..)
            | DecisionEvent::Design(..)
            | DecisionEvent::Batch(..) => {}
        }
    }
    (proposals, things)
}

/// Folds a batch into the proposals that it touches, which are given as far as they were there before; gives those that changed.
pub fn fold(known: Vec<ProposalRecord>, decisions: &[Decision]) -> Result<Vec<ProposalRecord>, Poison> {
    let mut open: BTreeMap<String, BTreeSet<ProposalId>> = BTreeMap::new();
    let mut rows = BTreeMap::new();
    for record in known {
        note(&mut open, &record);
        rows.insert(record.id.clone(), record);
    }
    let before = rows.clone();
    for decision in decisions {
        if let DecisionEvent::Proposal(id, event) = &decision.event {
            let record = ProposalRecord::after(rows.remove(id), id, event, decision);
            let record = record.ok_or_else(|| {
                let what = format!("proposal {id} was made twice, or never");
                Poison::new(decision.position, what)
            })?;
            note(&mut open, &record);
            rows.insert(id.clone(), record);
        } else if !open.is_empty()
            && let Some(ids) = open.get(&about(&decision.event.subject()))
        {
            for id in ids {
                if let Some(record) = rows.get_mut(id) {
                    record.overtaken(decision.version);
                }
            }
        }
    }
    rows.retain(|id, record| before.get(id) != Some(record));
    Ok(rows.into_values().collect())
}

fn note(open: &mut BTreeMap<String, BTreeSet<ProposalId>>, record: &ProposalRecord) {
    if record.standing == ProposalStanding::Open {
        open.entry(record.about()).or_default().insert(record.id.clone());
    }
}
