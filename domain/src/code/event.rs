//! What can happen to a code.

use cqrs_es::DomainEvent;
use serde::{Deserialize, Serialize};

use super::{Asset, KeptCall, Status};
use crate::{
    decision::Position,
    identifier::{CodeId, Tag, UnitName},
    rule::Rule,
    target::Target,
};

/// A decision about one code, in the past tense. Each carries the whole new value of what it changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum CodeEvent {
    /// It came into being, for good.
    Minted {
        /// The department that owns it.
        unit: Option<UnitName>,
        /// Its name for people.
        label: Option<String>,
        /// Words to find it by.
        #[serde(default)]
        tags: Vec<Tag>,
        /// The series it was made in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        batch: Option<String>,
    },
    /// It was given another label or other tags.
    Described {
        /// Its name for people.
        label: Option<String>,
        /// Words to find it by.
        tags: Vec<Tag>,
    },
    /// It was put on an object, or taken off.
    Attached {
        /// The object.
        asset: Option<Asset>,
    },
    /// It was given another default target, or none.
    Retargeted {
        /// The target.
        target: Option<Target>,
    },
    /// Its audience rules were replaced.
    RulesChanged {
        /// The rules, in order.
        rules: Vec<Rule>,
    },
    /// It is out of use for now.
    Suspended,
    /// It is in use again.
    Resumed,
    /// It is out of use for good.
    Retired {
        /// The code that takes over.
        successor: Option<CodeId>,
    },
    /// It belongs to another department, or to none.
    Transferred {
        /// The department.
        unit: Option<UnitName>,
    },
    /// It was taken over from elsewhere: it is shown as it is printed there, and found under more ids, for good.
    Adopted {
        /// Its id as it is printed, which is the same but for its case.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        printed: Option<String>,
        /// The ids that were added. Each is taken in a stream of its own, by [`Aliased`](Self::Aliased).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        aliases: Vec<CodeId>,
    },
    /// This id is none of a code, now and for ever, but leads to one.
    Aliased {
        /// Which.
        of: CodeId,
    },
    /// Other calls to other systems are kept with it, which are not made.
    CallsKept {
        /// All of them.
        calls: Vec<KeptCall>,
    },
    /// What sends its visitors elsewhere must be approved from now on.
    ApprovalDemanded,
    /// It need not be approved any more, unless its unit demands it.
    ApprovalWaived,
    /// It does again what it did after an earlier decision.
    Restored {
        /// The position in the decision log that it was restored from.
        from: Position,
        /// Whether it is in use.
        status: Status,
        /// The default target.
        target: Option<Target>,
        /// The rules, in order.
        rules: Vec<Rule>,
    },
}

impl CodeEvent {
    /// Whether it can change where a visitor is sent, now or by making way for it: what another person approves where approval is
    /// demanded.
    pub fn sends_visitors_elsewhere(&self) -> bool {
        match self {
            // An alias was nobody's before.
            Self::Adopted { .. }
            | Self::Aliased { .. }
            | Self::CallsKept { .. }
            | Self::Minted { .. }
            | Self::Described { .. }
            | Self::Attached { .. }
            | Self::ApprovalDemanded => false,
            Self::Retargeted { .. }
            | Self::RulesChanged { .. }
            | Self::Suspended
            | Self::Resumed
            | Self::Retired { .. }
            | Self::Transferred { .. }
            | Self::ApprovalWaived
            | Self::Restored { .. } => true,
        }
    }
}

impl DomainEvent for CodeEvent {
    fn event_type(&self) -> String {
        match self {
            Self::Minted { .. } => "Minted",
            Self::Described { .. } => "Described",
            Self::Attached { .. } => "Attached",
            Self::Retargeted { .. } => "Retargeted",
            Self::RulesChanged { .. } => "RulesChanged",
            Self::Suspended => "Suspended",
            Self::Resumed => "Resumed",
            Self::Retired { .. } => "Retired",
            Self::Transferred { .. } => "Transferred",
            Self::Adopted { .. } => "Adopted",
            Self::Aliased { .. } => "Aliased",
            Self::CallsKept { .. } => "CallsKept",
            Self::ApprovalDemanded => "ApprovalDemanded",
            Self::ApprovalWaived => "ApprovalWaived",
            Self::Restored { .. } => "Restored",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
