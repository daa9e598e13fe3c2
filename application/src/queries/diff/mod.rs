//! What is different about a code between two moments, as values and in words.

mod rules;
mod words;

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;
use signpost_domain::{
    Aggregate,
    approval::Approval,
    audience::Audience,
    code::Code,
    decision::{DecisionEvent, Position},
    identifier::{AudienceName, CodeId},
    unit::{HostPolicy, Unit},
};

use super::as_of::{AsOf, at_position, within_log};
use crate::{
    Application,
    authority::{Action, Principal},
    ports::{StoreError, history::Moment},
    refusal::Refusal,
};

/// One thing that is different.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Where: a JSON pointer (RFC 6901) into the code. `/audiences/NAME` is an audience that a rule names, `/allowed_hosts` the
    /// policy of its unit. A rule's number is its place afterwards, or, if it is gone, its place before.
    pub pointer: String,
    /// What it was; null where there was nothing.
    pub before: Value,
    /// What it became; null where there is nothing any more.
    pub after: Value,
    /// The same in a sentence.
    pub words: String,
}

/// All that is different.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The position of the decision log that it is compared from.
    pub from: Position,
    /// The position that it is compared with.
    pub to: Position,
    /// What is different; empty when nothing is.
    pub changes: Vec<Change>,
}

impl Change {
    fn new(pointer: impl Into<String>, before: impl Serialize, after: impl Serialize, words: String) -> Self {
        let value = |value: serde_json::Result<Value>| value.unwrap_or_default();
        Self {
            pointer: pointer.into(),
            before: value(serde_json::to_value(before)),
            after: value(serde_json::to_value(after)),
            words,
        }
    }
}

/// Compares a code as it was at two moments, in either order. It must have existed at one of them.
pub async fn diff(
    application: &Application,
    principal: &Principal,
    id: &CodeId,
    from: Moment,
    to: Moment,
) -> Result<Difference, Refusal> {
    principal.must(Action::ReadHistory, None)?;
    for (parameter, moment) in [("from", from), ("to", to)] {
        if let Moment::Position(position) = moment {
            within_log(application, parameter, position).await?;
        }
    }
    let (from, to) = (
        application.history.position_at(from).await?,
        application.history.position_at(to).await?,
    );
    let before = at_position(application, id, from).await?;
    let after = at_position(application, id, to).await?;
    if before.is_none() && after.is_none() {
        return Err(Refusal::NotFound {
            kind: "code at these moments with the id",
            id: id.to_string(),
        });
    }
    Ok(Difference {
        from,
        to,
        changes: changes(before.as_ref(), after.as_ref()),
    })
}

/// What is different; a code that was not there yet has nothing.
fn changes(before: Option<&AsOf>, after: Option<&AsOf>) -> Vec<Change> {
    let mut changes = Vec::new();
    match (before, after) {
        (None, Some(_)) => changes.push(Change::new("", false, true, "It was minted.".to_owned())),
        (Some(_), None) => changes.push(Change::new("", true, false, "It had not been minted yet.".to_owned())),
        _ => {}
    }
    let nothing = Code::default();
    let old = before.map_or(&nothing, |was| &was.then.code);
    let new = after.map_or(&nothing, |was| &was.then.code);
    changes.extend(of_codes(old, new));
    changes.extend(audiences(before, after));
    changes.extend(policy(before, after));
    changes
}

/// What is different about a code itself.
pub fn of_codes(old: &Code, new: &Code) -> Vec<Change> {
    let mut changes = Vec::new();
    let (was, is) = (&old.configuration, &new.configuration);
    if was.status != is.status {
        changes.push(Change::new(
            "/status",
            was.status,
            is.status,
            words::status(was.status, is.status),
        ));
    }
    if was.successor != is.successor {
        let words = words::changed("Its successor", was.successor.as_ref(), is.successor.as_ref());
        changes.push(Change::new("/successor", &was.successor, &is.successor, words));
    }
    if was.target != is.target {
        let words = words::target(was.target.as_ref(), is.target.as_ref());
        changes.push(Change::new("/target", &was.target, &is.target, words));
    }
    changes.extend(rules::changes(&was.rules, &is.rules));
    if old.label != new.label {
        let words = words::changed("Its label", old.label.as_ref(), new.label.as_ref());
        changes.push(Change::new("/label", &old.label, &new.label, words));
    }
    if old.tags != new.tags {
        changes.push(Change::new("/tags", &old.tags, &new.tags, words::tags(&old.tags, &new.tags)));
    }
    if old.asset != new.asset {
        let words = words::asset(old.asset.as_ref(), new.asset.as_ref());
        changes.push(Change::new("/asset", &old.asset, &new.asset, words));
    }
    if old.unit != new.unit {
        let words = words::changed("Its unit", old.unit.as_ref(), new.unit.as_ref());
        changes.push(Change::new("/unit", &old.unit, &new.unit, words));
    }
    changes.extend(approval("Its changes", old.approval, new.approval));
    changes
}

/// What is different about a unit.
pub(crate) fn of_units(old: &Unit, new: &Unit) -> Vec<Change> {
    let mut changes = Vec::new();
    if old.label != new.label {
        let words = words::changed("Its label", Some(&old.label), Some(&new.label));
        changes.push(Change::new("/label", &old.label, &new.label, words));
    }
    if old.policy != new.policy {
        let words = words::policy("It", &old.policy, &new.policy);
        changes.push(Change::new("/allowed_hosts", &old.policy, &new.policy, words));
    }
    changes.extend(approval("Changes of where its codes lead", old.approval, new.approval));
    changes
}

/// What is different about an audience.
pub(crate) fn of_audiences(name: &AudienceName, old: &Audience, new: &Audience) -> Vec<Change> {
    let (was, is) = (old.definition.as_ref(), new.definition.as_ref());
    let change = || Change::new("/condition", was, is, words::audience(name, was, is));
    if was == is { vec![] } else { vec![change()] }
}

/// A code as the decision with this version left it.
pub(crate) async fn code_at_version(application: &Application, id: &CodeId, version: u64) -> Result<Code, StoreError> {
    let decisions = application.decisions.decisions_on(Code::TYPE, &[id.as_str()]).await?;
    let mut code = Code::default();
    for decision in decisions.iter().take_while(|decision| decision.version <= version) {
        if let DecisionEvent::Code(_, event) = &decision.event {
            code.apply_event(event);
        }
    }
    Ok(code)
}

/// Whether approval is demanded.
fn approval(of: &str, was: Approval, is: Approval) -> Option<Change> {
    (was != is).then(|| Change::new("/approval", was, is, words::approval(of, is)))
}

/// Audiences that rules name at both moments, or that only were defined at one of them.
fn audiences(before: Option<&AsOf>, after: Option<&AsOf>) -> Vec<Change> {
    let (Some(before), Some(after)) = (before, after) else {
        return Vec::new();
    };
    let names = |was: &AsOf| -> BTreeSet<AudienceName> {
        let rules = was.then.code.configuration.rules.iter();
        rules.filter_map(|rule| rule.audience()).cloned().collect()
    };
    // An audience that only one side names came or went with its rule, which is told already.
    let both: Vec<AudienceName> = names(before).intersection(&names(after)).cloned().collect();
    both.iter()
        .filter_map(|name| {
            let (was, is) = (before.audiences.get(name), after.audiences.get(name));
            (was != is).then(|| Change::new(format!("/audiences/{name}"), was, is, words::audience(name, was, is)))
        })
        .collect()
}

/// The hosts that its unit allowed.
fn policy(before: Option<&AsOf>, after: Option<&AsOf>) -> Option<Change> {
    let (before, after) = (before?, after?);
    if before.then.code.unit != after.then.code.unit {
        return None;
    }
    let hosts = |was: &AsOf| was.unit.as_ref().map_or(HostPolicy::ANY, |unit| unit.policy.clone());
    let (was, is) = (hosts(before), hosts(after));
    (was != is).then(|| {
        let words = words::policy("Its unit", &was, &is);
        Change::new("/allowed_hosts", &was, &is, words)
    })
}

#[cfg(test)]
mod tests;
