//! A decision in words, with what was before it and after it.

use serde::de::DeserializeOwned;
use serde_json::Value;
use signpost_domain::{Aggregate, audience::Audience, code::Code, unit::Unit};

use crate::{
    ports::history::{HistoryEntry, State},
    queries::diff::{Change, of_audiences, of_codes, of_units},
};

/// What a decision did.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// In a sentence.
    pub words: String,
    /// What it was; null where there was nothing, or where the sentence tells all.
    pub before: Value,
    /// What it became.
    pub after: Value,
}

/// What a decision did, change by change.
pub fn told(entry: &HistoryEntry) -> Vec<Told> {
    let changes = match entry.kind.as_str() {
        Code::TYPE => changes::<Code>(entry, of_codes),
        Audience::TYPE => changes::<Audience>(entry, |old, new| {
            entry.id.parse().map(|name| of_audiences(&name, old, new)).unwrap_or_default()
        }),
        // What it was founded with is told by what it is now.
        Unit::TYPE => changes::<Unit>(entry, |old, new| {
            let changes = of_units(old, new).into_iter();
            changes.filter(|change| old.founded || change.pointer != "/label").collect()
        }),
        _ => vec![],
    };
    let mut told: Vec<Told> = Vec::new();
    if let Some(words) = alone(&entry.name) {
        let label = if entry.name == "Founded" {
            entry
                .after
                .read()
                .map(|founded: Value| founded["label"].clone())
                .unwrap_or_default()
        } else {
            Value::Null
        };
        told.push(Told {
            words: words.to_owned(),
            before: Value::Null,
            after: label,
        });
    }
    told.extend(changes.into_iter().map(|change| Told {
        words: change.words,
        before: change.before,
        after: change.after,
    }));
    told
}

/// What is said of a decision beside what it changed.
fn alone(name: &str) -> Option<&'static str> {
    Some(match name {
        "Minted" => "It was minted.",
        "Founded" => "It was founded.",
        "Restored" => "It does again what it did after an earlier decision.",
        "ScansSealed" => "A stretch of the scan log was sealed into the decision log.",
        "ScansExpired" => "Whole months of scans were dropped, as the city keeps them no longer.",
        _ => return None,
    })
}

fn changes<A: DeserializeOwned + Default>(entry: &HistoryEntry, compare: impl Fn(&A, &A) -> Vec<Change>) -> Vec<Change> {
    let read = |state: &State| state.read::<A>().unwrap_or_default();
    let before = entry.before.as_ref().map(read).unwrap_or_default();
    compare(&before, &read(&entry.after))
}
