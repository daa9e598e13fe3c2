//! A change of many codes in one act: what was to be changed about which codes, what came of it, and whether it was reversed.
//!
//! What happens to each code stands in its own stream, under the correlation id that is the change's id.

mod alteration;
mod reversal;
#[cfg(test)]
mod tests;

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};
use serde::{Deserialize, Serialize};

pub use self::{
    alteration::{Alteration, AlterationError},
    reversal::reversal,
};
use crate::{
    code::CodeFilter,
    identifier::{ChangeId, CodeId},
};

/// Codes left out that a change names; of more than these it says how many.
pub const MOST_NAMED: usize = 1_000;

/// A change of many codes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// What was done; `None` before.
    pub made: Option<Making>,
    /// The changes that took it back, each of other codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reversed_by: Vec<ChangeId>,
}

/// What was done to many codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Making {
    /// What was asked for.
    pub deed: Deed,
    /// How many codes were changed.
    pub codes: u64,
    /// How many decisions on codes that took.
    pub decisions: u64,
    /// How many codes were meant that were so already.
    pub unchanged: u64,
    /// How many codes were meant and left out.
    pub left_out: u64,
    /// The first of those, by id: [`MOST_NAMED`] at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Deed {
    /// To alter all codes that fit.
    Alter {
        /// Which codes were meant.
        filter: Box<CodeFilter>,
        /// What was to be altered.
        change: Box<Alteration>,
    },
    /// To take back an earlier change.
    Reverse {
        /// Which.
        change: ChangeId,
    },
    /// To do what the rows of a table say.
    Import {
        /// The name of the file, where it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<String>,
        /// How many rows it has, the headings not counted.
        rows: u64,
        /// How many codes were minted; they are among those that were changed.
        minted: u64,
    },
}

/// A code that was meant and left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// The code.
    pub code: CodeId,
    /// Why.
    pub because: Because,
}

/// Why a code was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// Something was decided on it after the change that is taken back.
    ChangedSince,
    /// Whoever changed the others may not change this one.
    Forbidden,
    /// It is out of use for good.
    Retired,
    /// What it would become is not allowed, by its unit's policy for example.
    NotAllowed,
    /// It came into being with what is taken back, and a code is for ever.
    Minted,
}

/// What can happen to a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum ChangeEvent {
    /// It was carried out, together with all decisions of the same correlation id.
    ChangeMade(Making),
    /// It was taken back on all codes that nothing was decided on since.
    ChangeReversed {
        /// The change that took it back.
        by: ChangeId,
    },
}

impl DomainEvent for ChangeEvent {
    fn event_type(&self) -> String {
        match self {
            Self::ChangeMade(_) => "ChangeMade",
            Self::ChangeReversed { .. } => "ChangeReversed",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// What can be asked of a change.
#[derive(Debug, Clone, PartialEq)]
pub enum ChangeCommand {
    /// Be this.
    Make(Box<Making>),
    /// Be taken back.
    Reverse {
        /// By which change.
        by: ChangeId,
    },
}

/// Why a change refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// It was carried out already.
    #[error("this change was made already")]
    AlreadyMade,
    /// There is no such change.
    #[error("there is no such change")]
    Unknown,
    /// It retired codes.
    #[error("what is retired is so for good")]
    Irreversible,
}

impl Change {
    /// Whether it can be taken back at all.
    pub fn is_reversible(&self) -> bool {
        let Some(Making { deed, .. }) = &self.made else { return false };
        !matches!(deed, Deed::Alter { change, .. } if matches!(**change, Alteration::Retire { .. }))
    }

    /// What follows from a command.
    pub fn decide(&self, command: ChangeCommand) -> Result<ChangeEvent, ChangeError> {
        match command {
            ChangeCommand::Make(_) if self.made.is_some() => Err(ChangeError::AlreadyMade),
            ChangeCommand::Make(making) => Ok(ChangeEvent::ChangeMade(*making)),
            ChangeCommand::Reverse { .. } if self.made.is_none() => Err(ChangeError::Unknown),
            ChangeCommand::Reverse { .. } if !self.is_reversible() => Err(ChangeError::Irreversible),
            ChangeCommand::Reverse { by } => Ok(ChangeEvent::ChangeReversed { by }),
        }
    }
}

impl Aggregate for Change {
    const TYPE: &'static str = "change";
    type Command = ChangeCommand;
    type Event = ChangeEvent;
    type Error = ChangeError;
    type Services = ();

    async fn handle(&mut self, command: ChangeCommand, (): &(), sink: &EventSink<Self>) -> Result<(), ChangeError> {
        sink.write(self.decide(command)?, self).await;
        Ok(())
    }

    fn apply(&mut self, event: ChangeEvent) {
        match event {
            ChangeEvent::ChangeMade(making) => self.made = Some(making),
            ChangeEvent::ChangeReversed { by } => self.reversed_by.push(by),
        }
    }
}
