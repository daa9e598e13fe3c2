//! The decision log: what was decided, for ever.

use async_trait::async_trait;
use cqrs_es::Aggregate;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use signpost_domain::{
    access::Access,
    audience::Audience,
    batch::Batch,
    change::Change,
    code::Code,
    decision::{Circumstances, Decision, DecisionEvent, Position, Subject},
    design::Design,
    proposal::Proposal,
    retention::Retention,
    seals::Seals,
    unit::Unit,
};
use tokio::sync::watch;

use super::StoreError;

/// An aggregate as its decisions made it.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded<A> {
    /// Its state.
    pub state: A,
    /// The number of decisions on it.
    pub version: u64,
    /// When the first and the last of them were made; `None` when there is none.
    pub span: Option<(Timestamp, Timestamp)>,
}

/// What an append came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// The number of decisions on the aggregate now.
    pub version: u64,
    /// The position of the last decision appended.
    pub position: Position,
}

/// A decision that is to be appended beside others.
#[derive(Debug, Clone, PartialEq)]
pub struct Addition {
    /// What is decided about what.
    pub event: DecisionEvent,
    /// The number of decisions on that subject with this one; the one before must be its last.
    pub version: u64,
}

/// An [`Addition`] in the words of the log, so that many can be laid aside on a disk until they are appended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The kind of thing it is about.
    pub kind: String,
    /// Which one.
    pub id: String,
    /// The number of decisions on that subject with this one.
    pub version: u64,
    /// What was decided, such as `Retargeted`.
    pub name: String,
    /// The version of the shape that its content has.
    pub schema: String,
    /// Its content, JSON.
    pub payload: String,
}

impl From<&Addition> for Draft {
    fn from(Addition { event, version }: &Addition) -> Self {
        let subject = event.subject();
        Self {
            kind: subject.kind().to_owned(),
            id: subject.id().to_owned(),
            version: *version,
            name: event.name(),
            schema: event.schema(),
            payload: event.payload().to_string(),
        }
    }
}

/// Drafts one after the other, as they are asked for.
pub type Drafts<'a> = dyn Iterator<Item = Result<Draft, StoreError>> + Send + 'a;

/// Why an append did not happen; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Somebody else decided on the same aggregate in between.
    #[error("somebody else changed this in between")]
    Conflict,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The streams of one kind of aggregate.
#[async_trait]
pub trait Stream<A: Aggregate>: Send + Sync {
    /// The aggregate `id`; one that never was has version 0.
    async fn load(&self, id: &str) -> Result<Loaded<A>, StoreError>;

    /// Appends `events` to `id`, which must still be at version `after`, all or none.
    async fn append(
        &self,
        id: &str,
        after: u64,
        events: Vec<A::Event>,
        circumstances: &Circumstances,
    ) -> Result<Appended, AppendError>;
}

/// Why the log cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The entry right after the asked position cannot be understood.
    #[error("decision {position} cannot be read: {what}")]
    Poison {
        /// Its position.
        position: Position,
        /// What is wrong with it.
        what: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// All decisions in one order.
#[async_trait]
pub trait DecisionLog:
    Stream<Code>
    + Stream<Audience>
    + Stream<Unit>
    + Stream<Access>
    + Stream<Retention>
    + Stream<Seals>
    + Stream<Change>
    + Stream<Proposal>
    + Stream<Design>
    + Stream<Batch>
{
    /// Appends decisions on many subjects in one act, in this order, all or none. Gives the position of the last; of none, the
    /// [`head`](Self::head).
    async fn append_all(&self, additions: &[Addition], circumstances: &Circumstances) -> Result<Position, AppendError> {
        let mut drafts = additions.iter().map(|addition| Ok(Draft::from(addition)));
        self.append_drafts(&mut drafts, circumstances).await
    }

    /// The same of more decisions than should be in memory at once. One that fails to be read ends it, and nothing is appended.
    async fn append_drafts(&self, drafts: &mut Drafts<'_>, circumstances: &Circumstances) -> Result<Position, AppendError>;

    /// The position of the last decision.
    async fn head(&self) -> Result<Position, StoreError>;

    /// At most `limit` decisions after `after`, in order. Stops before one that cannot be read, and fails only when that
    /// one is the next.
    async fn read(&self, after: Position, limit: u32) -> Result<Vec<Decision>, ReadError>;

    /// All decisions on many things of one kind: thing after thing in the order of `ids`, each in the order of its versions.
    async fn decisions_on(&self, kind: &str, ids: &[&str]) -> Result<Vec<Decision>, StoreError>;

    /// At most `limit` decisions on one thing behind the first `after` of them, in the order of their versions: for what is told of it a part at a time.
    async fn decisions_of(&self, kind: &str, id: &str, after: u64, limit: u32) -> Result<Vec<Decision>, StoreError>;

    /// At most `limit` decisions after `after` that bear this correlation id, in order.
    async fn act(&self, correlation: &str, after: Position, limit: u32) -> Result<Vec<Decision>, StoreError>;

    /// The last decision made under this correlation id: its subject and position.
    async fn correlated(&self, correlation: &str) -> Result<Option<(Subject, Position)>, StoreError>;

    /// Changes whenever this process appended, and soon after another did where the store tells; what it does not tell is found by
    /// asking for the [`head`](Self::head).
    fn appended(&self) -> watch::Receiver<Position>;
}
