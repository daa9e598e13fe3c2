//! Taking a change back, code by code: what each was before its decisions.

use signpost_domain::{
    Aggregate,
    code::Code,
    decision::{Decision, DecisionEvent, Position},
    identifier::{ChangeId, CodeId},
};

use super::{
    PART,
    judge::Judge,
    plan::{Keep, Plan},
    selecting::{fold, streams},
};
use crate::{Application, authority::Principal, ports::StoreError, refusal::Refusal};

/// The decisions of a change on one code, by their versions.
struct Touched {
    id: CodeId,
    first: u64,
    last: u64,
}

/// What taking a change back would do now.
pub(super) async fn plan(application: &Application, caller: &Principal, id: &ChangeId, keep: Keep) -> Result<Plan, Refusal> {
    let mut plan = Plan::new(keep);
    let mut judge = Judge::new(application, caller);
    let mut after = Position::START;
    // Its decisions on a code stand together, but perhaps not all of them on one page.
    let mut pending: Vec<Touched> = Vec::new();
    loop {
        let page = application.decisions.act(id.as_str(), after, PART).await?;
        for decision in &page {
            note(&mut pending, decision);
        }
        let Some(last) = page.last() else {
            part(application, &mut judge, &mut plan, &pending).await?;
            return Ok(plan);
        };
        after = last.position;
        let begun = pending.pop();
        part(application, &mut judge, &mut plan, &pending).await?;
        pending.clear();
        pending.extend(begun);
    }
}

fn note(touched: &mut Vec<Touched>, decision: &Decision) {
    let DecisionEvent::Code(id, _) = &decision.event else { return };
    match touched.last_mut().filter(|last| last.id == *id) {
        Some(last) => last.last = decision.version,
        None => touched.push(Touched {
            id: id.clone(),
            first: decision.version,
            last: decision.version,
        }),
    }
}

async fn part(application: &Application, judge: &mut Judge<'_>, plan: &mut Plan, touched: &[Touched]) -> Result<(), Refusal> {
    let ids: Vec<&str> = touched.iter().map(|touched| touched.id.as_str()).collect();
    let decisions = application.decisions.decisions_on(Code::TYPE, &ids).await?;
    for (touched, stream) in touched.iter().zip(streams(&decisions)) {
        let (id, now) = fold(stream)
            .filter(|(id, _)| **id == touched.id)
            .ok_or_else(|| StoreError::Unreadable(format!("the decisions on {} are not all there", touched.id)))?;
        let former = stream.iter().position(|decision| decision.version == touched.first);
        let former = former.and_then(|first| Some((fold(&stream[..first])?.1.state, stream[first - 1].position)));
        let decided = match former {
            _ if now.version != touched.last => Err(Refusal::ChangedSince(id.clone())),
            Some((former, before)) => judge.reverse(id, &now.state, &former, before).await,
            // Only an import brings codes into being.
            None => Err(Refusal::MintedThen(id.clone())),
        };
        plan.take(id, &now, decided)?;
    }
    Ok(())
}
