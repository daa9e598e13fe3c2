//! Every recorded scan resolved again on what the decision log says of the position that it names.
//!
//! Nothing but the two logs is asked: read models may be as wrong as what they were built by. What of a scan can be resolved again is said in
//! [`signpost_domain::resolve::recheck`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;
use signpost_domain::{
    Aggregate,
    audience::Audience,
    code::Code,
    condition::Condition,
    decision::{Decision, DecisionEvent, Position},
    identifier::{AudienceName, CodeId},
    resolve::{Rechecked, recheck},
    scan::{RecordedScan, Scan},
};

use crate::ports::{StoreError, decision_log::DecisionLog, scan_log::ScanLog};

/// Scans read at a time, with all decisions on their codes.
const PART: u32 = 1_000;

/// A scan that cannot have been resolved as it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// Its place in the scan log.
    pub position: Position,
    /// When it was made.
    pub at: Timestamp,
    /// Of which code.
    pub code: CodeId,
    /// The position in the decision log that it names.
    pub as_of: Position,
    /// What does not fit.
    pub what: String,
}

/// What came of it so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Scans looked at.
    pub scans: u64,
    /// Those that were resolved again, and came out the same.
    pub again: u64,
    /// Those that nothing speaks against, but that some condition looked at what is not kept for.
    pub in_part: u64,
    /// Those that disagree.
    pub disagreements: u64,
    /// The last place in the scan log that was looked at.
    pub position: Position,
}

/// All scans from a time on and before another.
pub struct Recheck<'a> {
    decisions: &'a dyn DecisionLog,
    scans: &'a dyn ScanLog,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    /// The end of the decision log.
    decided: Position,
    /// The end of the scan log; later scans are left for another day.
    pub head: Position,
    /// What came of it so far.
    pub tally: Tally,
}

impl<'a> Recheck<'a> {
    /// Begins.
    pub async fn begin(
        decisions: &'a dyn DecisionLog,
        scans: &'a dyn ScanLog,
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Result<Self, StoreError> {
        // In this order: what a scan names was decided before it.
        let head = scans.head().await?;
        Ok(Self {
            decisions,
            scans,
            from,
            until,
            decided: decisions.head().await?,
            head,
            tally: Tally::default(),
        })
    }

    /// Looks at some more, and gives those of them that disagree; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<Disagreement>>, StoreError> {
        let mut scans = self.scans.read(self.tally.position, None, PART).await?;
        scans.retain(|recorded| recorded.position <= self.head);
        let Some(last) = scans.last() else { return Ok(None) };
        self.tally.position = last.position;
        let (from, until) = (self.from, self.until);
        scans.retain(|recorded| {
            let at = recorded.scan.at;
            from.is_none_or(|from| at >= from) && until.is_none_or(|until| at < until)
        });
        let then = Then::read(self.decisions, &scans).await?;
        let mut disagreements = Vec::new();
        for RecordedScan { position, scan, .. } in scans {
            self.tally.scans += 1;
            match self.judged(&then, &scan) {
                Ok(Rechecked::Again) => self.tally.again += 1,
                Ok(Rechecked::InPart) => self.tally.in_part += 1,
                Err(what) => {
                    self.tally.disagreements += 1;
                    disagreements.push(Disagreement {
                        position,
                        at: scan.at,
                        code: scan.code,
                        as_of: scan.as_of,
                        what,
                    });
                }
            }
        }
        Ok(Some(disagreements))
    }

    fn judged(&self, then: &Then, scan: &Scan) -> Result<Rechecked, String> {
        if scan.as_of > self.decided {
            return Err(format!("the decision log ends at position {}", self.decided));
        }
        let code = then.codes.get(&(scan.code.to_string(), scan.as_of));
        let none = BTreeMap::new();
        let audiences = then.conditions.get(&scan.as_of).unwrap_or(&none);
        recheck(code.map(|code| &code.configuration), audiences, scan).map_err(|contradiction| contradiction.to_string())
    }
}

/// Which things are asked for, each at which positions.
type Wanted = BTreeMap<String, BTreeSet<Position>>;
/// Things as they were at these positions.
type States<A> = BTreeMap<(String, Position), A>;

/// What scans were resolved on.
struct Then {
    codes: States<Code>,
    conditions: BTreeMap<Position, BTreeMap<AudienceName, Condition>>,
}

impl Then {
    async fn read(log: &dyn DecisionLog, scans: &[RecordedScan]) -> Result<Self, StoreError> {
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
        Ok(Self { codes, conditions })
    }
}

/// Folds the decisions on all things that are wanted; what was not there yet at a position is left out.
async fn states<A: Aggregate + Clone>(
    log: &dyn DecisionLog,
    wanted: &Wanted,
    event_of: impl Fn(DecisionEvent) -> Option<A::Event>,
) -> Result<States<A>, StoreError> {
    let ids: Vec<&str> = wanted.keys().map(String::as_str).collect();
    let mut decisions = log.decisions_on(A::TYPE, &ids).await?.into_iter().peekable();
    let mut states = States::new();
    for (id, positions) in wanted {
        let mut state: Option<A> = None;
        let is_of = |decision: &Decision| decision.event.subject().id() == id;
        for position in positions {
            while let Some(decision) = decisions.next_if(|next| is_of(next) && next.position <= *position) {
                if let Some(event) = event_of(decision.event) {
                    state.get_or_insert_default().apply(event);
                }
            }
            if let Some(state) = &state {
                states.insert((id.clone(), *position), state.clone());
            }
        }
        while decisions.next_if(is_of).is_some() {}
    }
    Ok(states)
}
