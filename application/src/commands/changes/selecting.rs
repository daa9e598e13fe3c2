//! The codes that fit, a part at a time, each as the log has it.

use std::collections::HashMap;

use signpost_domain::{
    Aggregate,
    code::Code,
    decision::{Decision, DecisionEvent},
    identifier::CodeId,
};

use super::{
    MOST_CODES, Order, PART, PATIENCE, TRIES,
    judge::Judge,
    plan::{Keep, Plan},
};
use crate::{
    Application,
    authority::Principal,
    ports::{Paging, StoreError, decision_log::Loaded},
    progress::CATALOGUE,
    refusal::{Fault, Refusal},
};

/// What an order would do now.
pub(super) async fn plan(application: &Application, caller: &Principal, order: &Order, keep: Keep) -> Result<Plan, Refusal> {
    for _ in 0..TRIES {
        if let Some(plan) = try_plan(application, caller, order, keep).await? {
            return Ok(plan);
        }
    }
    Err(Refusal::LostRace)
}

/// The same; `None` when something was decided on one of the codes after the catalogue said that it fits.
async fn try_plan(application: &Application, caller: &Principal, order: &Order, keep: Keep) -> Result<Option<Plan>, Refusal> {
    let head = application.decisions.head().await?;
    if !application.progress.decisions_shown_by(CATALOGUE, head, PATIENCE).await {
        return Err(StoreError::Unavailable("the catalogue does not show all decisions yet".into()).into());
    }
    let mut plan = Plan::new(keep);
    let mut judge = Judge::of(application, caller, &order.alteration).await?;
    let (mut number, mut cursor) = (0, None);
    loop {
        let page = application
            .catalogue
            .codes(&order.filter, &Paging { limit: PART, cursor })
            .await?;
        let ids: Vec<&str> = page.items.iter().map(|record| record.id.as_str()).collect();
        let mut loaded = load(application, &ids).await?;
        for record in &page.items {
            let Some(now) = loaded.remove(&record.id).filter(|now| now.version == record.version) else {
                return Ok(None);
            };
            number += 1;
            let decided = judge.alter(&order.alteration, &record.id, &now.state, number).await;
            plan.take(&record.id, &now, decided)?;
        }
        if number > MOST_CODES {
            let what = format!("more than {MOST_CODES} codes fit; narrow it down and make several changes");
            return Err(Refusal::Invalid(vec![Fault::new("/filter", what)]));
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    if number == 0 {
        return Err(Refusal::Invalid(vec![Fault::new("/filter", "no code fits")]));
    }
    Ok(Some(plan))
}

/// Codes as the log has them.
pub(crate) async fn load(application: &Application, ids: &[&str]) -> Result<HashMap<CodeId, Loaded<Code>>, StoreError> {
    let decisions = application.decisions.decisions_on(Code::TYPE, ids).await?;
    let mut loaded = HashMap::with_capacity(ids.len());
    for stream in streams(&decisions) {
        if let Some((id, code)) = fold(stream) {
            loaded.insert(id.clone(), code);
        }
    }
    Ok(loaded)
}

/// Decisions on many codes, code by code.
pub(super) fn streams(decisions: &[Decision]) -> impl Iterator<Item = &[Decision]> {
    decisions.chunk_by(|one, next| match (&one.event, &next.event) {
        (DecisionEvent::Code(one, _), DecisionEvent::Code(next, _)) => one == next,
        _ => false,
    })
}

/// The code that these decisions, from its first on, made.
pub(super) fn fold(stream: &[Decision]) -> Option<(&CodeId, Loaded<Code>)> {
    let (first, last) = (stream.first()?, stream.last()?);
    let DecisionEvent::Code(id, _) = &first.event else {
        return None;
    };
    let mut state = Code::default();
    for decision in stream {
        if let DecisionEvent::Code(_, event) = &decision.event {
            state.apply_event(event);
        }
    }
    let span = Some((first.circumstances.at, last.circumstances.at));
    Some((
        id,
        Loaded {
            state,
            version: last.version,
            span,
        },
    ))
}
