//! The year in which everything is decided, act after act.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use signpost_domain::{
    code::CodeEvent,
    decision::{Actor, Circumstances, DecisionEvent, Reason, Source, Subject},
    identifier::{CodeId, PrincipalId},
};

use super::DemoError;
use crate::{Application, ports::decision_log::Addition};

/// The year so far.
pub(super) struct Year<'a> {
    pub(super) application: &'a Application,
    pub(super) dice: fastrand::Rng,
    /// Its first midnight.
    pub(super) begins: Timestamp,
    /// Its end.
    pub(super) now: Timestamp,
    /// The ids of those who decide, in the order of [`PEOPLE`](super::PEOPLE).
    pub(super) people: Vec<PrincipalId>,
    versions: HashMap<Subject, u64>,
    over: HashSet<CodeId>,
    last: Timestamp,
}

impl<'a> Year<'a> {
    pub(super) fn new(application: &'a Application, dice: fastrand::Rng, begins: Timestamp, now: Timestamp) -> Self {
        Self {
            application,
            dice,
            begins,
            now,
            people: vec![],
            versions: HashMap::new(),
            over: HashSet::new(),
            last: begins,
        }
    }

    /// A moment of its day `day`, at `hour` o'clock or soon after.
    pub(super) fn moment(&mut self, day: i64, hour: i64) -> Timestamp {
        let seconds = day * 86_400 + hour * 3_600 + self.dice.i64(0..3_000);
        self.begins
            .checked_add(SignedDuration::new(seconds, self.dice.i32(0..1_000_000) * 1_000))
            .unwrap_or(self.now)
    }

    /// Decides, as somebody, all at once. Acts come in the order of their times.
    pub(super) async fn decide(
        &mut self,
        at: Timestamp,
        who: usize,
        reason: Option<&str>,
        events: Vec<DecisionEvent>,
    ) -> Result<(), DemoError> {
        // What lies ahead did not happen.
        if at >= self.now || events.is_empty() {
            return Ok(());
        }
        self.last = at.max(self.last);
        let actor = self.people.get(who).cloned();
        let actor = actor.unwrap_or_else(|| "command-line".parse().expect("letters and a dash make a name"));
        let circumstances = Circumstances {
            actor: Actor::Principal(actor),
            reason: reason.and_then(|reason| Reason::try_from(reason.to_owned()).ok()),
            source: Source::Website,
            at: self.last,
            correlation: format!("{:016x}{:016x}", self.dice.u64(..), self.dice.u64(..)),
            approves: None,
        };
        let additions = events.into_iter().map(|event| {
            if let DecisionEvent::Code(id, CodeEvent::Retired { .. }) = &event {
                self.over.insert(id.clone());
            }
            let version = self.versions.entry(event.subject()).or_default();
            *version += 1;
            Addition {
                event,
                version: *version,
            }
        });
        let additions: Vec<Addition> = additions.collect();
        self.application.decisions.append_all(&additions, &circumstances).await?;
        Ok(())
    }

    /// Whether a code is retired.
    pub(super) fn is_over(&self, id: &CodeId) -> bool {
        self.over.contains(id)
    }

    /// An id as they are drawn, drawn from these dice.
    pub(super) fn id(&mut self) -> CodeId {
        CodeId::from_random(self.dice.u64(..))
    }
}
