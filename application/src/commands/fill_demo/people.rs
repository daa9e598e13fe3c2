//! Who works there.

use signpost_domain::{
    access::{AccessEvent, Grant, Role},
    decision::DecisionEvent,
    identifier::PrincipalId,
};

use super::{DemoError, year::Year};
use crate::{
    identity::Identity,
    ports::accounts::{Account, Login},
};

/// Somebody who may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoPerson {
    /// What they type.
    pub login: &'static str,
    /// Who it is.
    pub name: &'static str,
    /// What they may do.
    pub role: Role,
    /// Where; `None` for all units.
    pub unit: Option<&'static str>,
}

const fn person(login: &'static str, name: &'static str, role: Role, unit: Option<&'static str>) -> DemoPerson {
    DemoPerson { login, name, role, unit }
}

/// The one who founds and defines.
pub(super) const ADMIN: usize = 0;
/// The one who changes the codes of all units.
pub(super) const EDITOR: usize = 1;
/// The one who changes those of parks.
pub(super) const GARDENER: usize = 2;

/// Everybody, one of every role.
pub const PEOPLE: [DemoPerson; 6] = [
    person("ada", "Ada Verhaegen", Role::Admin, None),
    person("eva", "Eva Maes", Role::Editor, None),
    person("noor", "Noor Claes", Role::Editor, Some("parks")),
    person("otto", "Otto Aerts", Role::Auditor, None),
    person("lien", "Lien Wouters", Role::Analyst, None),
    person("pia", "Pia Jacobs", Role::Approver, None),
];

/// Opens their accounts.
pub(super) async fn move_in(identity: &Identity, year: &mut Year<'_>, password: &str) -> Result<(), DemoError> {
    let kept = identity.passwords.hash(password).await?;
    let at = year.moment(0, 7);
    let mut events = Vec::new();
    for person in PEOPLE {
        let principal: PrincipalId = format!("p-{}", year.id())
            .parse()
            .expect("a letter, a dash and base 32 characters make a name");
        let grant = Grant {
            role: person.role,
            unit: person.unit.map(|unit| unit.parse().expect("a name in small letters")),
        };
        events.push(DecisionEvent::Access(
            principal.clone(),
            AccessEvent::AccountOpened { person: None },
        ));
        events.push(DecisionEvent::Access(principal.clone(), AccessEvent::RoleGranted(grant)));
        identity.names.remember(&principal, person.name).await?;
        let account = Account {
            login: person.login.parse::<Login>().expect("small letters"),
            principal: principal.clone(),
            password: kept.clone(),
        };
        identity.accounts.keep(&account, at).await?;
        year.people.push(principal);
    }
    // Nobody of them was there yet.
    year.decide(at, usize::MAX, None, events).await
}
