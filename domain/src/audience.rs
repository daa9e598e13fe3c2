//! Audiences: named groups of visitors, defined once and used by many codes.

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};
use serde::{Deserialize, Serialize};

use crate::condition::Condition;

/// A group of visitors.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Audience {
    /// How it is recognised, while it is in use.
    pub definition: Option<Definition>,
    /// Whether it was withdrawn and not defined again since.
    pub withdrawn: bool,
}

/// What an audience is called and how it is recognised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// Its name for people.
    pub label: String,
    /// Who belongs to it.
    pub condition: Condition,
}

/// What can happen to an audience.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum AudienceEvent {
    /// It was defined, for the first time or after a withdrawal.
    Defined(Definition),
    /// Its definition changed.
    Redefined(Definition),
    /// It is no longer to be used.
    Withdrawn,
}

impl DomainEvent for AudienceEvent {
    fn event_type(&self) -> String {
        match self {
            Self::Defined(_) => "Defined",
            Self::Redefined(_) => "Redefined",
            Self::Withdrawn => "Withdrawn",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// What can be asked of an audience.
#[derive(Debug, Clone, PartialEq)]
pub enum AudienceCommand {
    /// Define it so.
    Define(Definition),
    /// Take it out of use.
    Withdraw,
}

/// Why an audience refuses a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AudienceError {
    /// There is none of that name.
    #[error("there is no such audience")]
    Unknown,
}

impl Audience {
    /// What follows from a command; nothing when nothing changes.
    pub fn decide(&self, command: AudienceCommand) -> Result<Vec<AudienceEvent>, AudienceError> {
        Ok(match (command, &self.definition) {
            (AudienceCommand::Define(definition), None) => vec![AudienceEvent::Defined(definition)],
            (AudienceCommand::Define(definition), Some(current)) if definition == *current => vec![],
            (AudienceCommand::Define(definition), Some(_)) => vec![AudienceEvent::Redefined(definition)],
            (AudienceCommand::Withdraw, Some(_)) => vec![AudienceEvent::Withdrawn],
            (AudienceCommand::Withdraw, None) if self.withdrawn => vec![],
            (AudienceCommand::Withdraw, None) => return Err(AudienceError::Unknown),
        })
    }
}

impl Aggregate for Audience {
    const TYPE: &'static str = "audience";
    type Command = AudienceCommand;
    type Event = AudienceEvent;
    type Error = AudienceError;
    type Services = ();

    async fn handle(&mut self, command: AudienceCommand, (): &(), sink: &EventSink<Self>) -> Result<(), AudienceError> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: AudienceEvent) {
        *self = match event {
            AudienceEvent::Defined(definition) | AudienceEvent::Redefined(definition) => Self {
                definition: Some(definition),
                withdrawn: false,
            },
            AudienceEvent::Withdrawn => Self {
                definition: None,
                withdrawn: true,
            },
        };
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;

    use super::*;

    fn staff(signed_in: bool) -> Definition {
        Definition {
            label: "Staff".into(),
            condition: Condition::SignedIn(signed_in.into()),
        }
    }

    #[test]
    fn an_audience_is_defined_redefined_withdrawn_and_defined_again() {
        let given = |events: Vec<AudienceEvent>| TestFramework::<Audience>::with(()).given(events);
        given(vec![])
            .when(AudienceCommand::Define(staff(true)))
            .then_expect_events(vec![AudienceEvent::Defined(staff(true))]);
        given(vec![AudienceEvent::Defined(staff(true))])
            .when(AudienceCommand::Define(staff(false)))
            .then_expect_events(vec![AudienceEvent::Redefined(staff(false))]);
        given(vec![AudienceEvent::Defined(staff(true))])
            .when(AudienceCommand::Withdraw)
            .then_expect_events(vec![AudienceEvent::Withdrawn]);
        given(vec![AudienceEvent::Defined(staff(true)), AudienceEvent::Withdrawn])
            .when(AudienceCommand::Define(staff(true)))
            .then_expect_events(vec![AudienceEvent::Defined(staff(true))]);
        given(vec![])
            .when(AudienceCommand::Withdraw)
            .then_expect_error(AudienceError::Unknown);
    }

    #[test]
    fn saying_the_same_again_is_no_decision() {
        let given = |events: Vec<AudienceEvent>| TestFramework::<Audience>::with(()).given(events);
        given(vec![AudienceEvent::Defined(staff(true))])
            .when(AudienceCommand::Define(staff(true)))
            .then_expect_events(vec![]);
        given(vec![AudienceEvent::Defined(staff(true)), AudienceEvent::Withdrawn])
            .when(AudienceCommand::Withdraw)
            .then_expect_events(vec![]);
    }
}
