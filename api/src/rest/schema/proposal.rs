//! Proposals as they are shown.

use serde::Serialize;
use serde_json::Value;
use signpost_application::{
    ports::proposals::{Ending, ProposalStanding},
    queries::{changes::words, proposals::Told},
};
use signpost_domain::proposal::Intent;
use utoipa::ToSchema;

use super::super::codes::diff::ChangeView as DifferenceView;

/// A change that counts when another person approves it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Proposal)]
pub(crate) struct ProposalView {
    /// Its id.
    id: String,
    /// `open`, `outdated` (what it is about changed since: it can only be rejected or withdrawn), `approved`, `rejected` or `withdrawn`.
    #[schema(value_type = String)]
    status: ProposalStanding,
    /// What it is about: `code`, `unit`, `audience`, or `codes` for many.
    kind: &'static str,
    /// Which one; null for many codes.
    about: Option<String>,
    /// The version of that which it is based on; null for many codes.
    version: Option<u64>,
    /// What would be different, in words.
    words: String,
    /// The same one by one; empty for many codes.
    changes: Vec<DifferenceView>,
    /// For many codes, what was asked for and how many it is about.
    #[schema(value_type = Option<Object>)]
    codes: Value,
    /// The units in which it must be approved; null stands for what belongs to no unit, or to all.
    units: Vec<Option<String>>,
    /// The position of the decision by which it was made.
    position: u64,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// By whom.
    actor: String,
    /// Why, where said.
    reason: Option<String>,
    /// What became of it; null as long as it waits.
    ended: Option<EndingView>,
    /// The change of many codes that it became.
    change: Option<String>,
}

/// The decision that ended a proposal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProposalEnding)]
struct EndingView {
    /// Its position.
    position: u64,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// By whom.
    actor: String,
    /// Why, where said.
    reason: Option<String>,
    /// What was decided with it bears the same.
    correlation: String,
}

impl From<Told> for ProposalView {
    fn from(Told { record, changes }: Told) -> Self {
        let change = record.change().map(String::from);
        let changes: Vec<DifferenceView> = changes.into_iter().map(Into::into).collect();
        let (words, codes) = if let Intent::Codes { making, .. } = &record.proposed.change {
            (words(&making.deed), serde_json::to_value(making).unwrap_or_default())
        } else {
            let sentences: Vec<&str> = changes.iter().map(|change| change.words.as_str()).collect();
            (sentences.join(" "), Value::Null)
        };
        let based_on = record.proposed.change.based_on();
        let text = |reason: Option<signpost_domain::decision::Reason>| reason.map(String::from);
        let ended = |ending: Ending| EndingView {
            position: ending.position.0,
            at: ending.at.to_string(),
            actor: ending.actor.to_string(),
            reason: text(ending.reason),
            correlation: ending.correlation,
        };
        Self {
            id: record.id.to_string(),
            status: record.standing,
            kind: based_on.as_ref().map_or("codes", |(subject, _)| subject.kind()),
            about: based_on.as_ref().map(|(subject, _)| subject.id().to_owned()),
            version: based_on.map(|(_, version)| version),
            words,
            changes,
            codes,
            units: record.proposed.units.into_iter().map(|unit| unit.map(String::from)).collect(),
            position: record.position.0,
            at: record.at.to_string(),
            actor: record.actor.to_string(),
            reason: text(record.reason),
            ended: record.ended.map(ended),
            change,
        }
    }
}
