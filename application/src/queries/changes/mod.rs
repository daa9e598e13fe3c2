//! Changes of many codes: what each was, how far it shows, and which codes it touched.

mod words;

use jiff::Timestamp;
use signpost_domain::{
    Aggregate,
    change::{Change, Making},
    decision::{Actor, Decision, DecisionEvent, Position, Reason},
    identifier::{ChangeId, CodeId},
};

pub use self::words::words;
use crate::{
    Application,
    authority::{Action, Principal},
    ports::{Page, StoreError},
    refusal::Refusal,
};

/// A change of many codes.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeRecord {
    /// Its id, which all of its decisions bear as their correlation id.
    pub id: ChangeId,
    /// The position of its last decision.
    pub position: Position,
    /// What was done.
    pub making: Making,
    /// Whether it can be taken back.
    pub is_reversible: bool,
    /// The changes that took it back.
    pub reversed_by: Vec<ChangeId>,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub actor: Actor,
    /// Why, where said.
    pub reason: Option<Reason>,
    /// How many of its decisions this node shows everywhere; all of them in the end.
    pub shown: u64,
}

/// What a change did to a code.
#[derive(Debug, Clone, PartialEq)]
pub struct Touch {
    /// The code.
    pub code: CodeId,
    /// What was decided, such as `Retargeted`.
    pub name: String,
    /// The number of decisions on the code with this one.
    pub version: u64,
    /// Its place in the log.
    pub position: Position,
}

/// One change.
pub async fn show(application: &Application, principal: &Principal, id: &ChangeId) -> Result<ChangeRecord, Refusal> {
    principal.must(Action::ReadHistory, None)?;
    change(application, id).await
}

/// One change, as the log has it.
pub(crate) async fn change(application: &Application, id: &ChangeId) -> Result<ChangeRecord, Refusal> {
    let unknown = || Refusal::NotFound {
        kind: "change",
        id: id.to_string(),
    };
    let decisions = application.decisions.decisions_on(Change::TYPE, &[id.as_str()]).await?;
    let mut change = Change::default();
    for decision in &decisions {
        if let DecisionEvent::Change(_, event) = &decision.event {
            change.apply(event.clone());
        }
    }
    let is_reversible = change.is_reversible();
    let (Some(making), Some(made)) = (change.made, decisions.into_iter().next()) else {
        return Err(unknown());
    };
    let shown = shown(application, &made, making.decisions).await?;
    Ok(ChangeRecord {
        id: id.clone(),
        position: made.position,
        is_reversible,
        making,
        reversed_by: change.reversed_by,
        at: made.circumstances.at,
        actor: made.circumstances.actor,
        reason: made.circumstances.reason,
        shown,
    })
}

/// How many of a change's decisions on codes this node shows, by how far its read models are between its first and its last.
async fn shown(application: &Application, made: &Decision, decisions: u64) -> Result<u64, StoreError> {
    let Some(position) = application
        .progress
        .decisions_shown_up_to()
        .filter(|position| *position < made.position)
    else {
        return Ok(decisions);
    };
    let first = application
        .decisions
        .act(&made.circumstances.correlation, Position::START, 1)
        .await?;
    let first = first.first().map_or(made.position, |first| first.position);
    Ok((position.0 + 1).saturating_sub(first.0).min(decisions))
}

/// What a change did to which code, in the order of the log.
pub async fn touches(
    application: &Application,
    principal: &Principal,
    id: &ChangeId,
    after: Position,
    limit: u32,
) -> Result<Page<Touch>, Refusal> {
    show(application, principal, id).await?;
    // One more than asked for says whether there is a next page; the last decisions are on the change itself.
    let decisions = application.decisions.act(id.as_str(), after, limit.saturating_add(1)).await?;
    let touch = |decision: Decision| match decision.event {
        DecisionEvent::Code(ref code, _) => Some(Touch {
            code: code.clone(),
            name: decision.event.name(),
            version: decision.version,
            position: decision.position,
        }),
        _ => None,
    };
    let mut items: Vec<Touch> = decisions.into_iter().filter_map(touch).collect();
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|touch| touch.position.to_string());
    Ok(Page { items, next })
}
