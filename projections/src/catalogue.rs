//! The catalogue: codes, audiences, units and designs as they are now, to be listed and searched.

use std::collections::{BTreeMap, BTreeSet};

use signpost_application::ports::catalogue::{AudienceRecord, CodeRecord, DesignRecord, UnitRecord};
use signpost_domain::{
    audience::AudienceEvent,
    code::{Code, CodeEvent},
    decision::{Decision, DecisionEvent},
    design::DesignEvent,
    identifier::{AudienceName, CodeId, DesignName, Tag, UnitName},
    target::Target,
    unit::UnitEvent,
};

use crate::Poison;

/// Rows that a batch of decisions touches, as they were before and are after the fold.
#[derive(Debug, Default)]
pub struct Rows {
    /// Codes.
    pub codes: BTreeMap<CodeId, CodeRecord>,
    /// Audiences.
    pub audiences: BTreeMap<AudienceName, AudienceRecord>,
    /// Units, which need not be known before.
    pub units: BTreeMap<UnitName, UnitRecord>,
    /// Designs, which need not be known before.
    pub designs: BTreeMap<DesignName, DesignRecord>,
}

/// What a batch makes of the catalogue.
#[derive(Debug, Default)]
pub struct Changes {
    /// Codes that were there before.
    pub known: Vec<CodeRecord>,
    /// The same as they were, in the same order.
    pub before: Vec<CodeRecord>,
    /// Codes that were not, in the order in which they were minted.
    pub minted: Vec<CodeRecord>,
    /// Audiences.
    pub audiences: Vec<AudienceRecord>,
    /// Units.
    pub units: Vec<UnitRecord>,
    /// Designs.
    pub designs: Vec<DesignRecord>,
}

impl Changes {
    /// The codes of which `look` shows something else than before: their ids, where they were there before, and what they are now.
    pub fn looking_otherwise<T: PartialEq>(&self, look: impl Fn(&CodeRecord) -> T) -> (Vec<&str>, Vec<&CodeRecord>) {
        let pairs = self.before.iter().zip(&self.known);
        let others: Vec<_> = pairs
            .filter(|(before, now)| look(before) != look(now))
            .map(|(_, now)| now)
            .collect();
        let ids = others.iter().map(|record| record.id.as_str()).collect();
        (ids, others.into_iter().chain(&self.minted).collect())
    }
}

/// The codes and the audiences whose rows a batch touches, each once.
pub fn touched(decisions: &[Decision]) -> (Vec<&str>, Vec<&str>) {
    let (mut codes, mut audiences) = (BTreeSet::new(), BTreeSet::new());
    for decision in decisions {
        match &decision.event {
            DecisionEvent::Code(id, _) => _ = codes.insert(id.as_str()),
            DecisionEvent::Audience(name, _) => _ = audiences.insert(name.as_str()),
            DecisionEvent::Unit(..)
            | DecisionEvent::Access(..)
            | DecisionEvent::Retention(_)
            | DecisionEvent::Seals(..)
            | DecisionEvent::Change(..)
            | DecisionEvent::Proposal(..)
            | DecisionEvent::Design(..)
            | DecisionEvent::Batch(..) => {}
        }
    }
    (codes.into_iter().collect(), audiences.into_iter().collect())
}

/// Folds a batch into the rows that it touches.
pub fn fold(mut rows: Rows, decisions: &[Decision]) -> Result<Changes, Poison> {
    let before: Vec<CodeRecord> = rows.codes.values().cloned().collect();
    let mut minted = Vec::new();
    for decision in decisions {
        match &decision.event {
            DecisionEvent::Code(id, event) if !matches!(event, CodeEvent::Aliased { .. }) => {
                let mut row = rows.codes.remove(id);
                if row.is_none() {
                    minted.push(id);
                }
                fold_code(&mut row, id, event, decision)?;
                rows.codes.extend(row.map(|row| (id.clone(), row)));
            }
            DecisionEvent::Audience(name, event) => {
                let row = audience(rows.audiences.get(name), name, event, decision)?;
                rows.audiences.insert(name.clone(), row);
            }
            DecisionEvent::Unit(name, event) => {
                rows.units.insert(name.clone(), unit(name, event, decision));
            }
            DecisionEvent::Design(name, event) => {
                rows.designs.insert(name.clone(), design(name, event, decision));
            }
            // What leads to a code is none, and is found with it.
            DecisionEvent::Code(..)
            | DecisionEvent::Access(..)
            | DecisionEvent::Retention(_)
            | DecisionEvent::Seals(..)
            | DecisionEvent::Change(..)
            | DecisionEvent::Proposal(..)
            | DecisionEvent::Batch(..) => {}
        }
    }
    Ok(Changes {
        known: before.iter().filter_map(|record| rows.codes.remove(&record.id)).collect(),
        before,
        minted: minted.into_iter().filter_map(|id| rows.codes.remove(id)).collect(),
        audiences: rows.audiences.into_values().collect(),
        units: rows.units.into_values().collect(),
        designs: rows.designs.into_values().collect(),
    })
}

/// The row of a design after a decision.
fn design(name: &DesignName, event: &DesignEvent, decision: &Decision) -> DesignRecord {
    DesignRecord {
        name: name.clone(),
        version: decision.version,
        changed_at: decision.circumstances.at,
        specification: event.specification().cloned(),
    }
}

/// The unit that a design belongs to.
pub fn unit_of(design: &DesignRecord) -> Option<&UnitName> {
    design.specification.as_ref()?.unit.as_ref()
}

/// Folds a decision on a code into its row.
fn fold_code(row: &mut Option<CodeRecord>, id: &CodeId, event: &CodeEvent, decision: &Decision) -> Result<(), Poison> {
    let at = decision.circumstances.at;
    match (&mut *row, event) {
        (None, CodeEvent::Minted { batch, .. }) => {
            let mut code = Code::default();
            code.apply_event(event);
            let version = decision.version;
            *row = Some(CodeRecord {
                id: id.clone(),
                version,
                minted_at: at,
                changed_at: at,
                batch: batch.clone(),
                code,
            });
        }
        (None, _) => return Err(Poison::new(decision.position, format!("code {id} was never minted"))),
        (Some(_), CodeEvent::Minted { .. }) => {
            return Err(Poison::new(decision.position, format!("code {id} was minted twice")));
        }
        (Some(record), event) => {
            record.code.apply_event(event);
            record.version = decision.version;
            record.changed_at = at;
        }
    }
    Ok(())
}

/// The row of an audience after a decision.
fn audience(
    row: Option<&AudienceRecord>,
    name: &AudienceName,
    event: &AudienceEvent,
    decision: &Decision,
) -> Result<AudienceRecord, Poison> {
    let definition = match event {
        AudienceEvent::Defined(definition) | AudienceEvent::Redefined(definition) => Some(definition.clone()),
        AudienceEvent::Withdrawn if row.is_none() => {
            return Err(Poison::new(decision.position, format!("audience {name} was never defined")));
        }
        AudienceEvent::Withdrawn => None,
    };
    Ok(AudienceRecord {
        name: name.clone(),
        version: decision.version,
        changed_at: decision.circumstances.at,
        definition,
    })
}

/// The row of a unit after a decision.
fn unit(name: &UnitName, event: &UnitEvent, decision: &Decision) -> UnitRecord {
    let (UnitEvent::Founded {
        label,
        allowed_hosts,
        approval,
    }
    | UnitEvent::PolicyChanged {
        label,
        allowed_hosts,
        approval,
    }) = event;
    UnitRecord {
        name: name.clone(),
        version: decision.version,
        changed_at: decision.circumstances.at,
        label: label.clone(),
        policy: allowed_hosts.clone(),
        approval: *approval,
    }
}

/// The hosts that some targets lead to.
pub fn hosts<'a>(targets: impl IntoIterator<Item = &'a Target>) -> BTreeSet<String> {
    targets
        .into_iter()
        .flat_map(Target::urls)
        .map(|(_, url)| url.host().to_owned())
        .collect()
}

/// The hosts that a code leads to.
pub fn hosts_of_one(record: &CodeRecord) -> BTreeSet<String> {
    hosts(record.code.configuration.targets())
}

/// The audiences that a code's rules name.
pub fn audiences_used(record: &CodeRecord) -> BTreeSet<AudienceName> {
    record
        .code
        .configuration
        .rules
        .iter()
        .filter_map(|rule| rule.audience().cloned())
        .collect()
}

/// The tags of some codes, each with the code that bears it.
pub fn tags_of<'a>(records: &[&'a CodeRecord]) -> Vec<(&'a str, &'a str)> {
    let of = |record: &&'a CodeRecord| {
        let (id, tags): (&'a str, &'a [Tag]) = (record.id.as_str(), &record.code.tags);
        tags.iter().map(move |tag| (tag.as_str(), id))
    };
    records.iter().flat_map(of).collect()
}

/// The hosts that some codes lead to, each with the code that does.
pub fn hosts_of<'a>(records: &[&'a CodeRecord]) -> Vec<(String, &'a str)> {
    let of = |record: &&'a CodeRecord| {
        let id: &'a str = record.id.as_str();
        hosts(record.code.configuration.targets())
            .into_iter()
            .map(move |host| (host, id))
    };
    records.iter().flat_map(of).collect()
}

/// The audiences that some codes have rules for, each with the code that has.
pub fn uses_of<'a>(records: &[&'a CodeRecord]) -> Vec<(String, &'a str)> {
    let of = |record: &&'a CodeRecord| {
        let id: &'a str = record.id.as_str();
        audiences_used(record).into_iter().map(move |name| (name.into(), id))
    };
    records.iter().flat_map(of).collect()
}

/// Everything that full-text search finds a code by.
pub fn searchable(record: &CodeRecord) -> String {
    let code = &record.code;
    let mut words: Vec<&str> = vec![record.id.as_str()];
    words.extend(code.label.as_deref());
    words.extend(code.unit.as_ref().map(UnitName::as_str));
    words.extend(code.tags.iter().map(Tag::as_str));
    if let Some(asset) = &code.asset {
        words.extend(asset.reference.as_deref());
        words.extend(asset.description.as_deref());
        words.extend(asset.location.as_ref().and_then(|location| location.address.as_deref()));
    }
    for target in code.configuration.targets() {
        words.extend(target.urls().into_iter().map(|(_, url)| url.as_str()));
        match target {
            Target::Redirect { .. } => {}
            Target::Page { content } => words.extend(content.values().flat_map(|page| [page.title.as_str(), page.body.as_str()])),
            Target::Menu { heading, items } => {
                words.extend(heading.values().map(String::as_str));
                words.extend(items.iter().flat_map(|item| item.label.values().map(String::as_str)));
            }
        }
    }
    words.join("\n")
}
