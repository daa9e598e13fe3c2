//! What can happen to a proposal.

use cqrs_es::DomainEvent;
use serde::{Deserialize, Serialize};

use super::Proposed;
use crate::identifier::PrincipalId;

/// A decision about one proposal, in the past tense.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum ProposalEvent {
    /// It was made.
    Proposed(Proposed),
    /// It was approved, and counts: in the same act everything was decided that it proposed.
    Approved {
        /// The person, whichever of their tokens they used.
        person: PrincipalId,
    },
    /// It was rejected; the reason stands beside.
    Rejected {
        /// The person, whichever of their tokens they used.
        person: PrincipalId,
    },
    /// Whoever proposed it took it back.
    ProposalWithdrawn,
}

impl DomainEvent for ProposalEvent {
    fn event_type(&self) -> String {
        match self {
            Self::Proposed(_) => "Proposed",
            Self::Approved { .. } => "Approved",
            Self::Rejected { .. } => "Rejected",
            Self::ProposalWithdrawn => "ProposalWithdrawn",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
