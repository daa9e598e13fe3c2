//! What recorded scans were resolved on, folded from the decision log itself: read models may be as wrong as what they were built by.

use std::{
    collections::{BTreeMap, BTreeSet, btree_set},
    iter::Peekable,
};

use signpost_domain::{
    Aggregate,
    audience::Audience,
    code::{Code, Configuration},
    condition::Condition,
    decision::{Decision, DecisionEvent, Position},
    identifier::AudienceName,
    resolve::{Rechecked, recheck},
    scan::{RecordedScan, Scan},
};

use crate::ports::{StoreError, decision_log::DecisionLog};

/// Decisions on one thing read at a time.
const PART: u32 = 50;

/// Which things are asked for, each at which positions.
pub(super) type Wanted = BTreeMap<String, BTreeSet<Position>>;
/// Things as they were at these positions.
pub(super) type States<A> = BTreeMap<(String, Position), A>;

/// What scans were resolved on.
pub(super) struct Then {
    codes: States<Code>,
    conditions: BTreeMap<Position, BTreeMap<AudienceName, Condition>>,
    /// The end of the decision log.
    decided: Position,
}

/// No audience at all.
static NONE: BTreeMap<AudienceName, Condition> = BTreeMap::new();

impl Then {
    /// Reads what these scans name. They were read before, and what a scan names was decided before it.
    pub(super) async fn read(log: &dyn DecisionLog, scans: &[RecordedScan]) -> Result<Self, StoreError> {
        let mut wanted = Wanted::new();
        for RecordedScan { scan, .. } in scans {
            wanted.entry(scan.code.to_string()).or_default().insert(scan.as_of);
        }
        let codes: States<Code> = states(log, &wanted, |event| match event {
            DecisionEvent::Code(_, event) => Some(event),
            _ => None,
        })
        .await?;
        let mut wanted = Wanted::new();
        for ((_, position), code) in &codes {
            for name in code.configuration.rules.iter().filter_map(|rule| rule.audience()) {
                wanted.entry(name.to_string()).or_default().insert(*position);
            }
        }
        let audiences: States<Audience> = states(log, &wanted, |event| match event {
            DecisionEvent::Audience(_, event) => Some(event),
            _ => None,
        })
        .await?;
        let mut conditions: BTreeMap<Position, BTreeMap<AudienceName, Condition>> = BTreeMap::new();
        for ((name, position), audience) in audiences {
            if let (Ok(name), Some(definition)) = (name.parse(), audience.definition) {
                conditions.entry(position).or_default().insert(name, definition.condition);
            }
        }
        Ok(Self {
            codes,
            conditions,
            decided: log.head().await?,
        })
    }

    /// The configuration that a scan names; `None` where there was no such code.
    pub(super) fn configuration(&self, scan: &Scan) -> Option<&Configuration> {
        let code = self.codes.get(&(scan.code.to_string(), scan.as_of));
        code.map(|code| &code.configuration)
    }

    /// The audiences that the rules of those configurations name, as they were at the position that a scan names.
    pub(super) fn audiences(&self, scan: &Scan) -> &BTreeMap<AudienceName, Condition> {
        self.conditions.get(&scan.as_of).unwrap_or(&NONE)
    }

    /// Whether the position that a scan names is in the decision log.
    pub(super) fn is_decided(&self, scan: &Scan) -> bool {
        scan.as_of <= self.decided
    }

    /// Resolves a scan again; what does not fit, in words, where something does not.
    pub(super) fn judge(&self, RecordedScan { scan, node, .. }: &RecordedScan) -> Result<Rechecked, String> {
        if node.is_elsewhere() {
            return Ok(Rechecked::Elsewhere);
        }
        if !self.is_decided(scan) {
            return Err(format!("the decision log ends at position {}", self.decided));
        }
        let rechecked = recheck(self.configuration(scan), self.audiences(scan), scan);
        rechecked.map_err(|contradiction| contradiction.to_string())
    }
}

/// Folds the decisions on all things that are wanted; what was not there yet at a position is left out.
pub(super) async fn states<A: Aggregate + Clone>(
    log: &dyn DecisionLog,
    wanted: &Wanted,
    event_of: impl Fn(DecisionEvent) -> Option<A::Event>,
) -> Result<States<A>, StoreError> {
    let mut states = States::new();
    if let Some((id, positions)) = wanted.first_key_value().filter(|_| wanted.len() == 1) {
        let mut fold = Fold::begin(id, positions);
        let mut after = 0;
        // A thing may have a very long history.
        loop {
            let part = log.decisions_of(A::TYPE, id, after, PART).await?;
            let Some(last) = part.last().filter(|_| !fold.is_over()) else {
                break;
            };
            after = last.version;
            for decision in part {
                fold.apply(decision, &event_of, &mut states);
            }
        }
        fold.end(&mut states);
        return Ok(states);
    }
    let ids: Vec<&str> = wanted.keys().map(String::as_str).collect();
    let mut decisions = log.decisions_on(A::TYPE, &ids).await?.into_iter().peekable();
    for (id, positions) in wanted {
        let mut fold = Fold::begin(id, positions);
        while let Some(decision) = decisions.next_if(|next| next.event.subject().id() == id) {
            fold.apply(decision, &event_of, &mut states);
        }
        fold.end(&mut states);
    }
    Ok(states)
}

/// What one thing was at some positions, found decision by decision.
struct Fold<'a, A> {
    id: &'a str,
    /// Those that were not passed yet.
    positions: Peekable<btree_set::Iter<'a, Position>>,
    state: Option<A>,
}

impl<'a, A: Aggregate + Clone> Fold<'a, A> {
    fn begin(id: &'a str, positions: &'a BTreeSet<Position>) -> Self {
        Self {
            id,
            positions: positions.iter().peekable(),
            state: None,
        }
    }

    /// Whether no later decision matters.
    fn is_over(&mut self) -> bool {
        self.positions.peek().is_none()
    }

    fn apply(&mut self, decision: Decision, event_of: impl Fn(DecisionEvent) -> Option<A::Event>, states: &mut States<A>) {
        while let Some(position) = self.positions.next_if(|next| **next < decision.position) {
            self.note(*position, states);
        }
        if let Some(event) = event_of(decision.event).filter(|_| !self.is_over()) {
            self.state.get_or_insert_default().apply(event);
        }
    }

    fn end(mut self, states: &mut States<A>) {
        while let Some(position) = self.positions.next() {
            self.note(*position, states);
        }
    }

    fn note(&self, position: Position, states: &mut States<A>) {
        if let Some(state) = &self.state {
            states.insert((self.id.to_owned(), position), state.clone());
        }
    }
}
