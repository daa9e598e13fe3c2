//! Changing many codes in one act, all or none, and taking such a change back as one.
//!
//! A change reads: look for the codes that fit, load them a part at a time, let each decide, and append everything with a
//! record of the change in one transaction. Whatever is decided on one of the codes in between makes that append a conflict.

pub(crate) mod judge;
mod orders;
pub(crate) mod plan;
mod reversing;
pub(crate) mod selecting;

use std::time::Duration;

use signpost_domain::{
    change::{Alteration, Change, ChangeCommand, ChangeEvent, Deed},
    code::CodeFilter,
    decision::DecisionEvent,
    identifier::ChangeId,
    proposal::Intent,
};

use self::plan::Keep;
pub use self::plan::{Plan, Sample};
use super::{Decided, proposals::propose};
use crate::{
    Application,
    authority::{Action, Caller, Principal},
    ports::decision_log::{Addition, AppendError, Stream},
    queries::changes::{ChangeRecord, change},
    refusal::Refusal,
};

/// Codes in one change, at most.
pub const MOST_CODES: u64 = 1_000_000;
/// Codes that are looked at together; what is kept of each is what is decided about it.
const PART: u32 = 5_000;
/// How often a change is planned anew when somebody else changes one of its codes at the same moment.
const TRIES: usize = 8;
/// How long an answer waits for the read models; a long change is looked at by its address afterwards.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is to be altered about which codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// Which codes.
    pub filter: CodeFilter,
    /// What about them.
    pub alteration: Alteration,
}

/// How a change is to be carried out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Whether codes that cannot be changed so are left out, rather than keeping all others from being changed.
    pub leave_out: bool,
    /// What a preview gave: nothing is changed unless exactly that would be done.
    pub previewed: Option<String>,
    /// Whether the answer waits until this node shows what was done.
    pub wait: bool,
}

/// What an order would do now.
pub async fn preview(application: &Application, caller: &Caller, order: &Order) -> Result<Plan, Refusal> {
    let caller = &caller.principal;
    caller.must_somewhere(Action::ChangeCodes)?;
    orders::check(application, caller, order).await?;
    selecting::plan(application, caller, order, Keep::Samples).await
}

/// Carries an order out, on all of its codes or on none. Where one of them demands approval, all of it is one proposal.
pub async fn make(
    application: &Application,
    caller: &Caller,
    order: &Order,
    terms: &Terms,
) -> Result<Decided<ChangeRecord>, Refusal> {
    caller.principal.must_somewhere(Action::ChangeCodes)?;
    orders::check(application, &caller.principal, order).await?;
    let mut tries = 0;
    loop {
        let plan = selecting::plan(application, &caller.principal, order, Keep::Decisions).await?;
        let deed = Deed::Alter {
            filter: Box::new(order.filter.clone()),
            change: Box::new(order.alteration.clone()),
        };
        if plan.left_out > 0 && !terms.leave_out {
            return Err(plan.not_all());
        }
        match carry_out(application, caller, plan, deed, terms, vec![]).await {
            Err(Refusal::LostRace) if tries < TRIES => tries += 1,
            outcome => return outcome,
        }
    }
}

/// What taking a change back would do now.
pub async fn preview_reversal(application: &Application, caller: &Caller, id: &ChangeId) -> Result<Plan, Refusal> {
    reversible(application, &caller.principal, id).await?;
    reversing::plan(application, &caller.principal, id, Keep::Samples).await
}

/// Takes a change back, as a change of its own. Codes on which something was decided since stay as they are.
pub async fn reverse(
    application: &Application,
    caller: &Caller,
    id: &ChangeId,
    terms: &Terms,
) -> Result<Decided<ChangeRecord>, Refusal> {
    let mut tries = 0;
    loop {
        let (plan, also) = plan_reversal(application, &caller.principal, id, &own_id(caller)?).await?;
        match carry_out(application, caller, plan, Deed::Reverse { change: id.clone() }, terms, also).await {
            Err(Refusal::LostRace) if tries < TRIES => tries += 1,
            outcome => return outcome,
        }
    }
}

/// Everything that taking a change back, as the change `by`, decides about codes, and on the change itself.
async fn plan_reversal(
    application: &Application,
    caller: &Principal,
    id: &ChangeId,
    by: &ChangeId,
) -> Result<(Plan, Vec<Addition>), Refusal> {
    let (change, version) = reversible(application, caller, id).await?;
    let plan = reversing::plan(application, caller, id, Keep::Decisions).await?;
    let reversed = change
        .decide(ChangeCommand::Reverse { by: by.clone() })
        .map_err(|_| Refusal::Irreversible(id.clone()))?;
    // On record in both places, and two who take it back at once meet here.
    let also = vec![Addition {
        event: DecisionEvent::Change(id.clone(), reversed),
        version: version + 1,
    }];
    Ok((plan, also))
}

/// What carrying out a proposed change as the change `id` appends; `None` when that is not what was proposed any more.
pub(crate) async fn proposed(
    application: &Application,
    proposer: &Principal,
    id: &ChangeId,
    deed: &Deed,
    token: &str,
) -> Result<Option<Vec<Addition>>, Refusal> {
    let (plan, also) = match deed {
        Deed::Alter { filter, change } => {
            let order = Order {
                filter: (**filter).clone(),
                alteration: (**change).clone(),
            };
            orders::check(application, proposer, &order).await?;
            (selecting::plan(application, proposer, &order, Keep::Decisions).await?, vec![])
        }
        Deed::Reverse { change } => plan_reversal(application, proposer, change, id).await?,
        // A table's rows cannot be planned again without the table, so an import is never proposed.
        Deed::Import { .. } => return Ok(None),
    };
    let is_the_same = plan.token() == token;
    Ok(is_the_same.then(|| additions(plan, id, deed.clone(), also)))
}

/// All that a change appends: its decisions on codes, and last its own, so that whoever looks for the act by its id finds that.
fn additions(mut plan: Plan, id: &ChangeId, deed: Deed, also: Vec<Addition>) -> Vec<Addition> {
    let making = plan.making(deed);
    let mut additions = std::mem::take(&mut plan.additions);
    additions.extend(also);
    additions.push(Addition {
        event: DecisionEvent::Change(id.clone(), ChangeEvent::ChangeMade(making)),
        version: 1,
    });
    additions
}

/// A change that can be taken back, and its version.
async fn reversible(application: &Application, caller: &Principal, id: &ChangeId) -> Result<(Change, u64), Refusal> {
    caller.must_somewhere(Action::ChangeCodes)?;
    let stream: &dyn Stream<Change> = &*application.decisions;
    let loaded = stream.load(id.as_str()).await?;
    if loaded.state.made.is_none() {
        return Err(Refusal::NotFound {
            kind: "change",
            id: id.to_string(),
        });
    }
    if !loaded.state.is_reversible() {
        return Err(Refusal::Irreversible(id.clone()));
    }
    Ok((loaded.state, loaded.version))
}

/// The id of the change that this call makes: all decisions of one call bear one id already.
pub(crate) fn own_id(caller: &Caller) -> Result<ChangeId, Refusal> {
    caller
        .correlation
        .parse()
        .map_err(|error| Refusal::Store(crate::ports::StoreError::Failed(format!("no id for a change: {error}"))))
}

/// Appends what was planned, in one transaction, or proposes it.
async fn carry_out(
    application: &Application,
    caller: &Caller,
    plan: Plan,
    deed: Deed,
    terms: &Terms,
    also: Vec<Addition>,
) -> Result<Decided<ChangeRecord>, Refusal> {
    if terms.previewed.as_ref().is_some_and(|previewed| *previewed != plan.token()) {
        return Err(Refusal::PreviewOutdated);
    }
    if plan.codes == 0 {
        return Err(plan.nothing());
    }
    if plan.to_be_approved > 0 {
        let intent = Intent::Codes {
            making: Box::new(plan.making(deed)),
            token: plan.token(),
        };
        let proposal = propose(application, caller, plan.units, intent).await?;
        return Ok(Decided::Proposed(Box::new(proposal)));
    }
    let id = own_id(caller)?;
    let additions = additions(plan, &id, deed, also);
    let circumstances = caller.circumstances(application);
    match application.decisions.append_all(&additions, &circumstances).await {
        Ok(position) => {
            drop(additions);
            if terms.wait {
                application.progress.decisions_shown(position, PATIENCE).await;
            }
            Ok(Decided::Done(change(application, &id).await?))
        }
        Err(AppendError::Conflict) => Err(Refusal::LostRace),
        Err(AppendError::Store(error)) => Err(error.into()),
    }
}
