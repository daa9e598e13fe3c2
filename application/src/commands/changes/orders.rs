//! Everything that is wrong with an order whichever codes it meets.

use signpost_domain::{change::Alteration, code::CodeFilter, identifier::CodeId, pattern::Filling, unit::HostPolicy};

use super::Order;
use crate::{
    Application,
    authority::{Action, Principal},
    commands::{checks, retire_code::chain},
    refusal::{Fault, Refusal},
};

/// Refuses an order that cannot be.
pub(super) async fn check(application: &Application, caller: &Principal, order: &Order) -> Result<(), Refusal> {
    let mut faults = filter(application, &order.filter).await?;
    match &order.alteration {
        Alteration::MoveHost { from, to } if from == to => {
            faults.push(Fault::new("/change/to", "this is the host that is to be left"));
        }
        Alteration::Retarget { target: Some(target) } => {
            faults.extend(checks::target(application, &HostPolicy::ANY, "/change/target", target));
        }
        Alteration::RetargetToPattern { url, .. } => {
            // What is wrong with the shortest is wrong with all.
            let filled = url.fill(Filling {
                id: &CodeId::from_random(0),
                number: 1,
                unit: None,
            });
            faults.extend(filled.err().map(|error| Fault::new("/change/url", error.to_string())));
        }
        Alteration::Retire {
            successor: Some(successor),
        } => {
            if let Err(what) = chain(application, successor).await? {
                faults.push(Fault::new("/change/successor", what));
            }
        }
        Alteration::Transfer { unit } => {
            caller.must(Action::ChangeCodes, unit.as_ref())?;
            let mut of_unit = Vec::new();
            checks::policy(application, unit.as_ref(), &mut of_unit).await?;
            faults.extend(of_unit.into_iter().map(|fault| Fault::new("/change/unit", fault.detail)));
        }
        _ => {}
    }
    checks::refuse(faults)
}

async fn filter(application: &Application, filter: &CodeFilter) -> Result<Vec<Fault>, Refusal> {
    if filter.is_everything() {
        let what = "say which codes: by q, unit, tag, status, host, batch or ids; a change of every code there is must be meant";
        return Ok(vec![Fault::new("/filter", what)]);
    }
    let Some(ids) = &filter.ids else { return Ok(vec![]) };
    let known = application.catalogue.taken(ids).await?;
    let known: std::collections::HashSet<&CodeId> = known.iter().collect();
    let unknown = ids.iter().enumerate().filter(|(_, id)| !known.contains(id));
    Ok(unknown
        .take(100)
        .map(|(n, id)| Fault::new(format!("/filter/ids/{n}"), format!("there is no code {id}")))
        .collect())
}
