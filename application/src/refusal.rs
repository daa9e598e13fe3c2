//! Why something was not done. Whoever gets one may rely on it that nothing changed.

use serde::Serialize;
use signpost_domain::{
    decision::Position,
    identifier::{ChangeId, CodeId, ProposalId},
    proposal::Outcome,
};

use crate::ports::StoreError;

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Where: a JSON pointer (RFC 6901) into what was sent, or the name of a query parameter.
    pub pointer: String,
    /// What is wrong, and what is allowed.
    pub detail: String,
}

impl Fault {
    /// A fault at `pointer`.
    pub fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            detail: detail.into(),
        }
    }
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The caller may not.
    #[error("{0}")]
    Forbidden(String),
    /// There is no such thing.
    #[error("there is no {kind} {id}")]
    NotFound {
        /// The kind of thing.
        kind: &'static str,
        /// The id that was asked for.
        id: String,
    },
    /// What was sent makes no sense or is not allowed.
    #[error("{}", .0.first().map_or("something is wrong with what was sent", |fault| fault.detail.as_str()))]
    Invalid(Vec<Fault>),
    /// The id is taken.
    #[error("a code with the id {0} already exists, and an id is never used twice; take another id, or none to get a free one")]
    AlreadyMinted(CodeId),
    /// The code is out of use for good.
    #[error("code {0} is retired, and that is for good; mint a new code, or let a successor take over")]
    Retired(CodeId),
    /// The audience cannot be withdrawn while codes use it.
    #[error("{}", in_use(*count, some))]
    AudienceInUse {
        /// How many.
        count: u64,
        /// Some of them, for people.
        some: String,
    },
    /// The version the caller expected is not the current one.
    #[error("this has version {current} now, not the one given in If-Match; read it again and decide anew")]
    VersionMismatch {
        /// The current version; 0 when there is no such thing.
        current: u64,
    },
    /// Somebody else changed the same thing at the same moment.
    #[error("somebody else changed this at the same moment; read it again and decide anew")]
    LostRace,
    /// Something was decided on the code after the change that is to be taken back.
    #[error("something was decided on {0} since; it stays as it is")]
    ChangedSince(CodeId),
    /// The code came into being with the change that is to be taken back.
    #[error("{0} came into being with it, and a code is for ever; it stays as it is, and can be suspended or retired")]
    MintedThen(CodeId),
    /// Whoever began it stopped it.
    #[error("it was cancelled, and nothing was changed")]
    Cancelled,
    /// Some of the codes that were meant cannot be changed so.
    #[error(
        "{count} of the codes that fit cannot be changed so, and nothing was changed; narrow the filter, or leave them out with \"leave_out\": true"
    )]
    NotAll {
        /// How many.
        count: u64,
        /// Some of them, each with its reason.
        some: Vec<Fault>,
    },
    /// Nothing would be changed.
    #[error("{0}")]
    NothingToChange(String),
    /// What was previewed is not what would be done now.
    #[error("what was previewed is not what would be done now: something changed since; look at it again and decide anew")]
    PreviewOutdated,
    /// The change cannot be taken back.
    #[error("change {0} retired codes, and that is for good; mint new codes, or let successors take over")]
    Irreversible(ChangeId),
    /// The proposal was approved, rejected or withdrawn already.
    #[error("proposal {id} was {} already", .outcome.as_str())]
    ProposalClosed {
        /// Which.
        id: ProposalId,
        /// What became of it.
        outcome: Outcome,
    },
    /// Whoever asks proposed it.
    #[error("you proposed this yourself; another person must approve or reject it, and you can withdraw it")]
    OwnProposal,
    /// What was proposed cannot be decided any more.
    #[error(
        "what was proposed does not fit any more, and nothing was changed; reject or withdraw it, and propose anew what is wanted now"
    )]
    ProposalOutdated {
        /// What changed since, or is not allowed any more.
        since: Vec<Fault>,
    },
    /// What was asked for is proved by seals, and these have not come so far.
    #[error(
        "decision {0} is not sealed yet, which takes a second or so; ask again in a second. If it stays so, no node of this city holds the key"
    )]
    NotSealed(Position),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn in_use(count: u64, some: &str) -> String {
    match count {
        1 => format!("this audience is in the rules of 1 code, {some}; change those first"),
        _ => format!("this audience is in the rules of {count} codes, among them {some}; change those first"),
    }
}
