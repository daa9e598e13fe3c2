//! Founding a unit and changing its policy.

use signpost_domain::{
    code::LONGEST_TEXT,
    identifier::UnitName,
    unit::{HostPolicy, Unit, UnitCommand},
};

use super::{Expectation, checks, decide};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::{catalogue::UnitRecord, decision_log::Stream},
    refusal::{Fault, Refusal},
};

/// Hosts in one policy, at most.
const MOST_HOSTS: usize = 200;

/// Founds a unit or changes it; says whether it is new. A narrower policy counts for what is decided from now on; where
/// codes lead already stays as it is.
pub async fn put_unit(
    application: &Application,
    caller: &Caller,
    name: &UnitName,
    expectation: Expectation,
    label: String,
    policy: HostPolicy,
) -> Result<(UnitRecord, bool), Refusal> {
    caller.principal.must(Action::ChangeUnits, Some(name))?;
    let mut faults = Vec::new();
    if label.trim().is_empty() || label.chars().count() > LONGEST_TEXT {
        faults.push(Fault::new("/label", format!("give a text of 1 to {LONGEST_TEXT} characters")));
    }
    if policy
        .allowed_hosts()
        .is_some_and(|hosts| hosts.is_empty() || hosts.len() > MOST_HOSTS)
    {
        let what = format!("give 1 to {MOST_HOSTS} hosts, or leave allowed_hosts out to allow every host");
        faults.push(Fault::new("/allowed_hosts", what));
    }
    checks::refuse(faults)?;
    let stream: &dyn Stream<Unit> = &*application.decisions;
    let was_new = std::sync::atomic::AtomicBool::new(false);
    let command = |unit: &Unit| {
        was_new.store(!unit.founded, std::sync::atomic::Ordering::Relaxed);
        Ok(UnitCommand::Put {
            label: label.clone(),
            policy: policy.clone(),
        })
    };
    let now = decide(
        application,
        stream,
        name.as_str(),
        expectation,
        caller,
        command,
        |error| match error {},
    )
    .await?;
    let changed_at = now.span.map_or_else(|| application.clock.now(), |(_, last)| last);
    let Unit { label, policy, .. } = now.state;
    Ok((
        UnitRecord {
            name: name.clone(),
            version: now.version,
            changed_at,
            label,
            policy,
        },
        was_new.into_inner(),
    ))
}
