//! Four eyes: whether what is decided counts at once, or only when another person approved it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    code::{Code, CodeEvent},
    identifier::UnitName,
};

/// Whether a change of where visitors are sent must be approved by another person before it counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// It counts at once.
    #[default]
    NotNeeded,
    /// It must.
    Required,
}

impl Approval {
    /// Both.
    pub const ALL: [Self; 2] = [Self::NotNeeded, Self::Required];

    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotNeeded => "not_needed",
            Self::Required => "required",
        }
    }

    /// Whether it must be approved.
    pub fn is_required(self) -> bool {
        self == Self::Required
    }

    /// Whether it counts at once.
    pub fn is_not_needed(&self) -> bool {
        *self == Self::NotNeeded
    }
}

/// The units in which another person must approve these decisions, which make `after` of the code `before`; empty when they count at
/// once. `None` among them stands for a code of no unit. A code that is given away must be approved where it was and where it comes
/// to, as far as they demand it: neither may it leave to be changed elsewhere, nor bring along what nobody approved.
pub fn to_be_approved_in(
    before: &Code,
    after: &Code,
    events: &[CodeEvent],
    demands: impl Fn(&UnitName) -> bool,
) -> BTreeSet<Option<UnitName>> {
    if !events.iter().any(CodeEvent::sends_visitors_elsewhere) {
        return BTreeSet::new();
    }
    let units = [&before.unit, &after.unit].into_iter();
    let demanding = units.filter(|unit| unit.as_ref().is_some_and(&demands));
    let own = before.approval.is_required().then_some(&before.unit);
    demanding.chain(own).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(unit: Option<&str>, approval: Approval) -> Code {
        Code {
            minted: true,
            unit: unit.map(|unit| unit.parse().unwrap()),
            approval,
            ..Code::default()
        }
    }

    fn approved_in(before: &Code, event: CodeEvent) -> Vec<String> {
        let mut after = before.clone();
        after.apply_event(&event);
        let units = to_be_approved_in(before, &after, &[event], |unit| unit.as_str() == "roads");
        units
            .into_iter()
            .map(|unit| unit.map_or_else(|| "none".to_owned(), String::from))
            .collect()
    }

    #[test]
    fn approval_is_demanded_by_the_unit_or_the_code_of_what_sends_visitors_elsewhere() {
        let guarded = code(Some("roads"), Approval::NotNeeded);
        let free = code(Some("parks"), Approval::NotNeeded);
        let own = code(Some("parks"), Approval::Required);
        let nobodys = code(None, Approval::Required);
        let transferred = |unit: &str| CodeEvent::Transferred {
            unit: Some(unit.parse().unwrap()),
        };
        assert_eq!(approved_in(&guarded, CodeEvent::Suspended), ["roads"]);
        assert_eq!(approved_in(&guarded, CodeEvent::Attached { asset: None }), [] as [&str; 0]);
        assert_eq!(approved_in(&free, CodeEvent::Suspended), [] as [&str; 0]);
        assert_eq!(approved_in(&own, CodeEvent::Suspended), ["parks"]);
        assert_eq!(approved_in(&nobodys, CodeEvent::Suspended), ["none"]);
        assert_eq!(approved_in(&guarded, transferred("parks")), ["roads"], "out of it");
        assert_eq!(approved_in(&free, transferred("roads")), ["roads"], "into it");
        assert_eq!(approved_in(&own, transferred("roads")), ["parks", "roads"], "both");
    }
}
