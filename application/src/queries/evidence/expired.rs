//! Scans that are not there any more, and what was sealed of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use signpost_domain::{
    Aggregate,
    decision::{DecisionEvent, Position, Subject},
    retention::{Month, Retention, RetentionEvent},
    seals::{SealedHour, SealsEvent, SealsOf},
};

use crate::{
    Application,
    ports::{Paging, StoreError, decision_log::ReadError},
};

/// Stretches looked at at a time.
const PART: u32 = 1_000;

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// An hour of scans that expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpiredHour {
    /// What was sealed of it.
    pub sealed: SealedHour,
    /// The decision that sealed it.
    pub by: Position,
}

/// The hours of a time that expired, and the decisions that sealed and that dropped them.
pub(super) async fn hours(
    application: &Application,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    end: Position,
) -> Result<(Vec<ExpiredHour>, BTreeSet<Position>), StoreError> {
    let (mut hours, mut decisions) = (Vec::new(), BTreeSet::new());
    let is_in_time =
        |month: Month| from.is_none_or(|from| month.ends() > from) && until.is_none_or(|until| month.begins() < until);
    // Months, each with the last position that was dropped of it.
    let mut months: BTreeMap<Month, Position> = BTreeMap::new();
    let id = Subject::Retention;
    for decision in application.decisions.decisions_on(Retention::TYPE, &[id.id()]).await? {
        if let DecisionEvent::Retention(RetentionEvent::ScansExpired { months: dropped }) = decision.event
            && decision.position <= end
        {
            for dropped in dropped.iter().filter(|dropped| is_in_time(dropped.month)) {
                let last = months.entry(dropped.month).or_default();
                *last = dropped.last.max(*last);
                decisions.insert(decision.position);
            }
        }
    }
    if months.is_empty() {
        return Ok((hours, decisions));
    }
    let mut paging = Paging {
        limit: PART,
        cursor: None,
    };
    loop {
        let page = application.history.of(&Subject::Seals(SealsOf::Scans), &paging).await?;
        for entry in page.items.iter().filter(|entry| entry.position <= end) {
            for sealed in stretch(application, entry.position).await? {
                let is_expired = months.get(&Month::of(sealed.hour)).is_some_and(|last| sealed.last <= *last);
                let ends = sealed.hour.saturating_add(HOUR).unwrap_or(Timestamp::MAX);
                let is_asked_for = from.is_none_or(|from| ends > from) && until.is_none_or(|until| sealed.hour < until);
                if is_expired && is_asked_for {
                    decisions.insert(entry.position);
                    hours.push(ExpiredHour {
                        sealed,
                        by: entry.position,
                    });
                }
            }
        }
        paging.cursor = page.next;
        if paging.cursor.is_none() {
            return Ok((hours, decisions));
        }
    }
}

/// The hours of the stretch that a decision sealed.
async fn stretch(application: &Application, position: Position) -> Result<Vec<SealedHour>, StoreError> {
    let before = Position(position.0.saturating_sub(1));
    let decisions = application.decisions.read(before, 1).await.map_err(|error| match error {
        ReadError::Store(error) => error,
        error @ ReadError::Poison { .. } => StoreError::Unreadable(error.to_string()),
    })?;
    Ok(match decisions.into_iter().next().map(|decision| decision.event) {
        Some(DecisionEvent::Seals(_, SealsEvent::ScansSealed(stretch))) => stretch.hours,
        _ => vec![],
    })
}
