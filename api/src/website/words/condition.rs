//! Conditions as what is said of visitors: “who read Dutch or French and use an iPhone”.

use signpost_domain::{
    condition::{Condition, Equals, Held, SignedIn},
    identifier::UnitName,
    schedule::{Between, Weekly},
    visit::{Country, Platform},
};

use super::{language, listed};
use crate::website::texts::Texts;

/// What is said of visitors for whom it holds.
pub(crate) fn condition(texts: &Texts, condition: &Condition) -> String {
    let said = |key: &str, value: String| texts.text(key, &[("value", &value)]);
    match condition {
        Condition::All(parts) => listed(texts, inside(texts, parts), "word-and"),
        Condition::Any(parts) => listed(texts, inside(texts, parts), "word-or"),
        Condition::Not(part) => said("those-not", self::condition(texts, part)),
        Condition::Language(wanted) => {
            let names = wanted.iter().map(|wanted| language(texts, wanted)).collect();
            said("those-language", listed(texts, names, "word-or"))
        }
        Condition::Platform(wanted) => {
            let names = wanted.iter().map(|wanted| platform(texts, *wanted)).collect();
            said("those-platform", listed(texts, names, "word-or"))
        }
        Condition::Between(window) => between(texts, window),
        Condition::Weekly(hours) => weekly(texts, hours),
        Condition::Network(wanted) => {
            let names = wanted.iter().map(ToString::to_string).collect();
            said("those-network", listed(texts, names, "word-or"))
        }
        Condition::Query(wanted) => equals(texts, "those-query", wanted),
        Condition::Header(wanted) => equals(texts, "those-header", wanted),
        Condition::SignedIn(wanted) => signed_in(texts, wanted),
        Condition::Country(wanted) => {
            let names = wanted.iter().map(Country::to_string).collect();
            said("those-country", listed(texts, names, "word-or"))
        }
        Condition::Percentage(share) => said("those-percentage", share.get().to_string()),
    }
}

/// The parts of a condition, in brackets where they are made of several themselves.
fn inside(texts: &Texts, parts: &[Condition]) -> Vec<String> {
    let said = |part: &Condition| {
        let words = condition(texts, part);
        match part {
            Condition::All(parts) | Condition::Any(parts) if parts.len() > 1 => format!("({words})"),
            _ => words,
        }
    };
    parts.iter().map(said).collect()
}

fn signed_in(texts: &Texts, wanted: &SignedIn) -> String {
    let Held { role, unit } = match wanted {
        SignedIn::Whether(true) => return texts.text("those-signed-in", &[]),
        SignedIn::Whether(false) => return texts.text("those-not-signed-in", &[]),
        SignedIn::As(held) => held,
    };
    let role = role.map(|role| texts.text(&format!("role-{role}"), &[]));
    match (role, unit) {
        (Some(role), Some(unit)) => {
            let of_unit = texts.text("role-of-unit", &[("role", &role), ("unit", unit.as_str())]);
            texts.text("those-signed-in-role", &[("value", &of_unit)])
        }
        (Some(role), None) => texts.text("those-signed-in-role", &[("value", &role)]),
        (None, unit) => {
            let unit = unit.as_ref().map_or("", UnitName::as_str);
            texts.text("those-signed-in-unit", &[("value", unit)])
        }
    }
}

/// A kind of device.
pub(crate) fn platform(texts: &Texts, platform: Platform) -> String {
    texts.text(&format!("platform-{}", platform.as_str()), &[])
}

fn equals(texts: &Texts, key: &str, wanted: &Equals) -> String {
    texts.text(key, &[("name", &wanted.name), ("value", &wanted.equals)])
}

fn between(texts: &Texts, window: &Between) -> String {
    let shown = |at| texts.clock.shown(at);
    match (window.from().map(shown), window.until().map(shown)) {
        (Some(from), Some(until)) => texts.text("those-between", &[("value", &from), ("name", &until)]),
        (Some(from), None) => texts.text("those-from", &[("value", &from)]),
        (None, until) => texts.text("those-until", &[("value", &until.unwrap_or_default())]),
    }
}

fn weekly(texts: &Texts, hours: &Weekly) -> String {
    let days = hours.days().iter();
    let days = days.map(|day| texts.text(&format!("day-{}", day.as_str()), &[])).collect();
    let hours = format!("{}–{} ({})", hours.from(), hours.until(), hours.zone().as_str());
    texts.text(
        "those-weekly",
        &[("name", &listed(texts, days, "word-and")), ("value", &hours)],
    )
}
