//! Signed-in staff: anybody of them, or those of a role or a unit.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    access::{Grant, Role},
    identifier::UnitName,
};

/// Who must be signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SignedIn {
    /// Anybody, or nobody.
    Whether(bool),
    /// Somebody who holds such a grant.
    As(Held),
}

/// A grant that is asked for: a role, a unit, or both in one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// This role; `None` where any will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// In this unit, or in all of them; `None` where it does not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitName>,
}

impl SignedIn {
    /// Whether it holds for whoever has these grants, or for whoever is not signed in.
    pub fn holds(&self, staff: Option<&[Grant]>) -> bool {
        match self {
            Self::Whether(wanted) => staff.is_some() == *wanted,
            Self::As(held) => staff.is_some_and(|grants| grants.iter().any(|grant| held.is(grant))),
        }
    }
}

impl Held {
    fn is(&self, grant: &Grant) -> bool {
        let is_there = |unit: &UnitName| grant.unit.as_ref().is_none_or(|own| own == unit);
        self.role.is_none_or(|role| role == grant.role) && self.unit.as_ref().is_none_or(is_there)
    }

    /// Whether it asks for nothing, so that it would hold for anybody.
    pub(super) fn is_empty(&self) -> bool {
        self.role.is_none() && self.unit.is_none()
    }
}

impl From<bool> for SignedIn {
    fn from(wanted: bool) -> Self {
        Self::Whether(wanted)
    }
}

impl fmt::Display for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whether(wanted) => wanted.fmt(f),
            Self::As(Held { role, unit }) => {
                let role = role.map_or("anybody", Role::as_str);
                match unit {
                    None => f.write_str(role),
                    Some(unit) => write!(f, "{role} of {unit}"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, unit: Option<&str>) -> Grant {
        let unit = unit.map(|unit| unit.parse().unwrap());
        Grant { role, unit }
    }

    #[test]
    fn a_role_and_a_unit_must_be_held_in_one_grant() {
        let editor_of_roads = [grant(Role::Editor, Some("roads")), grant(Role::Approver, Some("parks"))];
        let everywhere = [grant(Role::Editor, None)];
        for (json, of_roads, of_all) in [
            ("true", true, true),
            ("false", false, false),
            (r#"{"role":"editor"}"#, true, true),
            (r#"{"role":"editor","unit":"roads"}"#, true, true),
            (r#"{"role":"editor","unit":"parks"}"#, false, true),
            (r#"{"unit":"parks"}"#, true, true),
            (r#"{"unit":"water"}"#, false, true),
            (r#"{"role":"approver"}"#, true, false),
            (r#"{"role":"admin"}"#, false, false),
        ] {
            let condition: SignedIn = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&condition).unwrap(), json);
            assert_eq!(condition.holds(Some(&editor_of_roads)), of_roads, "{json}");
            assert_eq!(condition.holds(Some(&everywhere)), of_all, "{json}");
            assert_eq!(condition.holds(None), json == "false", "{json}");
        }
        for bad in [r#"{"role":"king"}"#, r#"{"name":"ann"}"#, r#""yes""#] {
            assert!(serde_json::from_str::<SignedIn>(bad).is_err(), "{bad}");
        }
    }
}
