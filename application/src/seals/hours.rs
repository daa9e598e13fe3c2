//! Scans by the hours they were made in, as they are sealed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use signpost_domain::{decision::Position, seals::SealedHour};

use super::{leaf, running::Running};
use crate::record::{RecordError, ScanRecord};

/// Microseconds of an hour.
const HOUR: i64 = 3_600_000_000;

/// The hour, since 1970, that a time in microseconds lies in.
pub fn hour_of(at: i64) -> i64 {
    at.div_euclid(HOUR)
}

/// When an hour begins; one beyond the range of time begins at its end.
pub fn begins(hour: i64) -> Timestamp {
    let beyond = if hour < 0 { Timestamp::MIN } else { Timestamp::MAX };
    hour.checked_mul(HOUR)
        .and_then(|at| Timestamp::from_microsecond(at).ok())
        .unwrap_or(beyond)
}

/// The scans of a stretch so far.
#[derive(Debug, Default)]
pub struct Hours(BTreeMap<i64, (u64, u64, Running)>);

impl Hours {
    /// Takes in the next scan.
    pub fn push(&mut self, scan: &ScanRecord) -> Result<(), RecordError> {
        let leaf = leaf(&scan.encoding()?);
        let (_, last, tree) = self
            .0
            .entry(hour_of(scan.at))
            .or_insert_with(|| (scan.position, scan.position, Running::default()));
        *last = scan.position;
        tree.push(leaf);
        Ok(())
    }

    /// How many hours they were made in.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The hours, in their order.
    pub fn sealed(&self) -> Vec<SealedHour> {
        let sealed = |(hour, (first, last, tree)): (&i64, &(u64, u64, Running))| SealedHour {
            hour: begins(*hour),
            scans: tree.size(),
            first: Position(*first),
            last: Position(*last),
            root: tree.root_in_hex(),
        };
        self.0.iter().map(sealed).collect()
    }
}
