//! Who may do what: the one place that says so, for every way in.

mod table;

use signpost_domain::{
    access::{Grant, Role},
    decision::{Actor, Circumstances, Reason, Source},
    identifier::{PrincipalId, UnitName},
};

pub use self::table::table;
use crate::{Application, refusal::Refusal};

/// Somebody who was recognised, with what they may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Opaque id.
    pub id: PrincipalId,
    /// The person behind it, by the id that they got first: one person may hold several tokens.
    pub person: PrincipalId,
    /// What they may do.
    pub grants: Vec<Grant>,
}

/// Somebody who asks for something, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub principal: Principal,
    /// Which way it came in.
    pub source: Source,
    /// Why, where said.
    pub reason: Option<Reason>,
    /// What belongs to one act has the same.
    pub correlation: String,
}

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Mint codes, and change those that there are.
    ChangeCodes,
    /// Define and withdraw audiences, which codes of every unit share.
    ChangeAudiences,
    /// Found units and change their policies.
    ChangeUnits,
    /// Draw and withdraw designs.
    ChangeDesigns,
    /// Approve and reject what others propose.
    Approve,
    /// See codes, audiences and units, and draw pictures.
    ReadCatalogue,
    /// See all that was ever decided.
    ReadHistory,
    /// See counts of scans.
    ReadStatistics,
    /// See single scans.
    ReadScans,
    /// Issue and revoke tokens.
    ManageAccess,
    /// Drop scans whose time is over.
    ExpireScans,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 11] = [
        Self::ChangeCodes,
        Self::ChangeAudiences,
        Self::ChangeUnits,
        Self::ChangeDesigns,
        Self::Approve,
        Self::ReadCatalogue,
        Self::ReadHistory,
        Self::ReadStatistics,
        Self::ReadScans,
        Self::ManageAccess,
        Self::ExpireScans,
    ];

    /// What it is, for people.
    fn words(self) -> &'static str {
        match self {
            Self::ChangeCodes => "change codes",
            Self::ChangeAudiences => "change audiences",
            Self::ChangeUnits => "change units",
            Self::ChangeDesigns => "change designs",
            Self::Approve => "approve what others propose",
            Self::ReadCatalogue => "see codes, audiences and units",
            Self::ReadHistory => "see the history",
            Self::ReadStatistics => "see statistics",
            Self::ReadScans => "see single scans",
            Self::ManageAccess => "manage access",
            Self::ExpireScans => "let scans expire",
        }
    }

    /// Whether a grant within one unit is enough for that unit's things.
    fn is_per_unit(self) -> bool {
        matches!(self, Self::ChangeCodes | Self::ChangeDesigns | Self::Approve)
    }

    /// Whether it only looks.
    fn is_reading(self) -> bool {
        matches!(
            self,
            Self::ReadCatalogue | Self::ReadHistory | Self::ReadStatistics | Self::ReadScans
        )
    }
}

/// Whether a role includes an action, wherever it is held.
pub fn includes(role: Role, action: Action) -> bool {
    match role {
        Role::Admin => true,
        Role::Editor => matches!(
            action,
            Action::ChangeCodes
                | Action::ChangeAudiences
                | Action::ChangeDesigns
                | Action::ReadCatalogue
                | Action::ReadHistory
                | Action::ReadStatistics
        ),
        Role::Auditor => action.is_reading(),
        Role::Analyst => matches!(action, Action::ReadStatistics | Action::ReadScans),
        Role::Approver => matches!(
            action,
            Action::Approve | Action::ReadCatalogue | Action::ReadHistory | Action::ReadStatistics
        ),
    }
}

fn allows(grant: &Grant, action: Action, unit: Option<&UnitName>) -> bool {
    includes(grant.role, action)
        && match &grant.unit {
            None => true,
            Some(own) => action.is_reading() || (action.is_per_unit() && unit == Some(own)),
        }
}

impl Principal {
    /// Somebody who is known by one id only.
    pub fn new(id: PrincipalId, grants: Vec<Grant>) -> Self {
        let person = id.clone();
        Self { id, person, grants }
    }

    /// Refuses unless one of the grants allows `action` on something, in whatever unit.
    pub fn must_somewhere(&self, action: Action) -> Result<(), Refusal> {
        if self.grants.iter().any(|grant| allows(grant, action, grant.unit.as_ref())) {
            return Ok(());
        }
        self.must(action, None)
    }

    /// Refuses unless one of the grants allows `action` on a thing of `unit`.
    pub fn must(&self, action: Action, unit: Option<&UnitName>) -> Result<(), Refusal> {
        if self.grants.iter().any(|grant| allows(grant, action, unit)) {
            return Ok(());
        }
        let of_unit = match unit {
            Some(unit) if action.is_per_unit() => format!(" of unit {unit}"),
            None if action.is_per_unit() && self.grants.iter().any(|grant| grant.unit.is_some()) => " without a unit".to_owned(),
            _ => String::new(),
        };
        let holds: Vec<String> = self
            .grants
            .iter()
            .map(|grant| {
                grant
                    .unit
                    .as_ref()
                    .map_or_else(|| grant.role.to_string(), |unit| format!("{} of unit {unit}", grant.role))
            })
            .collect();
        Err(Refusal::Forbidden(format!(
            "your role ({}) does not let you {}{of_unit}",
            holds.join(", "),
            action.words()
        )))
    }
}

impl Caller {
    /// What stands in the log beside a decision of this caller's.
    pub(crate) fn circumstances(&self, application: &Application) -> Circumstances {
        Circumstances {
            actor: Actor::Principal(self.principal.id.clone()),
            reason: self.reason.clone(),
            source: self.source,
            at: application.clock.now(),
            correlation: self.correlation.clone(),
            approves: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn principal(role: Role, unit: Option<&str>) -> Principal {
        let unit = unit.map(|unit| unit.parse().unwrap());
        Principal::new("t-1".parse().unwrap(), vec![Grant { role, unit }])
    }

    #[test]
    fn the_table_of_roles_holds_cell_by_cell() {
        let table = [
            // action, admin, editor, auditor, analyst, approver
            (Action::ChangeCodes, [true, true, false, false, false]),
            (Action::ChangeAudiences, [true, true, false, false, false]),
            (Action::ChangeUnits, [true, false, false, false, false]),
            (Action::ChangeDesigns, [true, true, false, false, false]),
            (Action::Approve, [true, false, false, false, true]),
            (Action::ReadCatalogue, [true, true, true, false, true]),
            (Action::ReadHistory, [true, true, true, false, true]),
            (Action::ReadStatistics, [true, true, true, true, true]),
            (Action::ReadScans, [true, false, true, true, false]),
            (Action::ManageAccess, [true, false, false, false, false]),
            (Action::ExpireScans, [true, false, false, false, false]),
        ];
        assert_eq!(table.len(), Action::ALL.len());
        for (action, allowed) in table {
            for (role, allowed) in Role::ALL.into_iter().zip(allowed) {
                assert_eq!(principal(role, None).must(action, None).is_ok(), allowed, "{role} {action:?}");
            }
        }
    }

    #[test]
    fn an_editor_of_a_unit_changes_that_units_codes_only() {
        let editor = principal(Role::Editor, Some("roads"));
        let (roads, parks): (UnitName, UnitName) = ("roads".parse().unwrap(), "parks".parse().unwrap());
        assert!(editor.must(Action::ChangeCodes, Some(&roads)).is_ok());
        assert!(editor.must(Action::ChangeCodes, Some(&parks)).is_err());
        assert!(editor.must(Action::ChangeCodes, None).is_err());
        assert!(editor.must(Action::ChangeDesigns, Some(&roads)).is_ok());
        assert!(editor.must(Action::ChangeDesigns, None).is_err());
        assert!(
            editor.must(Action::ChangeAudiences, None).is_err(),
            "audiences belong to all units"
        );
        let approver = principal(Role::Approver, Some("roads"));
        assert!(approver.must(Action::Approve, Some(&roads)).is_ok());
        assert!(approver.must(Action::Approve, Some(&parks)).is_err());
        assert!(approver.must(Action::Approve, None).is_err());
        assert!(editor.must(Action::ReadCatalogue, Some(&parks)).is_ok());
        assert!(editor.must_somewhere(Action::ChangeCodes).is_ok());
        assert!(editor.must_somewhere(Action::ChangeUnits).is_err());
        assert!(principal(Role::Auditor, None).must_somewhere(Action::ChangeCodes).is_err());
    }
}
