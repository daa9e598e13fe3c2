//! The audit history: for every decision, the whole thing after it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use signpost_domain::{
    Aggregate,
    access::{Access, TokenDigest},
    audience::Audience,
    batch::Batch,
    change::Change,
    code::Code,
    decision::{Decision, DecisionEvent, Subject},
    design::Design,
    proposal::Proposal,
    retention::Retention,
    seals::Seals,
    unit::Unit,
};

use crate::Poison;

/// What a batch builds on: of every subject whose decisions do not begin in it, the version before the first in it.
pub fn built_on(decisions: &[Decision]) -> Vec<(Subject, u64)> {
    let mut seen = BTreeSet::new();
    let first = decisions.iter().filter_map(|decision| {
        let subject = decision.event.subject();
        seen.insert(subject.clone()).then_some((subject, decision.version - 1))
    });
    first.filter(|(_, version)| *version > 0).collect()
}

/// The thing that each decision of a batch is about, after it; `states` has what is known of what the batch is
/// [built on](built_on).
pub fn fold<'a>(mut states: BTreeMap<Subject, Value>, decisions: &'a [Decision]) -> Result<Vec<(&'a Decision, Value)>, Poison> {
    let step = |decision: &'a Decision| {
        let subject = decision.event.subject();
        let state = after(states.get(&subject), decision)?;
        states.insert(subject, state.clone());
        Ok((decision, state))
    };
    decisions.iter().map(step).collect()
}

/// The thing that `decision` is about, after it; `before` is what this function gave for the decision before.
fn after(before: Option<&Value>, decision: &Decision) -> Result<Value, Poison> {
    match &decision.event {
        DecisionEvent::Code(_, event) => step(before, decision, |code: &mut Code| code.apply_event(event)),
        DecisionEvent::Audience(_, event) => step(before, decision, |audience: &mut Audience| audience.apply(event.clone())),
        DecisionEvent::Unit(_, event) => step(before, decision, |unit: &mut Unit| unit.apply(event.clone())),
        DecisionEvent::Access(_, event) => step(before, decision, |access: &mut Access| {
            access.apply(event.clone());
            // Whoever reads the history has no use for it, and it recognises its holder.
            access.token = access.token.as_ref().map(|_| TokenDigest("not shown".to_owned()));
        }),
        DecisionEvent::Retention(event) => step(before, decision, |retention: &mut Retention| retention.apply(event.clone())),
        DecisionEvent::Seals(_, event) => step(before, decision, |seals: &mut Seals| seals.apply(event.clone())),
        DecisionEvent::Change(_, event) => step(before, decision, |change: &mut Change| change.apply(event.clone())),
        DecisionEvent::Proposal(_, event) => step(before, decision, |proposal: &mut Proposal| proposal.apply(event.clone())),
        DecisionEvent::Design(_, event) => step(before, decision, |design: &mut Design| design.apply(event.clone())),
        DecisionEvent::Batch(_, event) => step(before, decision, |batch: &mut Batch| batch.apply(event.clone())),
    }
}

fn step<A: Default + Serialize + DeserializeOwned>(
    before: Option<&Value>,
    decision: &Decision,
    apply: impl FnOnce(&mut A),
) -> Result<Value, Poison> {
    let poison = |error: serde_json::Error| Poison::new(decision.position, error.to_string());
    let mut state: A = match before {
        Some(before) => A::deserialize(before).map_err(poison)?,
        None => A::default(),
    };
    apply(&mut state);
    serde_json::to_value(state).map_err(poison)
}
