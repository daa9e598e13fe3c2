//! Looking for decisions in an inverted index, the same for every store that keeps one in tables.
//!
//! A search is the intersection of lists of positions. The shortest of them leads and is read part by part in the order asked for; of each part
//! what is in the other lists, too, is kept. So a search reads no more than it needs, and its plan is no planner's affair.

use std::collections::BTreeSet;

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_application::ports::{
    StoreError,
    history::{DecisionFilter, HistoryEntry, Order, Stretch},
};
use signpost_domain::{
    decision::Position,
    identifier::{AudienceName, CodeId, PrincipalId, UnitName},
    url::HttpUrl,
};
use signpost_projections::{search::Term, words::words};

/// Words that may begin alike, at most; of more, a beginning tells too little.
const MOST_WORDS: u32 = 500;
/// Lists that are at least this long count as equally long.
const LONG: u32 = 10_000;
/// Positions read at a time, at least and at most.
const LEAST: u32 = 200;
const MOST: u32 = 5_000;

/// An index in tables.
#[async_trait]
pub(crate) trait Index: Sync {
    /// At most `limit` positions of a term's list that are in a stretch.
    async fn list(&self, term: i64, stretch: Stretch, order: Order, limit: u32) -> Result<Vec<u64>, StoreError>;

    /// Those of `positions` that are in any of these lists.
    async fn among(&self, terms: &[i64], positions: &[u64]) -> Result<BTreeSet<u64>, StoreError>;

    /// The length of a list, or `most` if it is longer.
    async fn length(&self, term: i64, most: u32) -> Result<u32, StoreError>;

    /// At most `limit` words that begin so.
    async fn beginning(&self, word: &str, limit: u32) -> Result<Vec<String>, StoreError>;

    /// Those of the decisions at these positions that were made from a time on and before another, in any order.
    async fn entries(
        &self,
        positions: &[u64],
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Result<Vec<HistoryEntry>, StoreError>;
}

/// At most `limit` decisions that fit; `None` when the filter names no term, so that there is nothing to look for in an index.
pub(crate) async fn find(
    index: &impl Index,
    filter: &DecisionFilter,
    stretch: Stretch,
    order: Order,
    limit: u32,
) -> Result<Option<Vec<HistoryEntry>>, StoreError> {
    let Some(mut lists) = lists(index, filter).await? else {
        return Ok(None);
    };
    let leading = lists.remove(shortest(index, &lists).await?);
    let (part, mut rest) = (limit.saturating_mul(2).clamp(LEAST, MOST), stretch);
    let mut found = Vec::new();
    while found.len() < limit as usize && !rest.is_empty() {
        let positions = merged(index, &leading, rest, order, part).await?;
        let Some(last) = positions.last().copied() else { break };
        let is_end = positions.len() < part as usize;
        let mut kept = positions;
        for list in &lists {
            if kept.is_empty() {
                break;
            }
            let there = index.among(list, &kept).await?;
            kept.retain(|position| there.contains(position));
        }
        // No more at a time than are asked for: an entry may have hundreds of thousands of bytes.
        for positions in kept.chunks(limit as usize) {
            let mut entries = index.entries(positions, filter.from, filter.until).await?;
            entries.sort_unstable_by_key(|entry| entry.position);
            if order == Order::Newest {
                entries.reverse();
            }
            found.append(&mut entries);
            if found.len() >= limit as usize {
                break;
            }
        }
        if is_end {
            break;
        }
        rest = rest.after(Some(Position(last)), order);
    }
    found.truncate(limit as usize);
    Ok(Some(found))
}

/// The lists that a decision must be in, each as the terms whose lists together are it.
async fn lists(index: &impl Index, filter: &DecisionFilter) -> Result<Option<Vec<Vec<i64>>>, StoreError> {
    let named = [
        filter.url.as_ref().map(HttpUrl::as_str).map(Term::Url),
        filter.code.as_ref().map(CodeId::as_str).map(Term::Code),
        filter.host.as_deref().map(Term::Host),
        filter.audience.as_ref().map(AudienceName::as_str).map(Term::Audience),
        filter.unit.as_ref().map(UnitName::as_str).map(Term::Unit),
        filter.actor.as_ref().map(PrincipalId::as_str).map(Term::Actor),
        filter.name.as_deref().map(Term::Type),
    ];
    let mut lists: Vec<Vec<i64>> = named.into_iter().flatten().map(|term| vec![term.number()]).collect();
    if let Some(asked) = &filter.words {
        let asked = words(asked);
        if asked.is_empty() {
            // Asked for something, but for nothing that can be found.
            lists.push(vec![]);
        }
        for beginning in asked {
            let known = index.beginning(&beginning, MOST_WORDS + 1).await?;
            // Where so many words begin so, the word itself is meant.
            let meant = if known.len() > MOST_WORDS as usize {
                vec![beginning]
            } else {
                known
            };
            lists.push(meant.iter().map(|word| Term::Word(word).number()).collect());
        }
    }
    Ok((!lists.is_empty()).then_some(lists))
}

/// The place of the list to begin with.
async fn shortest(index: &impl Index, lists: &[Vec<i64>]) -> Result<usize, StoreError> {
    let mut best = (0, u64::MAX);
    if lists.len() > 1 {
        for (place, list) in lists.iter().enumerate() {
            let mut length = 0;
            for term in list {
                length += u64::from(index.length(*term, LONG).await?);
                if length >= best.1 {
                    break;
                }
            }
            if length < best.1 {
                best = (place, length);
            }
        }
    }
    Ok(best.0)
}

/// At most `limit` positions that are in any of the lists.
async fn merged(index: &impl Index, terms: &[i64], stretch: Stretch, order: Order, limit: u32) -> Result<Vec<u64>, StoreError> {
    if let [term] = terms {
        return index.list(*term, stretch, order, limit).await;
    }
    let mut positions = BTreeSet::new();
    for term in terms {
        positions.extend(index.list(*term, stretch, order, limit).await?);
    }
    let limit = limit as usize;
    Ok(match order {
        Order::Oldest => positions.into_iter().take(limit).collect(),
        Order::Newest => positions.into_iter().rev().take(limit).collect(),
    })
}
