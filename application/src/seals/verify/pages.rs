//! Reading a log that may hold anything: what lies before the first position, what is there twice, what cannot be read.

use signpost_domain::decision::Position;

use crate::{
    ports::{StoreError, records::Records},
    record::{DecisionRecord, ScanRecord},
};

/// Records read at once.
const PAGE: u32 = 4_096;

/// A record's place.
pub(super) trait Placed {
    fn position(&self) -> u64;
}

impl Placed for DecisionRecord {
    fn position(&self) -> u64 {
        self.position
    }
}

impl Placed for ScanRecord {
    fn position(&self) -> u64 {
        self.position
    }
}

/// Pages that overlap by one record, so that nothing can hide between two of them.
pub(super) struct Pages<'a, R> {
    records: &'a dyn Records<R>,
    last: Option<u64>,
}

impl<'a, R: Placed> Pages<'a, R> {
    pub(super) fn of(records: &'a dyn Records<R>) -> Self {
        Self { records, last: None }
    }

    /// The next records; none at the end. Or why they cannot be read.
    pub(super) async fn next(&mut self) -> Result<Result<Vec<R>, String>, StoreError> {
        // Stores keep positions as signed numbers: this is before all of them.
        let after = self.last.map_or(i64::MIN.cast_unsigned(), |last| last.wrapping_sub(1));
        let mut page = match self.records.records(Position(after), PAGE).await {
            Ok(page) => page,
            Err(StoreError::Unreadable(what)) => return Ok(Err(what)),
            Err(error) => return Err(error),
        };
        if self.last.is_some() && self.last == page.first().map(Placed::position) {
            page.remove(0);
        }
        self.last = page.last().map(Placed::position).or(self.last);
        Ok(Ok(page))
    }
}
