//! Reading a part of a list while the one before it is written and sent: never more than that one part ahead.

use std::future::Future;

use signpost_application::{ports::StoreError, refusal::Refusal};
use signpost_domain::decision::Position;
use tokio::task::JoinSet;
use tracing::Instrument;

/// Bytes that a part should come to: an entry may have 200 of them or 2,000,000.
const BYTES: usize = 1 << 20;

/// A list that is read ahead.
pub(super) struct Ahead<E, R> {
    read: R,
    /// The part that is being read; with whoever asked for it, it ends.
    reading: JoinSet<Result<Vec<E>, Refusal>>,
    /// Entries asked for in it.
    asked: u32,
    /// Entries that may still be asked for after it.
    left: Option<u64>,
    /// Entries to ask for next time, at most.
    part: u32,
    most: u32,
}

impl<E, R, F> Ahead<E, R>
where
    E: Send + 'static,
    R: Fn(Option<Position>, u32) -> F,
    F: Future<Output = Result<Vec<E>, Refusal>> + Send + 'static,
{
    /// Begins to read what comes after `after`: at most `left` entries in all, `part` of them at first, and never more than `most` at a time.
    pub(super) fn begin(read: R, after: Option<Position>, left: Option<u64>, part: u32, most: u32) -> Self {
        let mut ahead = Self {
            read,
            reading: JoinSet::new(),
            asked: 0,
            left,
            part,
            most,
        };
        ahead.ask(after);
        ahead
    }

    /// The part that was asked for; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<E>>, Refusal> {
        match self.reading.join_next().await {
            None => Ok(None),
            Some(Ok(part)) => part.map(|entries| (!entries.is_empty()).then_some(entries)),
            Some(Err(error)) => Err(StoreError::Failed(error.to_string()).into()),
        }
    }

    /// After a part of so many entries, whose last is `last`, begins to read the next one, if there can be any.
    pub(super) fn go_on(&mut self, last: Option<Position>, entries: usize) {
        if entries == self.asked as usize {
            self.ask(last);
        }
    }

    /// Learns from entries that came to so many bytes how many to ask for. It grows by degrees: after many short ones there may come long ones.
    pub(super) fn learn(&mut self, entries: usize, bytes: usize) {
        let fitting = BYTES.saturating_mul(entries) / bytes.max(1);
        let fitting = u32::try_from(fitting).unwrap_or(self.most);
        self.part = fitting.min(self.asked.saturating_mul(4)).clamp(1, self.most);
    }

    #[cfg(test)]
    pub(super) fn part(&self) -> u32 {
        self.part
    }

    fn ask(&mut self, after: Option<Position>) {
        let limit = self
            .left
            .map_or(self.part, |left| u32::try_from(left).unwrap_or(self.part).min(self.part));
        if limit > 0 {
            self.asked = limit;
            self.left = self.left.map(|left| left - u64::from(limit));
            self.reading.spawn((self.read)(after, limit).in_current_span());
        }
    }
}
