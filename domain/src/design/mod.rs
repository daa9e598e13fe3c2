//! Designs: how symbols of a unit look in print. What was printed with one can be printed again, so every version is kept.

mod choice;
mod specification;
#[cfg(test)]
mod tests;

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};
use serde::{Deserialize, Serialize};

pub use self::choice::{Choice, ChoiceError};
pub use self::specification::{
    Colour, ColourError, Emblem, Frame, LARGEST_LOGO, Level, Logo, MOST_LINES, MOST_MARGIN, QUIET_ZONE, Shape, Specification,
    USUAL_SIZE,
};

/// A design.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Design {
    /// How it looks, while it is in use.
    pub specification: Option<Specification>,
    /// Whether it was withdrawn and not drawn again since.
    pub withdrawn: bool,
}

/// What can happen to a design.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum DesignEvent {
    /// It was drawn, for the first time or after a withdrawal.
    Drawn(Specification),
    /// It looks otherwise, or belongs to another unit.
    Redrawn(Specification),
    /// It is no longer to be used; what was printed with it can still be printed again.
    Withdrawn,
}

impl DomainEvent for DesignEvent {
    fn event_type(&self) -> String {
        match self {
            Self::Drawn(_) => "Drawn",
            Self::Redrawn(_) => "Redrawn",
            Self::Withdrawn => "Withdrawn",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl DesignEvent {
    /// How it looks since then; `None` when it was withdrawn.
    pub fn specification(&self) -> Option<&Specification> {
        match self {
            Self::Drawn(specification) | Self::Redrawn(specification) => Some(specification),
            Self::Withdrawn => None,
        }
    }
}

/// What can be asked of a design.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DesignCommand {
    /// Draw it so.
    Draw(Box<Specification>),
    /// Take it out of use.
    Withdraw,
}

/// Why a design refuses a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// There is none of that name.
    #[error("there is no such design")]
    Unknown,
}

impl Design {
    /// What follows from a command; nothing when nothing changes.
    pub fn decide(&self, command: DesignCommand) -> Result<Vec<DesignEvent>, DesignError> {
        Ok(match (command, &self.specification) {
            (DesignCommand::Draw(specification), None) => vec![DesignEvent::Drawn(*specification)],
            (DesignCommand::Draw(specification), Some(current)) if *specification == *current => vec![],
            (DesignCommand::Draw(specification), Some(_)) => vec![DesignEvent::Redrawn(*specification)],
            (DesignCommand::Withdraw, Some(_)) => vec![DesignEvent::Withdrawn],
            (DesignCommand::Withdraw, None) if self.withdrawn => vec![],
            (DesignCommand::Withdraw, None) => return Err(DesignError::Unknown),
        })
    }
}

impl Aggregate for Design {
    const TYPE: &'static str = "design";
    type Command = DesignCommand;
    type Event = DesignEvent;
    type Error = DesignError;
    type Services = ();

    async fn handle(&mut self, command: DesignCommand, (): &(), sink: &EventSink<Self>) -> Result<(), DesignError> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: DesignEvent) {
        *self = match event {
            DesignEvent::Drawn(specification) | DesignEvent::Redrawn(specification) => Self {
                specification: Some(specification),
                withdrawn: false,
            },
            DesignEvent::Withdrawn => Self {
                specification: None,
                withdrawn: true,
            },
        };
    }
}
