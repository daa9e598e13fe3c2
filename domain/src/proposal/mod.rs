//! A proposal: a change that counts only when another person approved it. Who may propose and approve what was checked before;
//! that two people are two is checked here.
//!
//! What is approved is exactly what was proposed: a proposal holds the decisions themselves, on a thing at one version. Should the
//! thing change first, they are not the right ones any more, and somebody proposes anew.

mod event;
#[cfg(test)]
mod tests;

use cqrs_es::{Aggregate, event_sink::EventSink};
use serde::{Deserialize, Serialize};

pub use self::event::ProposalEvent;
use crate::{
    audience::AudienceEvent,
    change::Making,
    code::CodeEvent,
    decision::Subject,
    identifier::{AudienceName, CodeId, PrincipalId, UnitName},
    unit::UnitEvent,
};

/// A proposal with what became of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// What was proposed, by whom; `None` before.
    pub proposed: Option<Proposed>,
    /// What became of it; `None` as long as it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// What was proposed, by whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposed {
    /// The person, whichever of their tokens they used.
    pub person: PrincipalId,
    /// The units in which it must be approved; null stands for what belongs to no unit, or to all.
    pub units: Vec<Option<UnitName>>,
    /// What would be decided.
    pub change: Intent,
}

/// What would be decided about what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Intent {
    /// About a code.
    Code {
        /// Which.
        code: CodeId,
        /// The number of decisions on it when this was proposed.
        version: u64,
        /// The decisions.
        decisions: Vec<CodeEvent>,
    },
    /// About a unit.
    Unit {
        /// Which.
        unit: UnitName,
        /// The number of decisions on it when this was proposed.
        version: u64,
        /// The decisions.
        decisions: Vec<UnitEvent>,
    },
    /// About an audience.
    Audience {
        /// Which.
        audience: AudienceName,
        /// The number of decisions on it when this was proposed.
        version: u64,
        /// The decisions.
        decisions: Vec<AudienceEvent>,
    },
    /// About many codes, in one act.
    Codes {
        /// What would be done.
        making: Box<Making>,
        /// Stands for exactly that: every code that is meant, its version and what would be decided about it.
        token: String,
    },
}

impl Intent {
    /// What it is about and the version it is based on; `None` for many codes.
    pub fn based_on(&self) -> Option<(Subject, u64)> {
        match self {
            Self::Code { code, version, .. } => Some((Subject::Code(code.clone()), *version)),
            Self::Unit { unit, version, .. } => Some((Subject::Unit(unit.clone()), *version)),
            Self::Audience { audience, version, .. } => Some((Subject::Audience(audience.clone()), *version)),
            Self::Codes { .. } => None,
        }
    }
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was approved, and counts.
    Approved,
    /// It was rejected.
    Rejected,
    /// Whoever proposed it took it back.
    Withdrawn,
}

impl Outcome {
    /// The word used in JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What can be asked of a proposal.
#[derive(Debug, Clone, PartialEq)]
pub enum ProposalCommand {
    /// Be this.
    Propose(Box<Proposed>),
    /// Count.
    Approve {
        /// On whose word.
        person: PrincipalId,
    },
    /// Never count.
    Reject {
        /// On whose word.
        person: PrincipalId,
    },
    /// Be taken back.
    Withdraw {
        /// On whose word.
        person: PrincipalId,
    },
}

/// Why a proposal refuses a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProposalError {
    /// It was made already.
    #[error("this was proposed already")]
    AlreadyProposed,
    /// There is no such proposal.
    #[error("there is no such proposal")]
    Unknown,
    /// It is not open any more.
    #[error("this was {} already", .0.as_str())]
    Closed(Outcome),
    /// One person is not two.
    #[error("you proposed this yourself, and another person must approve or reject it")]
    Own,
    /// Somebody else proposed it.
    #[error("somebody else proposed this; only who proposed it can withdraw it")]
    NotOwn,
}

impl Proposal {
    /// What follows from a command.
    pub fn decide(&self, command: ProposalCommand) -> Result<ProposalEvent, ProposalError> {
        let Some(proposed) = &self.proposed else {
            return match command {
                ProposalCommand::Propose(proposed) => Ok(ProposalEvent::Proposed(*proposed)),
                _ => Err(ProposalError::Unknown),
            };
        };
        if let Some(outcome) = self.outcome {
            return Err(ProposalError::Closed(outcome));
        }
        let is_own = |person: &PrincipalId| *person == proposed.person;
        match command {
            ProposalCommand::Propose(_) => Err(ProposalError::AlreadyProposed),
            ProposalCommand::Approve { person } | ProposalCommand::Reject { person } if is_own(&person) => {
                Err(ProposalError::Own)
            }
            ProposalCommand::Approve { person } => Ok(ProposalEvent::Approved { person }),
            ProposalCommand::Reject { person } => Ok(ProposalEvent::Rejected { person }),
            ProposalCommand::Withdraw { person } if is_own(&person) => Ok(ProposalEvent::ProposalWithdrawn),
            ProposalCommand::Withdraw { .. } => Err(ProposalError::NotOwn),
        }
    }
}

impl Aggregate for Proposal {
    const TYPE: &'static str = "proposal";
    type Command = ProposalCommand;
    type Event = ProposalEvent;
    type Error = ProposalError;
    type Services = ();

    async fn handle(&mut self, command: ProposalCommand, (): &(), sink: &EventSink<Self>) -> Result<(), ProposalError> {
        sink.write(self.decide(command)?, self).await;
        Ok(())
    }

    fn apply(&mut self, event: ProposalEvent) {
        match event {
            ProposalEvent::Proposed(proposed) => self.proposed = Some(proposed),
            ProposalEvent::Approved { .. } => self.outcome = Some(Outcome::Approved),
            ProposalEvent::Rejected { .. } => self.outcome = Some(Outcome::Rejected),
            ProposalEvent::ProposalWithdrawn => self.outcome = Some(Outcome::Withdrawn),
        }
    }
}
