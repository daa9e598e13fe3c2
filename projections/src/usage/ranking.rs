//! What was scanned most, ranked from rows.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use signpost_application::ports::statistics::{Busiest, Busy};
use signpost_domain::{identifier::CodeId, scan::Outcome};

use super::{tally::Tally, value::Value};

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

/// A ranking being made: every row is put in once, in any order.
#[derive(Debug, Default)]
pub struct Ranking {
    codes: HashMap<CodeId, Scans>,
    rows: u32,
}

impl Ranking {
    /// Puts in what was counted of a code on one day.
    pub fn put(&mut self, code: CodeId, parts: &BTreeMap<Value, Tally>) {
        self.rows += 1;
        let scans = self.codes.entry(code).or_default();
        for (value, tally) in parts {
            let Value::Outcome(outcome) = value else { continue };
            let count: u64 = tally.scans().map(|(_, scans, _)| scans).sum();
            match outcome {
                Outcome::Unknown => scans.unknown += count,
                Outcome::Unassigned => {
                    scans.unassigned += count;
                    scans.scanned += count;
                }
                _ => scans.scanned += count,
            }
        }
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
