//! Founding a unit and changing its policy.

use signpost_domain::{
    approval::Approval,
    code::LONGEST_TEXT,
    identifier::UnitName,
    unit::{HostPolicy, Unit, UnitCommand},
};

use super::{Decided, Expectation, checks, decide_or_propose, guards::GuardedUnit};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::{catalogue::UnitRecord, decision_log::Stream},
    refusal::{Fault, Refusal},
};

/// Hosts in one policy, at most.
const MOST_HOSTS: usize = 200;

/// Founds a unit or changes it; says whether it is new. Without `approval`, what it demands stays as it is. A narrower policy counts
/// for what is decided from now on; where codes lead already stays as it is. Where the unit demands approval, everything but its label
/// is proposed.
pub async fn put_unit(
    application: &Application,
    caller: &Caller,
    name: &UnitName,
    expectation: Expectation,
    label: String,
    policy: HostPolicy,
    approval: Option<Approval>,
) -> Result<Decided<(UnitRecord, bool)>, Refusal> {
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
            approval: approval.unwrap_or(unit.approval),
        })
    };
    let guard = GuardedUnit(name);
    let decided = decide_or_propose(
        application,
        stream,
        &guard,
        expectation,
        caller,
        command,
        |error| match error {},
    )
    .await?;
    Ok(decided.map(|now| {
        let changed_at = now.span.map_or_else(|| application.clock.now(), |(_, last)| last);
        let Unit {
            label, policy, approval, ..
        } = now.state;
        let record = UnitRecord {
            name: name.clone(),
            version: now.version,
            changed_at,
            label,
            policy,
            approval,
        };
        (record, was_new.into_inner())
    }))
}
