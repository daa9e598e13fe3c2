//! What is known of a decision beside its content: by whom, why, from where and when.

use std::{collections::HashMap, fmt};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::identifier::{PrincipalId, ProposalId};

/// Which way a command came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The REST API.
    Rest,
    /// The website.
    Website,
    /// The command line.
    CommandLine,
    /// An import.
    Import,
    /// Signpost itself, by the clock.
    Program,
}

impl Source {
    /// The word used in JSON and in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Website => "website",
            Self::CommandLine => "command_line",
            Self::Import => "import",
            Self::Program => "program",
        }
    }
}

/// Who decided.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Actor {
    /// Somebody with access, by an opaque id.
    Principal(PrincipalId),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Principal(id) => id.fmt(f),
        }
    }
}

/// Why, in a person's words: 1 to 1,000 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

/// Why a text is not a [`Reason`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reason has 1 to 1,000 characters")]
pub struct ReasonError;

impl Reason {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Reason {
    type Error = ReasonError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let trimmed = text.trim();
        if (1..=1_000).contains(&trimmed.chars().count()) {
            Ok(Self(trimmed.to_owned()))
        } else {
            Err(ReasonError)
        }
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.0
    }
}

/// What is known of a decision beside its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circumstances {
    /// Who decided.
    pub actor: Actor,
    /// Why, where said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Which way it came in.
    pub source: Source,
    /// When.
    pub at: Timestamp,
    /// What belongs to one act has the same.
    pub correlation: String,
    /// The proposal that was approved with it, where one was.
    #[serde(flatten)]
    pub approves: Option<Approves>,
}

/// The proposal by which a decision came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approves {
    /// Which.
    pub proposal: ProposalId,
    /// Who made it.
    pub proposer: Actor,
}

/// The metadata of an event cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the metadata of a decision is damaged: {0}")]
pub struct CircumstancesError(String);

impl Circumstances {
    /// As `cqrs-es` keeps it: text by name.
    pub fn to_metadata(&self) -> HashMap<String, String> {
        let mut metadata = HashMap::from([
            ("actor".to_owned(), self.actor.to_string()),
            ("source".to_owned(), self.source.as_str().to_owned()),
            ("at".to_owned(), self.at.to_string()),
            ("correlation".to_owned(), self.correlation.clone()),
        ]);
        if let Some(reason) = &self.reason {
            metadata.insert("reason".to_owned(), reason.as_str().to_owned());
        }
        if let Some(Approves { proposal, proposer }) = &self.approves {
            metadata.insert("proposal".to_owned(), proposal.to_string());
            metadata.insert("proposer".to_owned(), proposer.to_string());
        }
        metadata
    }

    /// Reads what [`to_metadata`](Self::to_metadata) wrote.
    pub fn from_metadata(metadata: serde_json::Value) -> Result<Self, CircumstancesError> {
        serde_json::from_value(metadata).map_err(|error| CircumstancesError(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circumstances_survive_the_log() {
        let circumstances = Circumstances {
            actor: Actor::Principal("t-7".parse().unwrap()),
            reason: Some(" new form ".to_owned().try_into().unwrap()),
            source: Source::CommandLine,
            at: "2026-11-23T10:00:00.123456Z".parse().unwrap(),
            correlation: "c".into(),
            approves: None,
        };
        let approved = Circumstances {
            approves: Some(Approves {
                proposal: "p-1".parse().unwrap(),
                proposer: Actor::Principal("t-6".parse().unwrap()),
            }),
            ..circumstances.clone()
        };
        let json = serde_json::to_value(approved.to_metadata()).unwrap();
        assert_eq!(Circumstances::from_metadata(json).unwrap(), approved);
        let json = serde_json::to_value(circumstances.to_metadata()).unwrap();
        assert_eq!(json["source"], "command_line");
        assert_eq!(json["reason"], "new form");
        assert_eq!(Circumstances::from_metadata(json).unwrap(), circumstances);
    }
}
