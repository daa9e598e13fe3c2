//! A decision as it stands in the log: what was decided about what, by whom, why, from where and when.

use std::{collections::HashMap, fmt, str::FromStr};

use cqrs_es::{Aggregate, DomainEvent};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    access::{Access, AccessEvent},
    audience::{Audience, AudienceEvent},
    change::{Change, ChangeEvent},
    code::{Code, CodeEvent},
    identifier::{AudienceName, ChangeId, CodeId, PrincipalId, UnitName},
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

/// Which way a command came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The REST API.
    Rest,
    /// The website.
    Website,
    /// The command line.
    CommandLine,
    /// An import.
    Import,
    /// Signpost itself, by the clock.
    Program,
}

impl Source {
    /// The word used in JSON and in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Website => "website",
            Self::CommandLine => "command_line",
            Self::Import => "import",
            Self::Program => "program",
        }
    }
}

/// Who decided.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Actor {
    /// Somebody with access, by an opaque id.
    Principal(PrincipalId),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Principal(id) => id.fmt(f),
        }
    }
}

/// Why, in a person's words: 1 to 1,000 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

/// Why a text is not a [`Reason`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reason has 1 to 1,000 characters")]
pub struct ReasonError;

impl Reason {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Reason {
    type Error = ReasonError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let trimmed = text.trim();
        if (1..=1_000).contains(&trimmed.chars().count()) {
            Ok(Self(trimmed.to_owned()))
        } else {
            Err(ReasonError)
        }
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.0
    }
}

/// What is known of a decision beside its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circumstances {
    /// Who decided.
    pub actor: Actor,
    /// Why, where said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Which way it came in.
    pub source: Source,
    /// When.
    pub at: Timestamp,
    /// What belongs to one act has the same.
    pub correlation: String,
}

/// The metadata of an event cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the metadata of a decision is damaged: {0}")]
pub struct CircumstancesError(String);

impl Circumstances {
    /// As `cqrs-es` keeps it: text by name.
    pub fn to_metadata(&self) -> HashMap<String, String> {
        let mut metadata = HashMap::from([
            ("actor".to_owned(), self.actor.to_string()),
            ("source".to_owned(), self.source.as_str().to_owned()),
            ("at".to_owned(), self.at.to_string()),
            ("correlation".to_owned(), self.correlation.clone()),
        ]);
        if let Some(reason) = &self.reason {
            metadata.insert("reason".to_owned(), reason.as_str().to_owned());
        }
        metadata
    }

    /// Reads what [`to_metadata`](Self::to_metadata) wrote.
    pub fn from_metadata(metadata: serde_json::Value) -> Result<Self, CircumstancesError> {
        serde_json::from_value(metadata).map_err(|error| CircumstancesError(error.to_string()))
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
    fn circumstances_survive_the_log() {
        let circumstances = Circumstances {
            actor: Actor::Principal("t-7".parse().unwrap()),
            reason: Some(" new form ".to_owned().try_into().unwrap()),
            source: Source::CommandLine,
            at: "2026-11-23T10:00:00.123456Z".parse().unwrap(),
            correlation: "c".into(),
        };
        let json = serde_json::to_value(circumstances.to_metadata()).unwrap();
        assert_eq!(json["source"], "command_line");
        assert_eq!(json["reason"], "new form");
        assert_eq!(Circumstances::from_metadata(json).unwrap(), circumstances);
    }

    #[test]
    fn an_event_of_a_newer_version_is_unreadable_and_not_skipped() {
        let unreadable = DecisionEvent::read("code", "BENCH-1", serde_json::json!({"type": "Teleported"})).unwrap_err();
        assert!(unreadable.to_string().contains("BENCH-1"), "{unreadable}");
        assert!(DecisionEvent::read("wish", "x", serde_json::json!({})).is_err());
    }
}
