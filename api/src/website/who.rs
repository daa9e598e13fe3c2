//! Who decided, by name where that is not forgotten.

use std::collections::BTreeMap;

use signpost_application::ports::{StoreError, history::HistoryEntry};
use signpost_domain::identifier::PrincipalId;

use super::texts::Texts;
use crate::Shared;

/// The names behind decisions.
pub(crate) struct Who(BTreeMap<String, String>);

impl Who {
    /// Looks up who decided, and who had proposed it.
    pub(crate) async fn decided(api: &Shared, entries: &[HistoryEntry]) -> Result<Self, StoreError> {
        let mut names = BTreeMap::new();
        let mut actors: Vec<&String> = entries.iter().map(|entry| &entry.actor).collect();
        actors.extend(entries.iter().filter_map(|entry| entry.proposer.as_ref()));
        for actor in actors {
            if names.contains_key(actor) {
                continue;
            }
            if let Ok(id) = actor.parse::<PrincipalId>()
                && let Some(name) = api.identity.names.of(&id).await?
            {
                names.insert(actor.clone(), name);
            }
        }
        Ok(Self(names))
    }

    /// What somebody is called, or else the id that logs know them by.
    pub(crate) fn name(&self, texts: &Texts, actor: &str) -> String {
        match (self.0.get(actor), actor) {
            (Some(name), _) => name.clone(),
            (None, id) => named(texts, id),
        }
    }
}

/// What decides without being anybody is called after what it does; of others the id is all there is.
pub(crate) fn named(texts: &Texts, id: &str) -> String {
    let known = texts.find(&format!("actor-{id}"), &[]);
    known.unwrap_or_else(|| id.to_owned())
}
