//! What decisions are found by: an inverted index over all of the decision log.
//!
//! Whatever a decision can be looked for by is a [`Term`], and a term is known by a number. The index holds that number with the position of every
//! decision that it is true of; a search is the intersection of a few such lists, each in the order of positions.
//!
//! The full-text search of a store would find words only, sort all it finds before it gives the first, and be another one on every store. This is a table with
//! one key, the same on each, and gives what is found in the order of the log from wherever a reader stopped.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use signpost_domain::{
    batch::BatchEvent,
    code::CodeEvent,
    decision::{Decision, DecisionEvent},
    identifier::{AudienceName, CodeId, ProposalId, UnitName},
    proposal::{Intent, ProposalEvent, Proposed},
    rule::Rule,
    target::Target,
};

use crate::words::indexed;

/// Something that a decision is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term<'a> {
    /// Who decided.
    Actor(&'a str),
    /// What was decided, such as `Retargeted`.
    Type(&'a str),
    /// The code that it is about. A decision on a proposal is about what the proposal is about, as if that had been decided, and so below.
    Code(&'a str),
    /// The audience that it is about, or that a rule names before it or after it.
    Audience(&'a str),
    /// The unit that it is about, that it gives a design or a batch, or that owns the code before it or after it; of a proposal, those in which it must be approved, too.
    Unit(&'a str),
    /// A host that it made a code lead to.
    Host(&'a str),
    /// An address that it made a code lead to.
    Url(&'a str),
    /// A word of its reason.
    Word(&'a str),
}

impl Term<'_> {
    /// The number it is known by: the first 64 bits of a SHA-256. That two of ten million terms have the same has a chance of one in 300,000.
    pub fn number(self) -> i64 {
        let (kind, what) = match self {
            Self::Actor(what) => ("actor", what),
            Self::Type(what) => ("type", what),
            Self::Code(what) => ("code", what),
            Self::Audience(what) => ("audience", what),
            Self::Unit(what) => ("unit", what),
            Self::Host(what) => ("host", what),
            Self::Url(what) => ("url", what),
            Self::Word(what) => ("word", what),
        };
        let hash = Sha256::new()
            .chain_update(kind)
            .chain_update([0])
            .chain_update(what)
            .finalize();
        let (first, _) = hash.split_first_chunk().expect("a SHA-256 has 32 bytes");
        i64::from_be_bytes(*first)
    }
}

/// What is known of a code that its next decision may be found by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Who owns it.
    pub unit: Option<UnitName>,
    /// The audiences that its rules name.
    pub audiences: BTreeSet<AudienceName>,
}

/// What a batch adds to the index.
#[derive(Debug, Default)]
pub struct Additions {
    /// Numbers of terms with the position of a decision that they are true of.
    pub marks: BTreeSet<(i64, u64)>,
    /// Words of reasons.
    pub words: BTreeSet<String>,
    /// What is known by now of the codes of which something else was known before, also if it is the same again.
    pub codes: BTreeMap<CodeId, Known>,
    /// The numbers of the terms that decisions on proposals are found by for what they are about.
    pub proposals: BTreeMap<ProposalId, BTreeSet<i64>>,
}

/// The codes and the proposals of which something must be known to take in a batch, each once.
pub fn touched(decisions: &[Decision]) -> (Vec<&str>, Vec<&str>) {
    let (mut codes, mut proposals) = (BTreeSet::new(), BTreeSet::new());
    for decision in decisions {
        match &decision.event {
            DecisionEvent::Code(id, _) => _ = codes.insert(id.as_str()),
            DecisionEvent::Proposal(_, ProposalEvent::Proposed(proposed)) => {
                if let Intent::Code { code, .. } = &proposed.change {
                    codes.insert(code.as_str());
                }
            }
            DecisionEvent::Proposal(id, _) => _ = proposals.insert(id.as_str()),
            _ => {}
        }
    }
    (codes.into_iter().collect(), proposals.into_iter().collect())
}

/// Folds a batch; `codes` and `proposals` have what was known before of those that it [touches](touched).
pub fn fold(
    mut codes: BTreeMap<CodeId, Known>,
    proposals: BTreeMap<ProposalId, BTreeSet<i64>>,
    decisions: &[Decision],
) -> Additions {
    let mut additions = Additions {
        proposals,
        ..Additions::default()
    };
    let mut changed = BTreeSet::new();
    for decision in decisions {
        additions.take_in(decision, &mut codes, &mut changed);
    }
    let known = changed.into_iter().filter_map(|id| codes.remove_entry(&id));
    additions.codes.extend(known);
    additions
}

impl Additions {
    fn take_in(&mut self, decision: &Decision, codes: &mut BTreeMap<CodeId, Known>, changed: &mut BTreeSet<CodeId>) {
        let position = decision.position.0;
        let mut mark = |term: Term<'_>| _ = self.marks.insert((term.number(), position));
        mark(Term::Actor(&decision.circumstances.actor.to_string()));
        mark(Term::Type(&decision.event.name()));
        if let Some(reason) = &decision.circumstances.reason {
            for word in indexed(reason.as_str()) {
                mark(Term::Word(&word));
                self.words.insert(word);
            }
        }
        match &decision.event {
            DecisionEvent::Code(id, event) => {
                let known = codes.entry(id.clone()).or_default();
                if on_code(id, known, event, &mut mark) {
                    changed.insert(id.clone());
                }
                for (_, url) in targets_after(event).flat_map(Target::urls) {
                    mark(Term::Host(url.host()));
                    mark(Term::Url(url.as_str()));
                }
            }
            DecisionEvent::Audience(name, _) => mark(Term::Audience(name.as_str())),
            DecisionEvent::Unit(name, _) => mark(Term::Unit(name.as_str())),
            DecisionEvent::Design(_, event) => {
                if let Some(unit) = event.specification().and_then(|drawn| drawn.unit.as_ref()) {
                    mark(Term::Unit(unit.as_str()));
                }
            }
            DecisionEvent::Batch(_, event) => {
                if let BatchEvent::Ordered { order, .. } = event
                    && let Some(unit) = &order.unit
                {
                    mark(Term::Unit(unit.as_str()));
                }
            }
            DecisionEvent::Proposal(id, event) => {
                if let ProposalEvent::Proposed(proposed) = event {
                    self.proposals.insert(id.clone(), about(proposed, codes));
                }
                let about = self.proposals.get(id).into_iter().flatten();
                self.marks.extend(about.map(|term| (*term, position)));
            }
            DecisionEvent::Access(..) | DecisionEvent::Retention(_) | DecisionEvent::Seals(..) | DecisionEvent::Change(..) => {}
        }
    }
}

/// Marks what a decision on a code concerns, and notes what is known of the code after it; says whether that is something else than before.
fn on_code(id: &CodeId, known: &mut Known, event: &CodeEvent, mut mark: impl FnMut(Term<'_>)) -> bool {
    mark(Term::Code(id.as_str()));
    let before = known.clone();
    known.apply(event);
    for unit in before.unit.iter().chain(&known.unit) {
        mark(Term::Unit(unit.as_str()));
    }
    if rules_after(event).is_some() {
        for audience in before.audiences.union(&known.audiences) {
            mark(Term::Audience(audience.as_str()));
        }
    }
    before != *known
}

/// The numbers of what a proposal concerns. It leads nowhere yet, so no host is among them.
fn about(proposed: &Proposed, codes: &BTreeMap<CodeId, Known>) -> BTreeSet<i64> {
    let mut numbers = BTreeSet::new();
    let mut mark = |term: Term<'_>| _ = numbers.insert(term.number());
    for unit in proposed.units.iter().flatten() {
        mark(Term::Unit(unit.as_str()));
    }
    match &proposed.change {
        Intent::Code { code, decisions, .. } => {
            let mut known = codes.get(code).cloned().unwrap_or_default();
            for event in decisions {
                on_code(code, &mut known, event, &mut mark);
            }
        }
        Intent::Unit { unit, .. } => mark(Term::Unit(unit.as_str())),
        Intent::Audience { audience, .. } => mark(Term::Audience(audience.as_str())),
        Intent::Codes { .. } => {}
    }
    numbers
}

impl Known {
    fn apply(&mut self, event: &CodeEvent) {
        if let CodeEvent::Minted { unit, .. } | CodeEvent::Transferred { unit } = event {
            self.unit.clone_from(unit);
        }
        if let Some(rules) = rules_after(event) {
            self.audiences = rules.iter().filter_map(|rule| rule.audience().cloned()).collect();
        }
    }
}

/// The rules that a decision gave a code, if it gave it any or took them away.
fn rules_after(event: &CodeEvent) -> Option<&[Rule]> {
    match event {
        CodeEvent::RulesChanged { rules } | CodeEvent::Restored { rules, .. } => Some(rules),
        _ => None,
    }
}

/// The targets that a decision gave a code.
fn targets_after(event: &CodeEvent) -> impl Iterator<Item = &Target> {
    let default = match event {
        CodeEvent::Retargeted { target } | CodeEvent::Restored { target, .. } => target.as_ref(),
        _ => None,
    };
    let rules = rules_after(event).unwrap_or_default();
    default.into_iter().chain(rules.iter().map(|rule| &rule.target))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_term_is_known_by_never_changes() {
        assert_eq!(Term::Host("example.org").number(), NUMBER_OF_EXAMPLE);
        assert_ne!(Term::Word("example.org").number(), NUMBER_OF_EXAMPLE);
    }

    /// The first eight bytes of the SHA-256 of `host`, a zero byte and `example.org`.
    const NUMBER_OF_EXAMPLE: i64 = -7_207_407_407_040_468_833;
}
