//! Proposals: what one person wants and another decides on.
//!
//! A proposal is made by whatever command would have decided, where approval is demanded. Approving appends what was proposed and
//! that it was approved in one transaction: nothing is ever approved and does not count, or counts twice.

mod approving;

use signpost_domain::{
    access::Access,
    decision::{Actor, Approves, DecisionEvent},
    identifier::{PrincipalId, ProposalId},
    proposal::{Intent, Proposal, ProposalCommand, ProposalError, Proposed},
};

use self::approving::approved;
use super::{PATIENCE, TRIES, guards::Units};
use crate::{
    Application,
    authority::{Action, Caller, Principal},
    ports::{
        StoreError,
        decision_log::{Addition, AppendError, Loaded, Stream},
        proposals::ProposalRecord,
    },
    refusal::{Fault, Refusal},
};

/// Puts on record what should be decided, once another person approved it in these units. The proposal's id is the correlation id of the
/// call that makes it, so that whoever repeats the call finds it.
pub(crate) async fn propose(
    application: &Application,
    caller: &Caller,
    units: Units,
    change: Intent,
) -> Result<ProposalRecord, Refusal> {
    let id: ProposalId = caller
        .correlation
        .parse()
        .map_err(|error| StoreError::Failed(format!("no id for a proposal: {error}")))?;
    let proposed = Proposed {
        person: caller.principal.person.clone(),
        units: units.into_iter().collect(),
        change,
    };
    let command = ProposalCommand::Propose(Box::new(proposed));
    let nothing = Loaded {
        state: Proposal::default(),
        version: 0,
        span: None,
    };
    append(application, caller, &id, &nothing, command, vec![], None)
        .await?
        .ok_or(Refusal::LostRace)
}

/// Approves a proposal: what it proposes is decided, exactly that, or nothing is.
pub async fn approve(application: &Application, caller: &Caller, id: &ProposalId) -> Result<ProposalRecord, Refusal> {
    end(application, caller, id, Verdict::Approve).await
}

/// Rejects a proposal, with a reason.
pub async fn reject(application: &Application, caller: &Caller, id: &ProposalId) -> Result<ProposalRecord, Refusal> {
    if caller.reason.is_none() {
        let what = "say why it is rejected, for whoever proposed it and for the history";
        return Err(Refusal::Invalid(vec![Fault::new("/reason", what)]));
    }
    end(application, caller, id, Verdict::Reject).await
}

/// Takes back one's own proposal.
pub async fn withdraw(application: &Application, caller: &Caller, id: &ProposalId) -> Result<ProposalRecord, Refusal> {
    end(application, caller, id, Verdict::Withdraw).await
}

/// What somebody says to a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Approve,
    Reject,
    Withdraw,
}

async fn end(application: &Application, caller: &Caller, id: &ProposalId, verdict: Verdict) -> Result<ProposalRecord, Refusal> {
    let mut tries = 0;
    loop {
        let stream: &dyn Stream<Proposal> = &*application.decisions;
        let loaded = stream.load(id.as_str()).await?;
        let Some(proposed) = &loaded.state.proposed else {
            return Err(unknown(id));
        };
        let made_by = crate::queries::proposals::on_record(application, id).await?.actor;
        let person = known_then(application, caller, proposed, &made_by).await?;
        let command = match verdict {
            Verdict::Approve => ProposalCommand::Approve { person },
            Verdict::Reject => ProposalCommand::Reject { person },
            Verdict::Withdraw => ProposalCommand::Withdraw { person },
        };
        may(&caller.principal, proposed, verdict)?;
        // Before anything is looked up for it: whoever may not learns nothing, and what ended is not planned again.
        loaded.state.decide(command.clone()).map_err(|error| refuse(id, error))?;
        let (decisions, approves) = match verdict {
            Verdict::Approve => {
                let approves = Approves {
                    proposal: id.clone(),
                    proposer: made_by,
                };
                (
                    approved(application, caller, proposed, &approves.proposer).await?,
                    Some(approves),
                )
            }
            Verdict::Reject | Verdict::Withdraw => (vec![], None),
        };
        match append(application, caller, id, &loaded, command, decisions, approves).await? {
            Some(record) => return Ok(record),
            None if tries < TRIES => tries += 1,
            None => return Err(Refusal::LostRace),
        }
    }
}

/// Who calls, by the id that they were known by when this was proposed: whoever proposed it with a token of which nobody knew yet whose it is may have been
/// recognised since, and is no other person by that.
async fn known_then(
    application: &Application,
    caller: &Caller,
    proposed: &Proposed,
    made_by: &Actor,
) -> Result<PrincipalId, StoreError> {
    let Actor::Principal(id) = made_by;
    let stream: &dyn Stream<Access> = &*application.decisions;
    let now = stream.load(id.as_str()).await?.state.person;
    let person = &caller.principal.person;
    Ok(if now.as_ref() == Some(person) {
        &proposed.person
    } else {
        person
    }
    .clone())
}

/// Refuses whoever may not approve what others propose, in every unit where that is demanded. Withdrawing is for whoever proposed it.
fn may(principal: &Principal, proposed: &Proposed, verdict: Verdict) -> Result<(), Refusal> {
    if verdict == Verdict::Withdraw {
        return Ok(());
    }
    proposed
        .units
        .iter()
        .try_for_each(|unit| principal.must(Action::Approve, unit.as_ref()))
}

/// Appends decisions and, last, what was decided on the proposal, in one transaction; `None` when somebody else was faster.
async fn append(
    application: &Application,
    caller: &Caller,
    id: &ProposalId,
    loaded: &Loaded<Proposal>,
    command: ProposalCommand,
    mut decisions: Vec<Addition>,
    approves: Option<Approves>,
) -> Result<Option<ProposalRecord>, Refusal> {
    let event = loaded.state.decide(command).map_err(|error| refuse(id, error))?;
    decisions.push(Addition {
        event: DecisionEvent::Proposal(id.clone(), event),
        version: loaded.version + 1,
    });
    let mut circumstances = caller.circumstances(application);
    circumstances.approves = approves;
    match application.decisions.append_all(&decisions, &circumstances).await {
        Ok(position) => {
            application.progress.decisions_shown(position, PATIENCE).await;
            Ok(Some(crate::queries::proposals::on_record(application, id).await?))
        }
        Err(AppendError::Conflict) => Ok(None),
        Err(AppendError::Store(error)) => Err(error.into()),
    }
}

pub(crate) fn unknown(id: &ProposalId) -> Refusal {
    Refusal::NotFound {
        kind: "proposal",
        id: id.to_string(),
    }
}

fn refuse(id: &ProposalId, error: ProposalError) -> Refusal {
    match error {
        ProposalError::Unknown => unknown(id),
        ProposalError::AlreadyProposed => Refusal::LostRace,
        ProposalError::Closed(outcome) => Refusal::ProposalClosed { id: id.clone(), outcome },
        ProposalError::Own => Refusal::OwnProposal,
        ProposalError::NotOwn => Refusal::Forbidden(error.to_string()),
    }
}
