//! Scans: the recorded fact that a visit was resolved. Nothing in here says who the visitor was.

use std::{fmt, str::FromStr};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    decision::Position,
    identifier::{AudienceName, CodeId},
    language::Language,
    visit::{Country, Platform, Visitor},
};

/// What a visitor got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Sent on.
    Redirected,
    /// An information page.
    Page,
    /// A menu.
    Menu,
    /// The resolution as JSON, for a program that asked for it.
    Json,
    /// The page that says the code is not in use yet.
    Unassigned,
    /// The page that says the code is not in use right now.
    Suspended,
    /// The page that says the code is not in use any more, or the way to its successor.
    Retired,
    /// The page that says there is no such code.
    Unknown,
}

impl Outcome {
    /// Every outcome, in the order of the number it is stored as.
    pub const ALL: [Self; 8] = [
        Self::Redirected,
        Self::Page,
        Self::Menu,
        Self::Json,
        Self::Unassigned,
        Self::Suspended,
        Self::Retired,
        Self::Unknown,
    ];

    /// The word used in JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Redirected => "redirected",
            Self::Page => "page",
            Self::Menu => "menu",
            Self::Json => "json",
            Self::Unassigned => "unassigned",
            Self::Suspended => "suspended",
            Self::Retired => "retired",
            Self::Unknown => "unknown",
        }
    }
}

/// What made the outcome, in the words kept with a scan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The code's status, or that there is no such code.
    Status,
    /// The default target.
    Default,
    /// A rule that names this audience.
    Audience(AudienceName),
    /// The rule at this place (from 0) with a condition of its own.
    Rule(u16),
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status => f.write_str("status"),
            Self::Default => f.write_str("default"),
            Self::Audience(name) => write!(f, "audience:{name}"),
            Self::Rule(place) => write!(f, "rule:{place}"),
        }
    }
}

/// Why a text is not a [`Cause`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a cause: status, default, audience:NAME or rule:PLACE")]
pub struct CauseError(String);

impl FromStr for Cause {
    type Err = CauseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || CauseError(text.to_owned());
        match (text, text.split_once(':')) {
            ("status", _) => Ok(Self::Status),
            ("default", _) => Ok(Self::Default),
            (_, Some(("audience", name))) => name.parse().map(Self::Audience).map_err(|_| refuse()),
            (_, Some(("rule", place))) => place.parse().map(Self::Rule).map_err(|_| refuse()),
            _ => Err(refuse()),
        }
    }
}

impl Serialize for Cause {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cause {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// One observation: a scan, or a choice in a menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// When, to the microsecond.
    pub at: Timestamp,
    /// Of which code; for an unknown one the id that was asked for.
    pub code: CodeId,
    /// Position in the decision log that the node had applied.
    pub as_of: Position,
    /// What the visitor got.
    pub outcome: Outcome,
    /// What made it so.
    pub cause: Cause,
    /// Kind of device.
    pub platform: Platform,
    /// The language the visitor prefers most.
    pub language: Option<Language>,
    /// Country, where known.
    pub country: Option<Country>,
    /// Whether a program asked, link previews included.
    pub robot: bool,
    /// Who, for a day.
    pub visitor: Visitor,
    /// Host of the page that linked here.
    pub referrer: Option<String>,
    /// The menu item chosen, from 0; `None` for a scan.
    pub item: Option<u16>,
}

/// The node that recorded something: 63 random bits, made once in the life of a data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub i64);

impl NodeId {
    /// What stands for Ghent's own toolkit, whose past scans have the numbers that they had there.
    pub const QR_TOOLKIT: Self = Self(i64::from_be_bytes(*b"\0qrtoolk"));

    /// Whether it is another system, which resolved its scans by what it knew: nothing was decided here then.
    pub fn is_elsewhere(self) -> bool {
        self == Self::QR_TOOLKIT
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// An observation with its place in the scan log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedScan {
    /// Its place in the shared log, from 1 without gaps.
    pub position: Position,
    /// The node that recorded it.
    pub node: NodeId,
    /// Its number on that node, from 0 without gaps unless a node had to drop some.
    pub offset: u64,
    /// What was observed.
    pub scan: Scan,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_read_back_from_their_words() {
        for cause in [
            Cause::Status,
            Cause::Default,
            Cause::Audience("staff".parse().unwrap()),
            Cause::Rule(7),
        ] {
            assert_eq!(cause.to_string().parse::<Cause>().unwrap(), cause);
        }
        assert!("rule:x".parse::<Cause>().is_err());
    }
}
