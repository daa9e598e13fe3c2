//! The catalogue: codes, audiences and units as they are now, to be listed and searched.

use std::collections::BTreeSet;

use signpost_application::ports::catalogue::{AudienceRecord, CodeRecord, UnitRecord};
use signpost_domain::{
    audience::AudienceEvent,
    code::{Code, CodeEvent},
    decision::Decision,
    identifier::{AudienceName, CodeId, UnitName},
    target::Target,
    unit::UnitEvent,
};

use crate::Poison;

/// Folds a decision on a code into its row.
pub fn fold_code(row: &mut Option<CodeRecord>, id: &CodeId, event: &CodeEvent, decision: &Decision) -> Result<(), Poison> {
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
pub fn audience(
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
pub fn unit(name: &UnitName, event: &UnitEvent, decision: &Decision) -> UnitRecord {
    let (UnitEvent::Founded { label, allowed_hosts } | UnitEvent::PolicyChanged { label, allowed_hosts }) = event;
    UnitRecord {
        name: name.clone(),
        version: decision.version,
        changed_at: decision.circumstances.at,
        label: label.clone(),
        policy: allowed_hosts.clone(),
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

/// Everything that full-text search finds a code by.
pub fn searchable(record: &CodeRecord) -> String {
    let code = &record.code;
    let mut words: Vec<&str> = vec![record.id.as_str()];
    words.extend(code.label.as_deref());
    words.extend(code.unit.as_ref().map(UnitName::as_str));
    words.extend(code.tags.iter().map(signpost_domain::identifier::Tag::as_str));
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
