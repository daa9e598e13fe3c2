//! What was scanned most, ranked from rows.

use std::{cmp::Reverse, collections::HashMap};

use signpost_application::ports::statistics::{Busiest, Busy};
use signpost_domain::{identifier::CodeId, scan::Outcome};

use super::{
    bytes::Damaged,
    day::for_each_part,
    tally::{Told, tell},
    value::Value,
};

/// Rows of codes that a ranking is made from, at most. Whoever asks for made-up ids all day long makes a row with each, and shall
/// not make everybody else wait.
pub const MOST_ROWS: u32 = 100_000;

/// Scans of one code.
#[derive(Debug, Default)]
struct Scans {
    scanned: u64,
    unassigned: u64,
    unknown: u64,
}

/// All scans of a day.
struct Count(u64);

impl Told for Count {
    fn scans(&mut self, _: u8, scans: u64, _: u64) {
        self.0 += scans;
    }
}

/// A ranking being made: every row is put in once, in any order.
#[derive(Debug, Default)]
pub struct Ranking {
    codes: HashMap<CodeId, Scans>,
    rows: u32,
}

impl Ranking {
    /// Puts in the parts of what was counted of a code on one day, from their bytes.
    pub fn put(&mut self, code: CodeId, parts: &[u8]) -> Result<(), Damaged> {
        self.rows += 1;
        let scans = self.codes.entry(code).or_default();
        for_each_part(parts, |value, tally| {
            let mut count = Count(0);
            tell(tally, &mut count)?;
            match value {
                Value::Outcome(Outcome::Unknown) => scans.unknown += count.0,
                Value::Outcome(Outcome::Unassigned) => {
                    scans.unassigned += count.0;
                    scans.scanned += count.0;
                }
                Value::Outcome(_) => scans.scanned += count.0,
                Value::Audience(_) | Value::Platform(_) | Value::Language(_) => {}
            }
            Ok(())
        })
    }

    /// The answer.
    pub fn answer(&self, most: usize) -> Busiest {
        let list = |scans: fn(&Scans) -> u64| {
            let counted = self.codes.iter().map(|(code, of)| (code, scans(of)));
            let mut busy: Vec<(&CodeId, u64)> = counted.filter(|(_, scans)| *scans > 0).collect();
            busy.sort_by_key(|(code, scans)| (Reverse(*scans), *code));
            let first = busy.into_iter().take(most);
            first
                .map(|(code, scans)| Busy {
                    code: code.clone(),
                    scans,
                })
                .collect()
        };
        Busiest {
            scanned: list(|scans| scans.scanned),
            unassigned: list(|scans| scans.unassigned),
            unknown: list(|scans| scans.unknown),
            is_complete: self.rows < MOST_ROWS,
        }
    }
}
