//! The resolver's memory: every code's configuration and every audience's condition, as of one position.
//!
//! One lock guards the whole, so a visit is resolved on the state after exactly one decision, which is what its scan will
//! say. Readers hold it for the length of one pure function.

use std::{
    collections::BTreeMap,
    sync::{PoisonError, RwLock},
};

use signpost_domain::{
    audience::AudienceEvent,
    code::Configuration,
    condition::Condition,
    decision::{Decision, DecisionEvent, Position},
    identifier::{AudienceName, CodeId},
    resolve::Audiences,
    scan::Cause,
    visit::Visit,
};

use super::{Route, Way, codes::Codes};

/// A row of the resolver table.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A code and where it leads.
    Code(CodeId, Configuration),
    /// An audience and how it is recognised.
    Audience(AudienceName, Condition),
}

/// An [`Entry`] where it stands in memory.
#[derive(Debug, Clone, Copy)]
pub enum EntryRef<'a> {
    /// A code and where it leads.
    Code(&'a CodeId, &'a Configuration),
    /// An audience and how it is recognised.
    Audience(&'a AudienceName, &'a Condition),
}

/// What `decision` changes of an audience: its condition, or none once withdrawn.
pub fn audience_after(decision: &Decision) -> Option<(&AudienceName, Option<&Condition>)> {
    let DecisionEvent::Audience(name, event) = &decision.event else {
        return None;
    };
    let condition = match event {
        AudienceEvent::Defined(definition) | AudienceEvent::Redefined(definition) => Some(&definition.condition),
        AudienceEvent::Withdrawn => None,
    };
    Some((name, condition))
}

/// The memory of a node.
#[derive(Debug, Default)]
pub struct RoutingTable {
    state: RwLock<State>,
}

#[derive(Debug, Default)]
struct State {
    position: Position,
    codes: Codes,
    audiences: Conditions,
}

#[derive(Debug, Default)]
struct Conditions(BTreeMap<AudienceName, Condition>);

impl Audiences for Conditions {
    fn condition(&self, name: &AudienceName) -> Option<&Condition> {
        self.0.get(name)
    }
}

impl RoutingTable {
    /// A memory filled from the resolver table as it is at `position`.
    pub fn load(position: Position, entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut table = Self::default();
        entries.into_iter().for_each(|entry| table.fill(entry));
        table.filled(position)
    }

    /// Takes in a row of the resolver table; only until the memory is asked, since what is half filled is true for no position.
    pub fn fill(&mut self, entry: Entry) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        match entry {
            Entry::Code(id, configuration) => state.codes.put(&id, configuration),
            Entry::Audience(name, condition) => {
                state.audiences.0.insert(name, condition);
            }
        }
    }

    /// The memory, filled from the resolver table as it is at `position`.
    #[must_use]
    pub fn filled(mut self, position: Position) -> Self {
        self.state.get_mut().unwrap_or_else(PoisonError::into_inner).position = position;
        self
    }

    /// Puts the resolver table as it is at `position` in the place of all that was in the memory.
    pub fn replace(&self, position: Position, entries: impl IntoIterator<Item = Entry>) {
        self.take_over(Self::load(position, entries));
    }

    /// Puts all that is in `other` in the place of all that was in the memory.
    pub fn take_over(&self, other: Self) {
        let state = other.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *self.state.write().unwrap_or_else(PoisonError::into_inner), state);
        // Nobody has to wait for what takes a while to forget.
        drop(before);
    }

    /// Shows every entry, and says which position they are true for. Whoever resolves goes on meanwhile, as long as nobody
    /// applies decisions: a writer that waits makes readers wait.
    pub fn walk<E>(&self, mut show: impl FnMut(EntryRef<'_>) -> Result<(), E>) -> Result<Position, E> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state
            .codes
            .walk(|id, configuration| show(EntryRef::Code(id, configuration)))?;
        for (name, condition) in &state.audiences.0 {
            show(EntryRef::Audience(name, condition))?;
        }
        Ok(state.position)
    }

    /// Everything up to here is in it.
    pub fn position(&self) -> Position {
        self.state.read().unwrap_or_else(PoisonError::into_inner).position
    }

    /// How many codes it holds.
    pub fn codes(&self) -> usize {
        self.state.read().unwrap_or_else(PoisonError::into_inner).codes.len()
    }

    /// Whether there is such a code, or one that the id leads to.
    pub fn knows(&self, id: &CodeId) -> bool {
        self.state.read().unwrap_or_else(PoisonError::into_inner).codes.has(id)
    }

    /// The code that `id` is another id of.
    pub fn original(&self, id: &CodeId) -> Option<CodeId> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.codes.get(id)?.alias_of.clone()
    }

    /// Takes in decisions, in order; those it already has are left out.
    pub fn apply(&self, decisions: &[Decision]) {
        // Visitors are answered while there is made room, which takes a while among very many codes.
        let room = {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            state.codes.room_for(decisions.len())
        };
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let left = room.map(|room| state.codes.move_into(room));
        let from = state.position;
        for decision in decisions.iter().filter(|decision| decision.position > from) {
            if let DecisionEvent::Code(id, event) = &decision.event {
                state.codes.change(id, |configuration| configuration.apply(event));
            }
            match audience_after(decision) {
                Some((name, Some(condition))) => {
                    state.audiences.0.insert(name.clone(), condition.clone());
                }
                Some((name, None)) => {
                    state.audiences.0.remove(name);
                }
                None => {}
            }
            state.position = decision.position;
        }
        drop(state);
        // Nor does anybody have to wait until what was moved out of is given back.
        drop(left);
    }

    /// Where `visit` to `code` goes.
    pub fn route(&self, code: &CodeId, visit: &Visit<'_>) -> Route {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let unknown = || Route {
            as_of: state.position,
            cause: Cause::Status,
            way: Way::Unknown,
            alias_of: None,
        };
        let Some(configuration) = state.codes.get(code) else {
            return unknown();
        };
        let Some(of) = configuration.alias_of.clone() else {
            return Route::of(state.position, code, configuration, &state.audiences, visit);
        };
        // No alias leads to another one.
        let Some(configuration) = state.codes.get(&of) else {
            return unknown();
        };
        Route {
            alias_of: Some(of.clone()),
            ..Route::of(state.position, &of, configuration, &state.audiences, visit)
        }
    }
}
