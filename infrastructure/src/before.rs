//! What things were before the decisions on them. A state is stored once, after the decision that made it; mostly that decision stands in the
//! same part of the log, so that the store need neither look it up nor send it twice.

use std::{collections::HashMap, future::Future};

use signpost_application::ports::{
    StoreError,
    history::{HistoryEntry, State},
};

/// A thing after a decision on it: kind, id and version.
pub(crate) type Wanted = (String, String, u64);

/// The same decisions, each with what was before it; what is not among them is looked up, all in one go.
pub(crate) async fn with_before<F>(
    mut entries: Vec<HistoryEntry>,
    look_up: impl FnOnce(Vec<Wanted>) -> F,
) -> Result<Vec<HistoryEntry>, StoreError>
where
    F: Future<Output = Result<Vec<(Wanted, State)>, StoreError>> + Send,
{
    let (before, missing) = among(&entries);
    for (entry, before) in entries.iter_mut().zip(before) {
        entry.before = before;
    }
    if missing.is_empty() {
        return Ok(entries);
    }
    let wanted = missing.iter().map(|place| {
        let entry = &entries[*place];
        (entry.kind.clone(), entry.id.clone(), entry.version - 1)
    });
    let wanted: Vec<Wanted> = wanted.collect();
    let mut found: HashMap<Wanted, State> = look_up(wanted.clone()).await?.into_iter().collect();
    for (place, wanted) in missing.into_iter().zip(wanted) {
        entries[place].before = found.remove(&wanted);
    }
    Ok(entries)
}

/// What was before each, as far as these decisions tell, and the places of those of which they do not.
fn among(entries: &[HistoryEntry]) -> (Vec<Option<State>>, Vec<usize>) {
    let states: HashMap<_, _> = entries.iter().map(|entry| (at(entry, entry.version), &entry.after)).collect();
    let mut missing = Vec::new();
    let before = entries.iter().enumerate().map(|(place, entry)| {
        if entry.version <= 1 {
            return None;
        }
        let state = states.get(&at(entry, entry.version - 1)).map(|state| State::clone(state));
        if state.is_none() {
            missing.push(place);
        }
        state
    });
    (before.collect(), missing)
}

/// The thing of a decision after some version.
fn at(entry: &HistoryEntry, version: u64) -> (&str, &str, u64) {
    (&entry.kind, &entry.id, version)
}
