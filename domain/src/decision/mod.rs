//! A decision as it stands in the log: what was decided about what, by whom, why, from where and when.

mod circumstances;

use std::{fmt, str::FromStr};

use cqrs_es::{Aggregate, DomainEvent};
use serde::{Deserialize, Serialize};

pub use self::circumstances::{Actor, Approves, Circumstances, CircumstancesError, Reason, ReasonError, Source};
use crate::{
    access::{Access, AccessEvent},
    audience::{Audience, AudienceEvent},
    batch::{Batch, BatchEvent},
    change::{Change, ChangeEvent},
    code::{Code, CodeEvent},
    design::{Design, DesignEvent},
    identifier::{AudienceName, BatchId, ChangeId, CodeId, DesignName, PrincipalId, ProposalId, UnitName},
    proposal::{Proposal, ProposalEvent},
    retention::{Retention, RetentionEvent},
    seals::{Seals, SealsEvent, SealsOf},
    unit::{Unit, UnitEvent},
};

/// A place in a log. Ordered; whether it has gaps is the store's affair.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(pub u64);

impl Position {
    /// Before the first entry.
    pub const START: Self = Self(0);
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why something is not a [`Position`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a position is a whole number of 0 to {}", i64::MAX)]
pub struct PositionError;

impl TryFrom<u64> for Position {
    type Error = PositionError;

    /// Stores keep positions as signed numbers; one beyond them would come back as another.
    fn try_from(number: u64) -> Result<Self, PositionError> {
        i64::try_from(number).map(|_| Self(number)).map_err(|_| PositionError)
    }
}

impl FromStr for Position {
    type Err = PositionError;

    fn from_str(text: &str) -> Result<Self, PositionError> {
        text.parse::<u64>().map_err(|_| PositionError)?.try_into()
    }
}

/// What a decision is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A code.
    Code(CodeId),
    /// An audience.
    Audience(AudienceName),
    /// A unit.
    Unit(UnitName),
    /// Somebody's access.
    Access(PrincipalId),
    /// How long scans are kept. There is one, and its id is [`RETENTION`].
    Retention,
    /// What is sealed, or the keys it is sealed with.
    Seals(SealsOf),
    /// A change of many codes.
    Change(ChangeId),
    /// A proposal.
    Proposal(ProposalId),
    /// A design.
    Design(DesignName),
    /// A batch.
    Batch(BatchId),
}

/// The id of the one [`Retention`].
pub const RETENTION: &str = "scans";

impl Subject {
    /// Reads kind and id as the log has them.
    pub fn read(kind: &str, id: &str) -> Result<Self, UnreadableDecision> {
        let unreadable = |what: String| UnreadableDecision {
            kind: kind.to_owned(),
            id: id.to_owned(),
            what,
        };
        macro_rules! read {
            ($variant:ident) => {
                Self::$variant(id.parse().map_err(|error| unreadable(format!("{error}")))?)
            };
        }
        Ok(match kind {
            Code::TYPE => read!(Code),
            Audience::TYPE => read!(Audience),
            Unit::TYPE => read!(Unit),
            Access::TYPE => read!(Access),
            Retention::TYPE if id == RETENTION => Self::Retention,
            Seals::TYPE => Self::Seals(SealsOf::read(id).ok_or_else(|| unreadable("nothing of that name is sealed".into()))?),
            Change::TYPE => read!(Change),
            Proposal::TYPE => read!(Proposal),
            Design::TYPE => read!(Design),
            Batch::TYPE => read!(Batch),
            _ => return Err(unreadable("this version of Signpost does not know this kind of thing".into())),
        })
    }

    /// The kind of thing, as the log names it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Code(_) => Code::TYPE,
            Self::Audience(_) => Audience::TYPE,
            Self::Unit(_) => Unit::TYPE,
            Self::Access(_) => Access::TYPE,
            Self::Retention => Retention::TYPE,
            Self::Seals(_) => Seals::TYPE,
            Self::Change(_) => Change::TYPE,
            Self::Proposal(_) => Proposal::TYPE,
            Self::Design(_) => Design::TYPE,
            Self::Batch(_) => Batch::TYPE,
        }
    }

    /// Which one.
    pub fn id(&self) -> &str {
        match self {
            Self::Code(id) => id.as_str(),
            Self::Audience(name) => name.as_str(),
            Self::Unit(name) => name.as_str(),
            Self::Access(id) => id.as_str(),
            Self::Retention => RETENTION,
            Self::Seals(of) => of.as_str(),
            Self::Change(id) => id.as_str(),
            Self::Proposal(id) => id.as_str(),
            Self::Design(name) => name.as_str(),
            Self::Batch(id) => id.as_str(),
        }
    }
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum DecisionEvent {
    /// About a code.
    Code(CodeId, CodeEvent),
    /// About an audience.
    Audience(AudienceName, AudienceEvent),
    /// About a unit.
    Unit(UnitName, UnitEvent),
    /// About somebody's access.
    Access(PrincipalId, AccessEvent),
    /// About how long scans are kept.
    Retention(RetentionEvent),
    /// About seals.
    Seals(SealsOf, SealsEvent),
    /// About a change of many codes.
    Change(ChangeId, ChangeEvent),
    /// About a proposal.
    Proposal(ProposalId, ProposalEvent),
    /// About a design.
    Design(DesignName, DesignEvent),
    /// About a batch.
    Batch(BatchId, BatchEvent),
}

/// An entry of the decision log that this program cannot read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a decision on {kind} {id} cannot be read: {what}")]
pub struct UnreadableDecision {
    /// Kind of thing it is about.
    pub kind: String,
    /// Which one.
    pub id: String,
    /// What is wrong with it.
    pub what: String,
}

impl DecisionEvent {
    /// Reads an event as `cqrs-es` stored it.
    pub fn read(kind: &str, id: &str, payload: serde_json::Value) -> Result<Self, UnreadableDecision> {
        let unreadable = |error: serde_json::Error| UnreadableDecision {
            kind: kind.to_owned(),
            id: id.to_owned(),
            what: error.to_string(),
        };
        Ok(match Subject::read(kind, id)? {
            Subject::Code(id) => Self::Code(id, serde_json::from_value(payload).map_err(unreadable)?),
            Subject::Audience(name) => Self::Audience(name, serde_json::from_value(payload).map_err(unreadable)?),
            Subject::Unit(name) => Self::Unit(name, serde_json::from_value(payload).map_err(unreadable)?),
            Subject::Access(id) => Self::Access(id, serde_json::from_value(payload).map_err(unreadable)?),
            Subject::Retention => Self::Retention(serde_json::from_value(payload).map_err(unreadable)?),
            Subject::Seals(of) => Self::Seals(of, serde_json::from_value(payload).map_err(unreadable)?),
            Subject::Change(id) => Self::Change(id, serde_json::from_value(payload).map_err(unreadable)?),
            Subject::Proposal(id) => Self::Proposal(id, serde_json::from_value(payload).map_err(unreadable)?),
            Subject::Design(name) => Self::Design(name, serde_json::from_value(payload).map_err(unreadable)?),
            Subject::Batch(id) => Self::Batch(id, serde_json::from_value(payload).map_err(unreadable)?),
        })
    }

    /// What it is about.
    pub fn subject(&self) -> Subject {
        match self {
            Self::Code(id, _) => Subject::Code(id.clone()),
            Self::Audience(name, _) => Subject::Audience(name.clone()),
            Self::Unit(name, _) => Subject::Unit(name.clone()),
            Self::Access(id, _) => Subject::Access(id.clone()),
            Self::Retention(_) => Subject::Retention,
            Self::Seals(of, _) => Subject::Seals(*of),
            Self::Change(id, _) => Subject::Change(id.clone()),
            Self::Proposal(id, _) => Subject::Proposal(id.clone()),
            Self::Design(name, _) => Subject::Design(name.clone()),
            Self::Batch(id, _) => Subject::Batch(id.clone()),
        }
    }

    /// The decision's name, such as `Retargeted`.
    pub fn name(&self) -> String {
        match self {
            Self::Code(_, event) => event.event_type(),
            Self::Audience(_, event) => event.event_type(),
            Self::Unit(_, event) => event.event_type(),
            Self::Access(_, event) => event.event_type(),
            Self::Retention(event) => event.event_type(),
            Self::Seals(_, event) => event.event_type(),
            Self::Change(_, event) => event.event_type(),
            Self::Proposal(_, event) => event.event_type(),
            Self::Design(_, event) => event.event_type(),
            Self::Batch(_, event) => event.event_type(),
        }
    }

    /// The version of the shape that its content has.
    pub fn schema(&self) -> String {
        match self {
            Self::Code(_, event) => event.event_version(),
            Self::Audience(_, event) => event.event_version(),
            Self::Unit(_, event) => event.event_version(),
            Self::Access(_, event) => event.event_version(),
            Self::Retention(event) => event.event_version(),
            Self::Seals(_, event) => event.event_version(),
            Self::Change(_, event) => event.event_version(),
            Self::Proposal(_, event) => event.event_version(),
            Self::Design(_, event) => event.event_version(),
            Self::Batch(_, event) => event.event_version(),
        }
    }

    /// Its content as JSON.
    pub fn payload(&self) -> serde_json::Value {
        let payload = match self {
            Self::Code(_, event) => serde_json::to_value(event),
            Self::Audience(_, event) => serde_json::to_value(event),
            Self::Unit(_, event) => serde_json::to_value(event),
            Self::Access(_, event) => serde_json::to_value(event),
            Self::Retention(event) => serde_json::to_value(event),
            Self::Seals(_, event) => serde_json::to_value(event),
            Self::Change(_, event) => serde_json::to_value(event),
            Self::Proposal(_, event) => serde_json::to_value(event),
            Self::Design(_, event) => serde_json::to_value(event),
            Self::Batch(_, event) => serde_json::to_value(event),
        };
        payload.expect("events have text keys only")
    }
}

/// An entry of the decision log.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Its place in the log.
    pub position: Position,
    /// The number of decisions on this subject, this one included.
    pub version: u64,
    /// What was decided, about what.
    pub event: DecisionEvent,
    /// By whom, why, from where and when.
    pub circumstances: Circumstances,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_of_a_newer_version_is_unreadable_and_not_skipped() {
        let unreadable = DecisionEvent::read("code", "BENCH-1", serde_json::json!({"type": "Teleported"})).unwrap_err();
        assert!(unreadable.to_string().contains("BENCH-1"), "{unreadable}");
        assert!(DecisionEvent::read("wish", "x", serde_json::json!({})).is_err());
    }
}
