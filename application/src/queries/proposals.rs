//! Proposals, each with what would become different.

use std::collections::BTreeMap;

use signpost_domain::{
    Aggregate,
    audience::Audience,
    code::Code,
    decision::{Decision, DecisionEvent, Subject},
    identifier::ProposalId,
    proposal::{Intent, Proposal},
    unit::Unit,
};

use super::diff::{self, Change};
use crate::{
    Application,
    authority::{Action, Principal},
    commands::proposals::unknown,
    ports::{
        Page, Paging, StoreError,
        proposals::{ProposalFilter, ProposalRecord},
    },
    refusal::Refusal,
};

/// A proposal with what would become, or became, different by it; many codes are not told one by one.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The proposal.
    pub record: ProposalRecord,
    /// What is different.
    pub changes: Vec<Change>,
}

/// One proposal.
pub async fn proposal(application: &Application, principal: &Principal, id: &ProposalId) -> Result<Told, Refusal> {
    principal.must(Action::ReadHistory, None)?;
    let record = application.proposals.proposal(id).await?.ok_or_else(|| unknown(id))?;
    one(application, record).await
}

/// Proposals that fit, the latest first.
pub async fn proposals(
    application: &Application,
    principal: &Principal,
    filter: &ProposalFilter,
    paging: &Paging,
) -> Result<Page<Told>, Refusal> {
    principal.must(Action::ReadHistory, None)?;
    let Page { items, next } = application.proposals.proposals(filter, paging).await?;
    Ok(Page {
        items: told(application, items).await?,
        next,
    })
}

/// A proposal that was just made or decided on, with what is different.
pub async fn one(application: &Application, record: ProposalRecord) -> Result<Told, Refusal> {
    let told = told(application, vec![record]).await?.pop();
    told.ok_or_else(|| StoreError::Failed("one proposal came to none".to_owned()).into())
}

/// A proposal as the decision log has it.
pub(crate) async fn on_record(application: &Application, id: &ProposalId) -> Result<ProposalRecord, Refusal> {
    let decisions = application.decisions.decisions_on(Proposal::TYPE, &[id.as_str()]).await?;
    let mut record = None;
    for decision in &decisions {
        if let DecisionEvent::Proposal(id, event) = &decision.event {
            record = ProposalRecord::after(record, id, event, decision);
        }
    }
    record.ok_or_else(|| unknown(id))
}

async fn told(application: &Application, records: Vec<ProposalRecord>) -> Result<Vec<Told>, StoreError> {
    let mut logs: BTreeMap<Subject, Vec<Decision>> = BTreeMap::new();
    for kind in [Code::TYPE, Unit::TYPE, Audience::TYPE] {
        let about = records.iter().filter_map(|record| Some(record.proposed.change.based_on()?.0));
        let subjects: Vec<Subject> = about.filter(|subject| subject.kind() == kind).collect();
        let ids: Vec<&str> = subjects.iter().map(Subject::id).collect();
        if ids.is_empty() {
            continue;
        }
        for decision in application.decisions.decisions_on(kind, &ids).await? {
            logs.entry(decision.event.subject()).or_default().push(decision);
        }
    }
    let tell = |record: ProposalRecord| {
        let about = record.proposed.change.based_on();
        let log = about.as_ref().and_then(|(subject, _)| logs.get(subject));
        let changes = changes(&record.proposed.change, log.map_or(&[][..], Vec::as_slice));
        Told { record, changes }
    };
    Ok(records.into_iter().map(tell).collect())
}

/// What is different after what is intended; `log` has all decisions on what it is about.
fn changes(intent: &Intent, log: &[Decision]) -> Vec<Change> {
    match intent {
        Intent::Code { version, decisions, .. } => {
            let then = state(log, *version, |code: &mut Code, event| {
                if let DecisionEvent::Code(_, event) = event {
                    code.apply_event(event);
                }
            });
            diff::of_codes(&then, &after(&then, decisions))
        }
        Intent::Unit { version, decisions, .. } => {
            let then = state(log, *version, |unit: &mut Unit, event| {
                if let DecisionEvent::Unit(_, event) = event {
                    unit.apply(event.clone());
                }
            });
            diff::of_units(&then, &after(&then, decisions))
        }
        Intent::Audience {
            audience,
            version,
            decisions,
        } => {
            let then = state(log, *version, |audience: &mut Audience, event| {
                if let DecisionEvent::Audience(_, event) = event {
                    audience.apply(event.clone());
                }
            });
            diff::of_audiences(audience, &then, &after(&then, decisions))
        }
        Intent::Codes { .. } => vec![],
    }
}

fn state<A: Aggregate>(log: &[Decision], version: u64, apply: impl Fn(&mut A, &DecisionEvent)) -> A {
    let mut state = A::default();
    for decision in log.iter().filter(|decision| decision.version <= version) {
        apply(&mut state, &decision.event);
    }
    state
}

fn after<A: Aggregate + Clone>(before: &A, events: &[A::Event]) -> A {
    let mut after = before.clone();
    for event in events {
        after.apply(event.clone());
    }
    after
}
