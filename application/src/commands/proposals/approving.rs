//! What approving a proposal decides: what was proposed, if it still fits.

use signpost_domain::{
    access::Access,
    audience::Audience,
    code::{Code, CodeEvent},
    decision::{Actor, DecisionEvent},
    identifier::CodeId,
    proposal::{Intent, Proposed},
    unit::Unit,
};

use crate::{
    Application,
    authority::{Action, Caller, Principal},
    commands::{
        changes::{self, judge::Judge, own_id},
        retire_code::check_successor,
    },
    ports::{
        StoreError,
        decision_log::{Addition, Stream},
    },
    queries::diff,
    refusal::{Fault, Refusal},
};

/// The decisions that were proposed. Whoever proposed them must still be allowed to make them, and everything must still be as it
/// was then: what another person looked at is what counts.
pub(super) async fn approved(
    application: &Application,
    caller: &Caller,
    proposed: &Proposed,
    by: &Actor,
) -> Result<Vec<Addition>, Refusal> {
    let author = as_they_are_now(application, by, proposed).await?;
    let fits = match &proposed.change {
        Intent::Code {
            code,
            version,
            decisions,
        } => on_code(application, &author, code, *version, decisions).await,
        Intent::Unit {
            unit: name,
            version,
            decisions,
        } => {
            let stream: &dyn Stream<Unit> = &*application.decisions;
            let now = stream.load(name.as_str()).await?;
            author.must(Action::ChangeUnits, Some(name)).and_then(|()| {
                is_still(now.version, *version, || name.to_string())?;
                let events = decisions.iter().map(|event| DecisionEvent::Unit(name.clone(), event.clone()));
                Ok(additions(*version, events))
            })
        }
        Intent::Audience {
            audience: name,
            version,
            decisions,
        } => {
            let stream: &dyn Stream<Audience> = &*application.decisions;
            let now = stream.load(name.as_str()).await?;
            author.must(Action::ChangeAudiences, None).and_then(|()| {
                is_still(now.version, *version, || name.to_string())?;
                let events = decisions
                    .iter()
                    .map(|event| DecisionEvent::Audience(name.clone(), event.clone()));
                Ok(additions(*version, events))
            })
        }
        Intent::Codes { making, token } => {
            let planned = changes::proposed(application, &author, &own_id(caller)?, &making.deed, token).await;
            planned.and_then(|planned| {
                planned.ok_or_else(|| outdated("/", "another set of codes fits now, or some of them changed since"))
            })
        }
    };
    fits.map_err(|refusal| match refusal {
        Refusal::Forbidden(what) => outdated("/proposer", &format!("whoever proposed it may not do so any more: {what}")),
        Refusal::Invalid(since) => Refusal::ProposalOutdated { since },
        Refusal::Retired(_) | Refusal::Irreversible(_) | Refusal::NotFound { .. } => outdated("/", &refusal.to_string()),
        other => other,
    })
}

/// Whoever proposed it, with what they may do now: nothing, once their token was revoked.
async fn as_they_are_now(application: &Application, by: &Actor, proposed: &Proposed) -> Result<Principal, StoreError> {
    let Actor::Principal(id) = by;
    let stream: &dyn Stream<Access> = &*application.decisions;
    let access = stream.load(id.as_str()).await?.state;
    Ok(Principal {
        id: id.clone(),
        person: proposed.person.clone(),
        grants: access.grants,
    })
}

async fn on_code(
    application: &Application,
    author: &Principal,
    id: &CodeId,
    version: u64,
    decisions: &[CodeEvent],
) -> Result<Vec<Addition>, Refusal> {
    let stream: &dyn Stream<Code> = &*application.decisions;
    let now = stream.load(id.as_str()).await?;
    if now.version != version {
        let then = diff::code_at_version(application, id, version).await?;
        let since = diff::of_codes(&then, &now.state).into_iter();
        let since: Vec<Fault> = since.map(|change| Fault::new(change.pointer, change.words)).collect();
        return Err(Refusal::ProposalOutdated { since });
    }
    // Hosts and audiences may not be allowed any more that were when this was proposed.
    Judge::new(application, author).check(&now.state, decisions).await?;
    for event in decisions {
        if let CodeEvent::Retired {
            successor: Some(successor),
        } = event
        {
            crate::commands::checks::refuse(check_successor(application, id, successor).await?)?;
        }
    }
    let events = decisions.iter().map(|event| DecisionEvent::Code(id.clone(), event.clone()));
    Ok(additions(version, events))
}

fn is_still(now: u64, then: u64, name: impl Fn() -> String) -> Result<(), Refusal> {
    if now == then {
        return Ok(());
    }
    let what = format!("{} was changed since: it has version {now} now, and had {then}", name());
    Err(outdated("/", &what))
}

fn outdated(pointer: &str, what: &str) -> Refusal {
    Refusal::ProposalOutdated {
        since: vec![Fault::new(pointer, what)],
    }
}

/// Decisions on one thing, after its version.
fn additions(version: u64, events: impl Iterator<Item = DecisionEvent>) -> Vec<Addition> {
    (version + 1..)
        .zip(events)
        .map(|(version, event)| Addition { event, version })
        .collect()
}
