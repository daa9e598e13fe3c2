//! Everything as it ever was.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};
use signpost_domain::{
    audience::Definition,
    code::Code,
    decision::{Position, Subject},
    identifier::{AudienceName, CodeId, PrincipalId, UnitName},
    unit::Unit,
    url::HttpUrl,
};

use super::{Page, Paging, StoreError};

/// What a thing was at some moment, as it is stored: JSON that is handed on as it is, and read only by whoever looks into it.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct State(Box<RawValue>);

impl State {
    /// A state from its JSON.
    pub fn from_json(json: String) -> Result<Self, StoreError> {
        let raw = RawValue::from_string(json).map_err(|error| unreadable(&error))?;
        Self::from_raw(raw)
    }

    /// A state from JSON that was found to be some.
    pub fn from_raw(raw: Box<RawValue>) -> Result<Self, StoreError> {
        if !raw.get().bytes().any(|byte| byte == b'\n' || byte == b'\r') {
            return Ok(Self(raw));
        }
        // None of ours is laid out in lines; what was put in by hand may be, and would tear a line of an export.
        let value: Value = serde_json::from_str(raw.get()).map_err(|error| unreadable(&error))?;
        let raw = serde_json::value::to_raw_value(&value);
        raw.map(Self).map_err(|error| unreadable(&error))
    }

    /// What it says.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        serde_json::from_str(self.0.get()).map_err(|error| unreadable(&error))
    }
}

fn unreadable(error: &serde_json::Error) -> StoreError {
    StoreError::Unreadable(error.to_string())
}

/// Two are equal if they say the same, however they are laid out.
impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        let read = |state: &Self| state.read::<Value>().ok();
        self.0.get() == other.0.get() || (read(self).is_some() && read(self) == read(other))
    }
}

/// One decision, for people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryEntry {
    /// Its place in the log.
    pub position: Position,
    /// Kind of thing it is about: `code`, `audience`, `unit`, `access`.
    pub kind: String,
    /// Which one.
    pub id: String,
    /// The number of decisions on that thing, this one included.
    pub version: u64,
    /// What was decided, such as `Retargeted`.
    #[serde(rename = "type")]
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub actor: String,
    /// Why, where said.
    pub reason: Option<String>,
    /// Which way it came in.
    pub source: String,
    /// What belongs to one act has the same.
    pub correlation: String,
    /// The proposal that was approved with it, where one was.
    pub proposal: Option<String>,
    /// Who had made that.
    pub proposer: Option<String>,
    /// The whole thing before; `None` before the first decision.
    pub before: Option<State>,
    /// The whole thing after.
    pub after: State,
}

/// In which order decisions are given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// As they were made.
    #[default]
    Oldest,
    /// The last one first.
    Newest,
}

/// What decisions are looked for by; everything given must fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecisionFilter {
    /// Those of this actor.
    pub actor: Option<PrincipalId>,
    /// Those of this type.
    pub name: Option<String>,
    /// Those on this code, and those on proposals about it.
    pub code: Option<CodeId>,
    /// Those on this audience, those that gave a code other rules where it is named before or after, and those on proposals of either.
    pub audience: Option<AudienceName>,
    /// Those on this unit, those that gave it a design, those on codes that were its own before or after, and those on proposals about either or to be approved in it.
    pub unit: Option<UnitName>,
    /// Those that made something lead to this host.
    pub host: Option<String>,
    /// Those that made something lead to this address.
    pub url: Option<HttpUrl>,
    /// Those whose reason has words that begin like each of these.
    pub words: Option<String>,
    /// Those made at this time or later.
    pub from: Option<Timestamp>,
    /// Those made before this time.
    pub until: Option<Timestamp>,
}

/// A stretch of the log, both ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Its first position.
    pub first: Position,
    /// Its last position.
    pub last: Position,
}

impl Stretch {
    /// All of the log. (Stores keep positions as signed numbers.)
    pub const ALL: Self = Self {
        first: Position(1),
        last: Position(i64::MAX.cast_unsigned()),
    };

    /// What is left of it after the entry at `after`, in this order.
    #[must_use]
    pub fn after(self, after: Option<Position>, order: Order) -> Self {
        match (after, order) {
            (None, _) => self,
            (Some(Position(after)), Order::Oldest) => Self {
                first: self.first.max(Position(after.saturating_add(1))),
                ..self
            },
            (Some(Position(after)), Order::Newest) => Self {
                last: self.last.min(Position(after.saturating_sub(1))),
                ..self
            },
        }
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.first > self.last
    }
}

/// A moment, by the clock or by the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// After every decision made up to this time.
    Time(Timestamp),
    /// After the decision at this position.
    Position(Position),
}

impl Moment {
    /// After every decision there is. (Stores keep positions as signed numbers.)
    pub const LATEST: Self = Self::Position(Position(i64::MAX.cast_unsigned()));
}

/// A code as it was at some moment.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeThen {
    /// The code.
    pub code: Code,
    /// The number of decisions on it until then.
    pub version: u64,
    /// The position of the last of them.
    pub position: Position,
    /// When that was.
    pub at: Timestamp,
}

/// Reads what was.
#[async_trait]
pub trait History: Send + Sync {
    /// All decisions on one thing, in order.
    async fn of(&self, subject: &Subject, paging: &Paging) -> Result<Page<HistoryEntry>, StoreError>;

    /// At most `limit` decisions that fit, of a stretch of the log.
    async fn decisions(
        &self,
        filter: &DecisionFilter,
        stretch: Stretch,
        order: Order,
        limit: u32,
    ) -> Result<Vec<HistoryEntry>, StoreError>;

    /// The smallest stretch with all decisions that were made from a time on and before another; `None` when there is none.
    async fn stretch_of(&self, from: Option<Timestamp>, until: Option<Timestamp>) -> Result<Option<Stretch>, StoreError>;

    /// When the first decision was made that a search does not find yet; `None` when it finds all.
    async fn not_found_since(&self) -> Result<Option<Timestamp>, StoreError>;

    /// The position of the last decision made up to a moment.
    async fn position_at(&self, moment: Moment) -> Result<Position, StoreError>;

    /// A code as it was; `None` when it did not exist yet.
    async fn code_at(&self, id: &CodeId, position: Position) -> Result<Option<CodeThen>, StoreError>;

    /// An audience as it was; `None` when it did not exist or was withdrawn.
    async fn audience_at(&self, name: &AudienceName, position: Position) -> Result<Option<Definition>, StoreError>;

    /// A unit as it was; `None` when it did not exist yet.
    async fn unit_at(&self, name: &UnitName, position: Position) -> Result<Option<Unit>, StoreError>;
}
