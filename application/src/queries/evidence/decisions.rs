//! The histories of several things as one, in the order of the log.

use std::collections::{BTreeSet, VecDeque};

use signpost_domain::{
    decision::{Position, Subject},
    seals::SealsOf,
};

use super::PART;
use crate::{
    Application,
    ports::{Paging, StoreError, history::HistoryEntry},
};

/// Decisions, one after the other.
#[derive(Debug)]
pub struct Decisions {
    flows: Vec<Flow>,
    /// Which of those on things that are not in it as a whole.
    others: BTreeSet<Position>,
    end: Position,
}

/// The history of one thing.
#[derive(Debug)]
struct Flow {
    subject: Subject,
    is_whole: bool,
    ahead: VecDeque<HistoryEntry>,
    /// Where the next part begins; `None` at the end.
    next: Option<Paging>,
}

impl Decisions {
    pub(super) fn of(subjects: &[Subject], others: &BTreeSet<Position>, end: Position) -> Self {
        let flow = |subject: &Subject, is_whole| Flow {
            subject: subject.clone(),
            is_whole,
            ahead: VecDeque::new(),
            next: Some(Paging {
                limit: PART,
                cursor: None,
            }),
        };
        let mut flows: Vec<Flow> = subjects.iter().map(|subject| flow(subject, true)).collect();
        if !others.is_empty() {
            flows.push(flow(&Subject::Seals(SealsOf::Scans), false));
            flows.push(flow(&Subject::Retention, false));
        }
        Self {
            flows,
            others: others.clone(),
            end,
        }
    }

    /// The next one; `None` at the end.
    pub async fn next(&mut self, application: &Application) -> Result<Option<HistoryEntry>, StoreError> {
        for flow in &mut self.flows {
            while flow.ahead.is_empty() {
                let Some(paging) = flow.next.take() else { break };
                let page = application.history.of(&flow.subject, &paging).await?;
                let is_in_it = |entry: &HistoryEntry| flow.is_whole || self.others.contains(&entry.position);
                flow.ahead.extend(page.items.into_iter().filter(is_in_it));
                flow.next = page.next.map(|cursor| Paging {
                    cursor: Some(cursor),
                    ..paging
                });
            }
        }
        let first = self.flows.iter_mut().filter(|flow| !flow.ahead.is_empty());
        let first = first.min_by_key(|flow| flow.ahead.front().map(|entry| entry.position));
        let entry = first.and_then(|flow| flow.ahead.pop_front());
        Ok(entry.filter(|entry| entry.position <= self.end))
    }
}
