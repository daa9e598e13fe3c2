//! Every recorded scan resolved again on what the decision log says of the position that it names.
//!
//! Nothing but the two logs is asked: read models may be as wrong as what they were built by. What of a scan can be resolved again is said in
//! [`signpost_domain::resolve::recheck`].

use jiff::Timestamp;
use serde::Serialize;
use signpost_domain::{decision::Position, identifier::CodeId, resolve::Rechecked, scan::RecordedScan};

use super::then::Then;
use crate::ports::{StoreError, decision_log::DecisionLog, scan_log::ScanLog};

/// Scans read at a time, with all decisions on their codes.
const PART: u32 = 1_000;

/// A scan that cannot have been resolved as it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// Its place in the scan log.
    pub position: Position,
    /// When it was made.
    pub at: Timestamp,
    /// Of which code.
    pub code: CodeId,
    /// The position in the decision log that it names.
    pub as_of: Position,
    /// What does not fit.
    pub what: String,
}

/// What came of it so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Scans looked at.
    pub scans: u64,
    /// Those that were resolved again, and came out the same.
    pub again: u64,
    /// Those that nothing speaks against, but that some condition looked at what is not kept for.
    pub in_part: u64,
    /// Those that another system resolved, on what is not in this log.
    pub elsewhere: u64,
    /// Those that disagree.
    pub disagreements: u64,
    /// The last place in the scan log that was looked at.
    pub position: Position,
}

/// All scans from a time on and before another.
pub struct Recheck<'a> {
    decisions: &'a dyn DecisionLog,
    scans: &'a dyn ScanLog,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    /// The end of the scan log; later scans are left for another day.
    pub head: Position,
    /// What came of it so far.
    pub tally: Tally,
}

impl<'a> Recheck<'a> {
    /// Begins.
    pub async fn begin(
        decisions: &'a dyn DecisionLog,
        scans: &'a dyn ScanLog,
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            decisions,
            scans,
            from,
            until,
            head: scans.head().await?,
            tally: Tally::default(),
        })
    }

    /// Looks at some more, and gives those of them that disagree; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<Disagreement>>, StoreError> {
        let mut scans = self.scans.read(self.tally.position, None, PART).await?;
        scans.retain(|recorded| recorded.position <= self.head);
        let Some(last) = scans.last().map(|recorded| recorded.position) else {
            return Ok(None);
        };
        let (from, until) = (self.from, self.until);
        scans.retain(|recorded| {
            let at = recorded.scan.at;
            from.is_none_or(|from| at >= from) && until.is_none_or(|until| at < until)
        });
        let then = Then::read(self.decisions, &scans).await?;
        // From here on nothing is waited for, so whoever interrupts this has looked at all up to there or at none of it.
        self.tally.position = last;
        let mut disagreements = Vec::new();
        for recorded in scans {
            self.tally.scans += 1;
            let judged = then.judge(&recorded);
            let RecordedScan { position, scan, .. } = recorded;
            match judged {
                Ok(Rechecked::Again) => self.tally.again += 1,
                Ok(Rechecked::InPart) => self.tally.in_part += 1,
                Ok(Rechecked::Elsewhere) => self.tally.elsewhere += 1,
                Err(what) => {
                    self.tally.disagreements += 1;
                    disagreements.push(Disagreement {
                        position,
                        at: scan.at,
                        code: scan.code,
                        as_of: scan.as_of,
                        what,
                    });
                }
            }
        }
        Ok(Some(disagreements))
    }
}
