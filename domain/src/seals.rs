//! Seals: what makes changes of either log show. Scans enter the sealed decision log here, and keys change here.

use std::fmt;

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::decision::Position;

/// What is sealed or sealed with: each has a stream of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SealsOf {
    /// The scan log.
    Scans,
    /// The keys.
    Keys,
}

impl SealsOf {
    /// The word used in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scans => "scans",
            Self::Keys => "keys",
        }
    }

    /// Reads what [`as_str`](Self::as_str) wrote.
    pub fn read(word: &str) -> Option<Self> {
        [Self::Scans, Self::Keys].into_iter().find(|of| of.as_str() == word)
    }
}

impl fmt::Display for SealsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Those scans of one hour that lie in one stretch of the scan log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedHour {
    /// When the hour begins.
    pub hour: Timestamp,
    /// How many scans and choices.
    pub scans: u64,
    /// Position of the first.
    pub first: Position,
    /// Position of the last. Others of other hours may lie between.
    pub last: Position,
    /// The root of the tree (RFC 6962) over their records, in the order of their positions: 64 hexadecimal digits.
    pub root: String,
}

/// A stretch of the scan log: every scan in it is in one of its hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The position that it follows.
    pub after: Position,
    /// Its last position.
    pub through: Position,
    /// Its hours, in their order.
    pub hours: Vec<SealedHour>,
}

/// What was sealed so far, or with what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seals {
    /// The position up to which scans are sealed.
    #[serde(default)]
    pub scans_through: Position,
    /// The present key, once it was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// What can happen to seals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum SealsEvent {
    /// A stretch of the scan log was sealed.
    ScansSealed(Stretch),
    /// Checkpoints are signed with another key from now on.
    KeyRotated {
        /// The public key until now, as signed-note writes it.
        before: String,
        /// The public key from now on.
        key: String,
    },
}

impl DomainEvent for SealsEvent {
    fn event_type(&self) -> String {
        match self {
            Self::ScansSealed(_) => "ScansSealed",
            Self::KeyRotated { .. } => "KeyRotated",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// What can be asked of seals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealsCommand {
    /// Seal this stretch of the scan log.
    SealScans(Stretch),
    /// Take another key.
    Rotate {
        /// The present one.
        before: String,
        /// The new one.
        key: String,
    },
}

/// Why seals refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealsError {
    /// A stretch does not follow the one before.
    #[error("scans are sealed up to position {0}; the next stretch begins there")]
    NotNext(Position),
}

impl Aggregate for Seals {
    const TYPE: &'static str = "seals";
    type Command = SealsCommand;
    type Event = SealsEvent;
    type Error = SealsError;
    type Services = ();

    async fn handle(&mut self, command: SealsCommand, (): &(), sink: &EventSink<Self>) -> Result<(), SealsError> {
        let event = match command {
            SealsCommand::SealScans(stretch) => {
                if stretch.after != self.scans_through || stretch.through <= stretch.after {
                    return Err(SealsError::NotNext(self.scans_through));
                }
                SealsEvent::ScansSealed(stretch)
            }
            SealsCommand::Rotate { before, key } => SealsEvent::KeyRotated { before, key },
        };
        sink.write(event, self).await;
        Ok(())
    }

    fn apply(&mut self, event: SealsEvent) {
        match event {
            SealsEvent::ScansSealed(stretch) => self.scans_through = stretch.through,
            SealsEvent::KeyRotated { key, .. } => self.key = Some(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;

    use super::*;

    fn stretch(after: u64, through: u64) -> Stretch {
        Stretch {
            after: Position(after),
            through: Position(through),
            hours: vec![],
        }
    }

    #[test]
    fn stretches_of_scans_follow_each_other_without_gap_or_overlap() {
        let given = || TestFramework::<Seals>::with(()).given(vec![SealsEvent::ScansSealed(stretch(0, 7))]);
        given()
            .when(SealsCommand::SealScans(stretch(7, 9)))
            .then_expect_events(vec![SealsEvent::ScansSealed(stretch(7, 9))]);
        for wrong in [stretch(0, 7), stretch(6, 9), stretch(8, 9), stretch(7, 7)] {
            given()
                .when(SealsCommand::SealScans(wrong))
                .then_expect_error(SealsError::NotNext(Position(7)));
        }
    }

    #[test]
    fn a_sealed_stretch_looks_in_the_log_as_documented() {
        let hour = SealedHour {
            hour: "2026-11-24T15:00:00Z".parse().unwrap(),
            scans: 2,
            first: Position(1),
            last: Position(3),
            root: "00".repeat(32),
        };
        let event = SealsEvent::ScansSealed(Stretch {
            hours: vec![hour],
            ..stretch(0, 3)
        });
        let expected = serde_json::json!({"type": "ScansSealed", "after": 0, "through": 3, "hours": [
            {"hour": "2026-11-24T15:00:00Z", "scans": 2, "first": 1, "last": 3, "root": "00".repeat(32)}]});
        assert_eq!(serde_json::to_value(event).unwrap(), expected);
    }
}
