//! What changed about a code, an audience or a unit, in sentences of the reader's language.

use serde::de::DeserializeOwned;
use serde_json::Value;
use signpost_application::queries::diff::Change;
use signpost_domain::{audience::Definition, code::Asset, rule::Rule, target::Target};

use super::{condition, rule, target};
use crate::website::texts::Texts;

/// One thing that is different, in a sentence.
pub(crate) fn change(texts: &Texts, change: &Change) -> String {
    let (before, after) = (&change.before, &change.after);
    let field = change.pointer.trim_start_matches('/').split('/').next().unwrap_or_default();
    match field {
        "target" => {
            let said = |value| target(texts, read::<Target>(value).as_ref());
            differs(texts, "target", Some(said(before)), Some(said(after)))
        }
        "rules" => of_rule(texts, change),
        "status" => {
            let said = |value: &Value| texts.text(&format!("standing-{}", value.as_str().unwrap_or_default()), &[]);
            differs(texts, "status", Some(said(before)), Some(said(after)))
        }
        "tags" => {
            let said = |value: &Value| {
                read::<Vec<String>>(value)
                    .map(|tags| tags.join(", "))
                    .filter(|tags| !tags.is_empty())
            };
            differs(texts, "tags", said(before), said(after))
        }
        "asset" => {
            let said = |value: &Value| read::<Asset>(value).map(|thing| asset(&thing));
            differs(texts, "asset", said(before), said(after))
        }
        "approval" => {
            let key = if after == "required" {
                "changed-approval-on"
            } else {
                "changed-approval-off"
            };
            texts.text(key, &[])
        }
        "condition" | "audiences" => of_audience(texts, before, after),
        "allowed_hosts" => {
            let said = |value: &Value| match read::<Vec<String>>(value) {
                Some(hosts) => hosts.join(", "),
                None => texts.text("unit-every-host", &[]),
            };
            from_to(texts, &texts.text("unit-hosts", &[]), &said(before), &said(after))
        }
        _ => {
            let said = |value: &Value| value.as_str().map(str::to_owned);
            differs(texts, field, said(before), said(after))
        }
    }
}

/// Something that had one value or none and has another now. What it is called is a text, or else its own word.
fn differs(texts: &Texts, field: &str, before: Option<String>, after: Option<String>) -> String {
    let what = texts.find(&format!("field-{field}"), &[]).unwrap_or_else(|| field.to_owned());
    let none = || texts.text("changed-nothing", &[]);
    let (before, after) = (before.unwrap_or_else(none), after.unwrap_or_else(none));
    from_to(texts, &what, &before, &after)
}

fn from_to(texts: &Texts, what: &str, before: &str, after: &str) -> String {
    texts.text("changed-from-to", &[("name", what), ("unit", before), ("value", after)])
}

/// Who belongs to an audience, and what it is called where that changed, too.
fn of_audience(texts: &Texts, before: &Value, after: &Value) -> String {
    let (before, after) = (read::<Definition>(before), read::<Definition>(after));
    let label = |of: &Option<Definition>| of.as_ref().map(|of| of.label.clone());
    let nothing = texts.text("changed-nothing", &[]);
    let who = |of: &Option<Definition>| {
        let said = of.as_ref().map(|of| condition(texts, &of.condition));
        said.map_or_else(|| nothing.clone(), |said| texts.text("whom-those", &[("value", &said)]))
    };
    let who = from_to(texts, &texts.text("audience-who", &[]), &who(&before), &who(&after));
    if label(&before) == label(&after) {
        return who;
    }
    format!("{who}; {}", differs(texts, "label", label(&before), label(&after)))
}

fn of_rule(texts: &Texts, change: &Change) -> String {
    // People count from one.
    let place = change
        .pointer
        .rsplit('/')
        .next()
        .and_then(|place| place.parse::<usize>().ok());
    let place = place.map_or_else(String::new, |place| (place + 1).to_string());
    let said = |value: &Value| read::<Rule>(value).map(|found| rule(texts, &found));
    match (said(&change.before), said(&change.after)) {
        (None, Some(new)) => texts.text("changed-rule-new", &[("name", &place), ("value", &new)]),
        (Some(old), None) => texts.text("changed-rule-gone", &[("name", &place), ("value", &old)]),
        (Some(old), Some(new)) => texts.text("changed-rule", &[("name", &place), ("unit", &old), ("value", &new)]),
        (None, None) => {
            let was = change.before.as_u64().map_or_else(String::new, |was| (was + 1).to_string());
            texts.text("changed-rule-moved", &[("name", &was), ("value", &place)])
        }
    }
}

/// What an object is known by.
pub(crate) fn asset(asset: &Asset) -> String {
    let address = asset.location.as_ref().and_then(|location| location.address.as_deref());
    let point = asset.location.as_ref().and_then(|location| {
        let (latitude, longitude) = (location.latitude?, location.longitude?);
        Some(format!("{latitude}, {longitude}"))
    });
    let known = [
        asset.reference.as_deref(),
        asset.description.as_deref(),
        address,
        point.as_deref(),
    ];
    known.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}
