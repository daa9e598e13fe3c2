//! Changes in sentences, for the history that people read.

use std::fmt::Display;

use signpost_domain::{
    approval::Approval,
    audience::Definition,
    code::{Asset, Status},
    counted::counted,
    identifier::{AudienceName, Tag},
    language::Localised,
    rule::{Rule, Whom},
    target::Target,
    unit::HostPolicy,
    url::HostPattern,
};

/// Something that has one value or none.
pub(super) fn changed<T: Display>(what: &str, before: Option<T>, after: Option<T>) -> String {
    match (before, after) {
        (None, Some(after)) => format!("{what} is now {after}; there was none."),
        (Some(before), None) => format!("{what} was {before}; now there is none."),
        (Some(before), Some(after)) => format!("{what} was {before} and is now {after}."),
        (None, None) => format!("{what} is as it was."),
    }
}

pub(super) fn status(before: Status, after: Status) -> String {
    let word = |status| match status {
        Status::Active => "in use",
        Status::Suspended => "suspended",
        Status::Retired => "retired",
    };
    format!("It was {} and is now {}.", word(before), word(after))
}

pub(super) fn target(before: Option<&Target>, after: Option<&Target>) -> String {
    let what = "Its default target";
    match (before, after) {
        (Some(Target::Page { .. }), Some(Target::Page { .. })) => format!("{what}, a page, has other content."),
        (Some(Target::Menu { .. }), Some(Target::Menu { .. })) => format!("{what}, a menu, has other choices."),
        _ => changed(what, before.map(described), after.map(described)),
    }
}

/// A target in a few words.
fn described(target: &Target) -> String {
    match target {
        Target::Redirect { url, forward_query } => {
            let query = if *forward_query { ", with the query of the scan" } else { "" };
            format!("{url}{query}")
        }
        Target::Page { content } => format!("a page in {}", languages(content)),
        Target::Menu { items, .. } => format!("a menu of {}", counted(items.len() as u64, "choice")),
    }
}

fn languages<T>(texts: &Localised<T>) -> String {
    listed(texts.keys())
}

fn listed<T: Display>(things: impl IntoIterator<Item = T>) -> String {
    let things: Vec<String> = things.into_iter().map(|thing| thing.to_string()).collect();
    things.join(", ")
}

/// Whom a rule is for and what they get.
fn rule(rule: &Rule) -> String {
    let target = described(&rule.target);
    match &rule.whom {
        Whom::Audience(name) => format!("the audience {name} gets {target}"),
        Whom::When(condition) => format!("whoever meets {condition} gets {target}"),
    }
}

// People count from one.
pub(super) fn rule_come(place: usize, new: &Rule) -> String {
    format!("Rule {} is new: {}.", place + 1, rule(new))
}

pub(super) fn rule_gone(place: usize, old: &Rule) -> String {
    format!("Rule {} is gone: {}.", place + 1, rule(old))
}

pub(super) fn rule_changed(place: usize, old: &Rule, new: &Rule) -> String {
    format!("Rule {} was: {}; and is now: {}.", place + 1, rule(old), rule(new))
}

pub(super) fn moved(old: usize, new: usize) -> String {
    format!("Rule {} moved to place {}.", old + 1, new + 1)
}

pub(super) fn tags(before: &[Tag], after: &[Tag]) -> String {
    let missing = |some: &[Tag], others: &[Tag]| listed(some.iter().filter(|tag| !others.contains(tag)));
    let (added, removed) = (missing(after, before), missing(before, after));
    match (added.is_empty(), removed.is_empty()) {
        (false, false) => format!("Tags were added: {added}; and removed: {removed}."),
        (false, true) => format!("Tags were added: {added}."),
        _ => format!("Tags were removed: {removed}."),
    }
}

pub(super) fn asset(before: Option<&Asset>, after: Option<&Asset>) -> String {
    let named = |asset: &Asset| {
        let name = asset.reference.as_deref().or(asset.description.as_deref());
        name.unwrap_or("an object without a name").to_owned()
    };
    match (before.map(named), after.map(named)) {
        (Some(before), Some(after)) if before == after => format!("What is known of its object, {after}, changed."),
        (before, after) => changed("Its object", before, after),
    }
}

pub(super) fn audience(name: &AudienceName, before: Option<&Definition>, after: Option<&Definition>) -> String {
    let condition = |definition: &Definition| definition.condition.to_string();
    match (before, after) {
        (Some(before), Some(after)) if before.condition == after.condition => {
            format!("The audience {name} has another label: {}.", after.label)
        }
        _ => changed(
            &format!("The condition of the audience {name}"),
            before.map(condition),
            after.map(condition),
        ),
    }
}

pub(super) fn policy(who: &str, before: &HostPolicy, after: &HostPolicy) -> String {
    let hosts = |policy: &HostPolicy| {
        let hosts = policy.allowed_hosts();
        hosts.map_or("any host".to_owned(), |hosts| listed(hosts.iter().map(HostPattern::as_str)))
    };
    format!("{who} allowed {} and now allows {}.", hosts(before), hosts(after))
}

pub(super) fn approval(of: &str, now: Approval) -> String {
    match now {
        Approval::Required => format!("{of} must be approved by another person now."),
        Approval::NotNeeded => format!("{of} count without another person's approval now."),
    }
}
