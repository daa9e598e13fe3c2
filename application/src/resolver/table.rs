//! The resolver's memory: every code's configuration and every audience's condition, as of one position.
//!
//! One lock guards the whole, so a visit is resolved on the state after exactly one decision, which is what its scan will
//! say. Readers hold it for the length of one pure function.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, PoisonError, RwLock},
};

use signpost_domain::{
    audience::AudienceEvent,
    code::Configuration,
    condition::Condition,
    decision::{Decision, DecisionEvent, Position},
    identifier::{AudienceName, CodeId},
    resolve::{Audiences, resolve},
    scan::Cause,
    visit::Visit,
};

use super::{Route, Way};

/// A row of the resolver table.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A code and where it leads.
    Code(CodeId, Configuration),
    /// An audience and how it is recognised.
    Audience(AudienceName, Condition),
}

/// What a decision changes in the resolver table.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A code's configuration.
    Code(CodeId),
    /// An audience's condition; `None` once withdrawn.
    Audience(AudienceName, Option<Condition>),
}

impl Change {
    /// What `decision` changes; most decisions about codes do, those about units and access do not.
    pub fn of(decision: &Decision) -> Option<Self> {
        match &decision.event {
            DecisionEvent::Code(id, _) => Some(Self::Code(id.clone())),
            DecisionEvent::Audience(name, AudienceEvent::Defined(definition) | AudienceEvent::Redefined(definition)) => {
                Some(Self::Audience(name.clone(), Some(definition.condition.clone())))
            }
            DecisionEvent::Audience(name, AudienceEvent::Withdrawn) => Some(Self::Audience(name.clone(), None)),
            DecisionEvent::Unit(..) | DecisionEvent::Access(..) => None,
        }
    }
}

/// The memory of a node.
#[derive(Debug, Default)]
pub struct RoutingTable {
    state: RwLock<State>,
}

#[derive(Debug, Default)]
struct State {
    position: Position,
    codes: HashMap<CodeId, Arc<Configuration>>,
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
        let mut state = State {
            position,
            ..State::default()
        };
        for entry in entries {
            match entry {
                Entry::Code(id, configuration) => {
                    state.codes.insert(id, Arc::new(configuration));
                }
                Entry::Audience(name, condition) => {
                    state.audiences.0.insert(name, condition);
                }
            }
        }
        Self {
            state: RwLock::new(state),
        }
    }

    /// Everything up to here is in it.
    pub fn position(&self) -> Position {
        self.state.read().unwrap_or_else(PoisonError::into_inner).position
    }

    /// How many codes it holds.
    pub fn codes(&self) -> usize {
        self.state.read().unwrap_or_else(PoisonError::into_inner).codes.len()
    }

    /// Takes in decisions, in order; those it already has are left out.
    pub fn apply(&self, decisions: &[Decision]) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        for decision in decisions
            .iter()
            .filter(|decision| decision.position > state.position)
            .collect::<Vec<_>>()
        {
            match &decision.event {
                DecisionEvent::Code(id, event) => Arc::make_mut(state.codes.entry(id.clone()).or_default()).apply(event),
                _ => match Change::of(decision) {
                    Some(Change::Audience(name, Some(condition))) => {
                        state.audiences.0.insert(name, condition);
                    }
                    Some(Change::Audience(name, None)) => {
                        state.audiences.0.remove(&name);
                    }
                    Some(Change::Code(_)) | None => {}
                },
            }
            state.position = decision.position;
        }
    }

    /// Where `visit` to `code` goes.
    pub fn route(&self, code: &CodeId, visit: &Visit<'_>) -> Route {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        match state.codes.get(code) {
            Some(configuration) => Route::new(
                state.position,
                configuration,
                resolve(code, configuration, &state.audiences, visit),
            ),
            None => Route {
                as_of: state.position,
                cause: Cause::Status,
                way: Way::Unknown,
            },
        }
    }
}
