//! Reading the next parts of a list while the one before them is written and sent: never more than those two ahead.
//!
//! One is asked for after the last entry of the part before it. The other is asked for where that one will end if entries go on as evenly as
//! they did, as positions of a whole log do: so the store is at work while this program still decodes what it said last. Where the guess turns
//! out wrong, what was asked for it is dropped and asked for again.

use std::{collections::VecDeque, future::Future};

use signpost_application::{ports::StoreError, refusal::Refusal};
use signpost_domain::decision::Position;
use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument;

/// Bytes that a part should come to: an entry may have 200 of them or 2,000,000.
const BYTES: usize = 1 << 20;

/// A list that is read ahead.
pub(super) struct Ahead<E, R> {
    read: R,
    /// The parts that are being read, in their order; with whoever asked for them, they end.
    reading: VecDeque<Part<E>>,
    /// The part that was handed over last, and how many entries were asked for in it.
    handed: Asked,
    /// Entries that may still be asked for after these.
    left: Option<u64>,
    /// Entries to ask for next time, at most.
    part: u32,
    most: u32,
}

/// What was asked for.
#[derive(Clone, Copy)]
struct Asked {
    after: Option<Position>,
    limit: u32,
}

/// A part that is being read.
struct Part<E> {
    asked: Asked,
    entries: AbortOnDropHandle<Result<Vec<E>, Refusal>>,
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
            reading: VecDeque::new(),
            handed: Asked { after, limit: part },
            left,
            part,
            most,
        };
        ahead.ask(after);
        ahead
    }

    /// The part that was asked for; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<E>>, Refusal> {
        let Some(part) = self.reading.pop_front() else {
            return Ok(None);
        };
        self.handed = part.asked;
        match part.entries.await {
            Ok(part) => part.map(|entries| (!entries.is_empty()).then_some(entries)),
            Err(error) => Err(StoreError::Failed(error.to_string()).into()),
        }
    }

    /// After a part of so many entries, whose last is `last`, reads on, if there can be more.
    pub(super) fn go_on(&mut self, last: Option<Position>, entries: usize) {
        if entries < self.handed.limit as usize {
            self.drop_guesses();
            return;
        }
        if self.reading.front().is_some_and(|guessed| guessed.asked.after != last) {
            self.drop_guesses();
        }
        if self.reading.is_empty() {
            self.ask(last);
        }
        if let (Some(next), Some(after), Some(last)) = (self.reading.front(), self.handed.after, last)
            && self.reading.len() == 1
            && let Some(end) = where_it_ends(after, last, self.handed.limit, next.asked.limit)
        {
            self.ask(Some(end));
        }
    }

    /// Learns from entries that came to so many bytes how many to ask for. It grows by degrees: after many short ones there may come long ones.
    pub(super) fn learn(&mut self, entries: usize, bytes: usize) {
        let fitting = BYTES.saturating_mul(entries) / bytes.max(1);
        let fitting = u32::try_from(fitting).unwrap_or(self.most);
        self.part = fitting.min(self.handed.limit.saturating_mul(4)).clamp(1, self.most);
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
            self.left = self.left.map(|left| left - u64::from(limit));
            let reading = tokio::spawn((self.read)(after, limit).in_current_span());
            self.reading.push_back(Part {
                asked: Asked { after, limit },
                entries: AbortOnDropHandle::new(reading),
            });
        }
    }

    fn drop_guesses(&mut self) {
        let asked: u64 = self.reading.drain(..).map(|part| u64::from(part.asked.limit)).sum();
        self.left = self.left.map(|left| left + asked);
    }
}

/// Where the next `then` entries end if they follow as the last `entries` did, which went from `after` to `last`; `None` if those left positions
/// out, as a list with a filter does, or went down to the first of all.
fn where_it_ends(after: Position, last: Position, entries: u32, then: u32) -> Option<Position> {
    let (entries, then) = (u64::from(entries), u64::from(then));
    match last.0.checked_sub(after.0) {
        Some(gone) => (gone == entries).then(|| Position(last.0 + then)),
        None => (after.0 - last.0 == entries && last.0 > then).then(|| Position(last.0 - then)),
    }
}
