//! How codes are looked for.

use serde::{Deserialize, Serialize};

use super::{Code, Status};
use crate::identifier::{AudienceName, CodeId, Tag, UnitName};

/// A code's standing, as people search for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Leads somewhere.
    Active,
    /// In use, but leads nowhere yet.
    Unassigned,
    /// Out of use for now.
    Suspended,
    /// Out of use for good.
    Retired,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 4] = [Self::Active, Self::Unassigned, Self::Suspended, Self::Retired];

    /// The standing of a code.
    pub fn of(code: &Code) -> Self {
        match code.configuration.status {
            Status::Suspended => Self::Suspended,
            Status::Retired => Self::Retired,
            Status::Active if code.configuration.is_unassigned() => Self::Unassigned,
            Status::Active => Self::Active,
        }
    }

    /// The word used in JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Unassigned => "unassigned",
            Self::Suspended => "suspended",
            Self::Retired => "retired",
        }
    }
}

/// What codes are looked for; everything given must fit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeFilter {
    /// Words that its id, label, tags, asset or targets contain; the last may be a beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitName>,
    /// A tag on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<Tag>,
    /// Its standing.
    #[serde(default, rename = "status", skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// A host that one of its targets leads to now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The series it was made in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// An audience that one of its rules is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<AudienceName>,
    /// One of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ids: Option<Vec<CodeId>>,
}

impl CodeFilter {
    /// Whether every code fits.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }
}
