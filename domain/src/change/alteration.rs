//! What is altered about each of many codes.

use serde::{Deserialize, Serialize};

use crate::{
    code::{Code, CodeCommand, CodeError, CodeEvent},
    identifier::{CodeId, Tag, UnitName},
    pattern::{Filling, UrlPattern},
    rule::Rule,
    target::Target,
    url::{Host, HttpUrlError},
};

/// What is altered about each of many codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Alteration {
    /// What points to one host points to another, at the same path.
    MoveHost {
        /// The host that is left.
        from: Host,
        /// The host that takes over.
        to: Host,
    },
    /// Another default target, or none.
    Retarget {
        /// The target.
        target: Option<Target>,
    },
    /// A default target for each by a pattern.
    RetargetToPattern {
        /// Where each leads.
        url: UrlPattern,
        /// Whether the query of the scanned address is passed on.
        #[serde(default)]
        forward_query: bool,
    },
    /// Out of use for now.
    Suspend,
    /// In use again.
    Resume,
    /// Out of use for good.
    Retire {
        /// The code that takes over.
        successor: Option<CodeId>,
    },
    /// To another department, or to none.
    Transfer {
        /// The department.
        unit: Option<UnitName>,
    },
    /// A word more to find it by.
    AddTag {
        /// The word.
        tag: Tag,
    },
    /// A word less to find it by.
    RemoveTag {
        /// The word.
        tag: Tag,
    },
}

/// Why a code cannot be altered so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AlterationError {
    /// The code refuses.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// It would lead to something that is no address.
    #[error(transparent)]
    Url(#[from] HttpUrlError),
    /// The pattern names the unit, and it has none.
    #[error("the pattern names the unit with {{unit}}, and this code has none")]
    NoUnit,
}

impl Alteration {
    /// What follows for one code, the `number`th of those that fit; nothing when it is so already.
    pub fn decide(&self, id: &CodeId, code: &Code, number: u64) -> Result<Vec<CodeEvent>, AlterationError> {
        let mut events = Vec::new();
        for command in self.commands(id, code, number)? {
            events.extend(code.decide(command)?);
        }
        Ok(events)
    }

    fn commands(&self, id: &CodeId, code: &Code, number: u64) -> Result<Vec<CodeCommand>, AlterationError> {
        Ok(match self {
            Self::MoveHost { from, to } => move_host(code, from, to)?,
            Self::Retarget { target } => vec![CodeCommand::Retarget(target.clone())],
            Self::RetargetToPattern { url, forward_query } => {
                if url.names_unit() && code.unit.is_none() {
                    return Err(AlterationError::NoUnit);
                }
                let url = url.fill(Filling {
                    id,
                    number,
                    unit: code.unit.as_ref(),
                })?;
                let forward_query = *forward_query;
                vec![CodeCommand::Retarget(Some(Target::Redirect { url, forward_query }))]
            }
            Self::Suspend => vec![CodeCommand::Suspend],
            Self::Resume => vec![CodeCommand::Resume],
            Self::Retire { successor } => vec![CodeCommand::Retire {
                successor: successor.clone(),
            }],
            Self::Transfer { unit } => vec![CodeCommand::Transfer(unit.clone())],
            Self::AddTag { tag } => vec![tagged(code, code.tags.iter().chain([tag]).cloned().collect())],
            Self::RemoveTag { tag } => vec![tagged(code, code.tags.iter().filter(|own| *own != tag).cloned().collect())],
        })
    }
}

fn move_host(code: &Code, from: &Host, to: &Host) -> Result<Vec<CodeCommand>, HttpUrlError> {
    let configuration = &code.configuration;
    let target = configuration
        .target
        .as_ref()
        .map(|target| target.with_host_moved(from, to))
        .transpose()?;
    let moved = |rule: &Rule| {
        Ok(Rule {
            whom: rule.whom.clone(),
            target: rule.target.with_host_moved(from, to)?,
        })
    };
    let rules = configuration.rules.iter().map(moved).collect::<Result<_, HttpUrlError>>()?;
    Ok(vec![CodeCommand::Retarget(target), CodeCommand::ChangeRules(rules)])
}

fn tagged(code: &Code, tags: Vec<Tag>) -> CodeCommand {
    CodeCommand::Describe {
        label: code.label.clone(),
        tags,
        asset: code.asset.clone(),
    }
}
