//! Roles in forms and in words.

use signpost_application::{ports::Paging, queries::units::units};
use signpost_domain::access::{Grant, Role};

use crate::{
    Shared,
    website::{Faults, Staff, WebsiteError, draft::Fields, field::Field, texts::Texts},
};

/// Units that are offered.
const MOST_UNITS: u32 = 500;

/// A role, and the unit it is held in.
pub(super) fn words(texts: &Texts, grant: &Grant) -> String {
    let role = texts.text(&format!("role-{}", grant.role), &[]);
    match &grant.unit {
        None => role,
        Some(unit) => texts.text("role-of-unit", &[("role", &role), ("unit", unit.as_str())]),
    }
}

/// Roles, one after the other.
pub(in crate::website) fn listed(texts: &Texts, grants: &[Grant]) -> Vec<String> {
    grants.iter().map(|grant| words(texts, grant)).collect()
}

/// How a form says a role.
fn word(grant: &Grant) -> String {
    match &grant.unit {
        None => grant.role.to_string(),
        Some(unit) => format!("{}.{unit}", grant.role),
    }
}

/// The roles that a form says.
pub(super) fn read(fields: &Fields) -> Result<Vec<Grant>, Faults> {
    let grant = |word: &str| {
        let (role, unit) = word.split_once('.').map_or((word, None), |(role, unit)| (role, Some(unit)));
        let role = role.parse().ok()?;
        let unit = unit.map(str::parse).transpose().ok()?;
        Some(Grant { role, unit })
    };
    let grants: Option<Vec<Grant>> = fields.all("grants").map(grant).collect();
    grants.ok_or_else(|| Faults::one("grants", "this is no role"))
}

/// A row of a form with every role that there is, those of each unit included.
pub(super) async fn field(api: &Shared, staff: &Staff, held: &[Grant]) -> Result<Field, WebsiteError> {
    let paging = Paging {
        limit: MOST_UNITS,
        cursor: None,
    };
    let units = units(&api.application, staff.principal(), &paging).await;
    let units = units.map_err(|refusal| WebsiteError::refused(staff, refusal))?.items;
    let everywhere = Role::ALL.map(|role| Grant { role, unit: None });
    let within = units.into_iter().flat_map(|unit| {
        [Role::Editor, Role::Approver].map(|role| Grant {
            role,
            unit: Some(unit.name.clone()),
        })
    });
    let mut offered: Vec<Grant> = everywhere.into_iter().chain(within).collect();
    // What is held is shown, however many units there are.
    offered.extend(
        held.iter()
            .filter(|grant| !offered.contains(grant))
            .cloned()
            .collect::<Vec<_>>(),
    );
    let texts = staff.texts();
    let choice = |grant: &Grant| (word(grant), words(texts, grant), held.contains(grant));
    let choices = offered.iter().map(choice).collect();
    Ok(Field::several("grants", texts.text("grants", &[]), choices).hint(texts.text("grants.hint", &[])))
}
