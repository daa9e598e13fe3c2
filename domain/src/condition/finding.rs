//! Why a condition held or not, for people who ask.

use serde::Serialize;

use super::Condition;
use crate::{identifier::CodeId, visit::Visit};

/// Whether one condition held, what it was compared with, and the same for each of its parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The condition's kind, such as `language`.
    pub condition: &'static str,
    /// Whether it held.
    pub held: bool,
    /// What the visit was compared with, in words; empty for a condition made of parts.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub because: String,
    /// Its parts; all of them, also those that could no longer change the outcome.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Self>,
}

impl Condition {
    /// [`holds`](Self::holds), with its reasons.
    pub fn examine(&self, visit: &Visit<'_>, code: &CodeId) -> Finding {
        let parts: Vec<Finding> = self.parts().iter().map(|part| part.examine(visit, code)).collect();
        let held = match self {
            Self::All(_) => parts.iter().all(|part| part.held),
            Self::Any(_) => parts.iter().any(|part| part.held),
            Self::Not(_) => parts.iter().all(|part| !part.held),
            fact => fact.holds(visit, code),
        };
        Finding {
            condition: self.kind(),
            held,
            because: self.seen(visit),
            parts,
        }
    }

    /// What of the visit this condition looks at, beside what it wants.
    fn seen(&self, visit: &Visit<'_>) -> String {
        let or_none = |value: Option<String>| value.map_or_else(|| "not known".to_owned(), |v| format!("{v:?}"));
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) => String::new(),
            Self::Language(wanted) => {
                let wanted: Vec<_> = wanted.iter().map(ToString::to_string).collect();
                let first = visit.languages.first().map_or("none", |first| first.as_str());
                format!("preferred language: {first}; wanted: {}", wanted.join(", "))
            }
            Self::Platform(wanted) => {
                let wanted: Vec<_> = wanted.iter().map(|platform| platform.as_str()).collect();
                format!("platform: {}; wanted: {}", visit.platform.as_str(), wanted.join(", "))
            }
            Self::Between(_) | Self::Weekly(_) => format!("time of the visit: {}; wanted: {self}", visit.at),
            Self::Network(wanted) => {
                let wanted: Vec<_> = wanted.iter().map(ToString::to_string).collect();
                let address = visit.network.map_or_else(|| "not known".to_owned(), |a| a.to_string());
                format!("address: {address}; wanted: {}", wanted.join(", "))
            }
            Self::Query(wanted) => {
                let value = or_none(visit.query.get(&wanted.name).map(Into::into));
                format!("query parameter {:?}: {value}; wanted: {:?}", wanted.name, wanted.equals)
            }
            Self::Header(wanted) => {
                let value = or_none(visit.headers.get(&wanted.name).map(Into::into));
                format!("header {:?}: {value}; wanted: {:?}", wanted.name, wanted.equals)
            }
            Self::SignedIn(wanted) => {
                let grants = visit
                    .staff
                    .map(|grants| grants.iter().map(ToString::to_string).collect::<Vec<_>>());
                let seen = match grants {
                    None => "false".to_owned(),
                    Some(grants) if grants.is_empty() => "true".to_owned(),
                    Some(grants) => grants.join(", "),
                };
                format!("signed in: {seen}; wanted: {wanted}")
            }
            Self::Country(wanted) => {
                let wanted: Vec<_> = wanted.iter().map(ToString::to_string).collect();
                let country = visit.country.map_or_else(|| "not known".to_owned(), |c| c.to_string());
                format!("country: {country}; wanted: {}", wanted.join(", "))
            }
            Self::Percentage(share) => format!("share of the visitors: {} of 100", share.get()),
        }
    }
}
