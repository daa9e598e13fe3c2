//! What was proposed, and what became of it.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use signpost_domain::{
    decision::{Actor, Decision, Position, Reason, Subject},
    identifier::{ChangeId, CodeId, ProposalId, UnitName},
    proposal::{Intent, Outcome, ProposalEvent, Proposed},
};

use super::{Page, Paging, StoreError};

/// How a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalStanding {
    /// It waits to be approved or rejected.
    Open,
    /// It waits, but what it is about changed since: it can only be rejected or withdrawn.
    Outdated,
    /// It was approved, and counts.
    Approved,
    /// It was rejected.
    Rejected,
    /// Whoever proposed it took it back.
    Withdrawn,
}

impl ProposalStanding {
    /// Every standing.
    pub const ALL: [Self; 5] = [Self::Open, Self::Outdated, Self::Approved, Self::Rejected, Self::Withdrawn];

    /// The word used in JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Outdated => "outdated",
            Self::Approved => Outcome::Approved.as_str(),
            Self::Rejected => Outcome::Rejected.as_str(),
            Self::Withdrawn => Outcome::Withdrawn.as_str(),
        }
    }
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposalRecord {
    /// Its id.
    pub id: ProposalId,
    /// The position of the decision by which it was made.
    pub position: Position,
    /// How it stands.
    pub standing: ProposalStanding,
    /// What was proposed.
    pub proposed: Proposed,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub actor: Actor,
    /// Why, where said.
    pub reason: Option<Reason>,
    /// What became of it; `None` as long as it waits.
    pub ended: Option<Ending>,
}

/// The decision that ended a proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ending {
    /// Its position.
    pub position: Position,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub actor: Actor,
    /// Why, where said.
    pub reason: Option<Reason>,
    /// What was decided with it, on codes, units and audiences, bears the same.
    pub correlation: String,
}

impl ProposalRecord {
    /// The record after a decision on the proposal; `None` when the log makes no sense here.
    pub fn after(before: Option<Self>, id: &ProposalId, event: &ProposalEvent, decision: &Decision) -> Option<Self> {
        let circumstances = &decision.circumstances;
        let standing = match (event, &before) {
            (ProposalEvent::Proposed(proposed), None) => {
                return Some(Self {
                    id: id.clone(),
                    position: decision.position,
                    standing: ProposalStanding::Open,
                    proposed: proposed.clone(),
                    at: circumstances.at,
                    actor: circumstances.actor.clone(),
                    reason: circumstances.reason.clone(),
                    ended: None,
                });
            }
            (ProposalEvent::Proposed(_), Some(_)) => return None,
            (ProposalEvent::Approved { .. }, _) => ProposalStanding::Approved,
            (ProposalEvent::Rejected { .. }, _) => ProposalStanding::Rejected,
            (ProposalEvent::ProposalWithdrawn, _) => ProposalStanding::Withdrawn,
        };
        Some(Self {
            standing,
            ended: Some(Ending {
                position: decision.position,
                at: circumstances.at,
                actor: circumstances.actor.clone(),
                reason: circumstances.reason.clone(),
                correlation: circumstances.correlation.clone(),
            }),
            ..before?
        })
    }

    /// Notes that something else was decided on what it is about, which has `version` now.
    pub fn overtaken(&mut self, version: u64) {
        let is_based_on_less = self
            .proposed
            .change
            .based_on()
            .is_some_and(|(_, based_on)| based_on < version);
        if self.standing == ProposalStanding::Open && is_based_on_less {
            self.standing = ProposalStanding::Outdated;
        }
    }

    /// The change of many codes that it became.
    pub fn change(&self) -> Option<ChangeId> {
        let Intent::Codes { .. } = self.proposed.change else {
            return None;
        };
        let ended = self.ended.as_ref().filter(|_| self.standing == ProposalStanding::Approved)?;
        ended.correlation.parse().ok()
    }

    /// What it is about, in one word for tables: kind and id, or `codes` for many.
    pub fn about(&self) -> String {
        self.proposed
            .change
            .based_on()
            .map_or_else(|| "codes".to_owned(), |(subject, _)| about(&subject))
    }
}

/// The word for a thing that a proposal is about.
pub fn about(subject: &Subject) -> String {
    format!("{}/{}", subject.kind(), subject.id())
}

/// Which proposals are looked for; everything given must fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposalFilter {
    /// Those that stand so.
    pub standing: Option<ProposalStanding>,
    /// Those that must be approved in this unit.
    pub unit: Option<UnitName>,
    /// Those about this code alone.
    pub code: Option<CodeId>,
}

/// Reads proposals.
#[async_trait]
pub trait Proposals: Send + Sync {
    /// One proposal.
    async fn proposal(&self, id: &ProposalId) -> Result<Option<ProposalRecord>, StoreError>;

    /// Proposals that fit, the latest first.
    async fn proposals(&self, filter: &ProposalFilter, paging: &Paging) -> Result<Page<ProposalRecord>, StoreError>;
}
