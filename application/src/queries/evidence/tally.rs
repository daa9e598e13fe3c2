//! Scans counted by what they were served, and by day.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use signpost_domain::resolve::Rechecked;

use crate::queries::served::{Given, ServedScan};

/// How many, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Scans, or choices in a menu.
    pub scans: u64,
    /// Those of them that were made by programs.
    pub robots: u64,
    /// When the first was made.
    pub first: Timestamp,
    /// When the last was made.
    pub last: Timestamp,
}

/// What is counted: as much as there are days and targets, however many scans.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// By what was served, `None` where that cannot be told, and by day of UTC.
    pub per: BTreeMap<(Option<Given>, Date), Count>,
    /// Scans that came out the same when they were resolved again.
    pub same: u64,
    /// Those that nothing speaks against, but that some condition looked at what is not kept for.
    pub in_part: u64,
    /// Those that another system resolved, on what is not in this log.
    pub elsewhere: u64,
    /// Those that cannot have been resolved as they say.
    pub disagreements: u64,
}

impl Tally {
    /// Counts one more.
    pub fn take_in(&mut self, scan: &ServedScan) {
        match scan.rechecked {
            Ok(Rechecked::Again) => self.same += 1,
            Ok(Rechecked::InPart) => self.in_part += 1,
            Ok(Rechecked::Elsewhere) => self.elsewhere += 1,
            Err(_) => self.disagreements += 1,
        }
        let (given, scan) = (scan.given.clone(), &scan.recorded.scan);
        let day = TimeZone::UTC.to_datetime(scan.at).date();
        let count = self.per.entry((given, day)).or_insert(Count {
            scans: 0,
            robots: 0,
            first: scan.at,
            last: scan.at,
        });
        count.add(Count {
            scans: 1,
            robots: scan.robot.into(),
            first: scan.at,
            last: scan.at,
        });
    }

    /// The same by what was served alone.
    pub fn per_target(&self) -> BTreeMap<&Option<Given>, Count> {
        let mut targets: BTreeMap<&Option<Given>, Count> = BTreeMap::new();
        for ((given, _), count) in &self.per {
            targets.entry(given).and_modify(|all| all.add(*count)).or_insert(*count);
        }
        targets
    }

    /// All of them.
    pub fn scans(&self) -> u64 {
        self.same + self.in_part + self.elsewhere + self.disagreements
    }
}

impl Count {
    fn add(&mut self, more: Self) {
        self.scans += more.scans;
        self.robots += more.robots;
        self.first = self.first.min(more.first);
        self.last = self.last.max(more.last);
    }
}
