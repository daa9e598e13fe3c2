//! A city's year of scans: made up, the same every time.

use jiff::Timestamp;
use signpost_application::ports::scan_log::ScanLog;
use signpost_domain::{
    decision::Position,
    identifier::CodeId,
    scan::{Cause, NodeId, Outcome, Scan},
    visit::{Platform, Visitor},
};

use crate::{
    city::{mixed, plain},
    nodes::text,
};

/// 2025-01-01, 2025-06-01, 2025-07-01 and 2026-01-01, in seconds since 1970.
const YEAR: (i64, i64) = (1_735_689_600, 1_767_225_600);
const MONTH: (i64, i64) = (1_748_736_000, 1_751_328_000);
const DAY: u64 = 86_400;
/// Scans in one append.
const BATCH: u64 = 20_000;
/// One scan in so many is by a robot.
const ROBOTS: u64 = 50;

/// How much is scanned, and how many codes there are.
pub(super) struct City {
    scans: u64,
    codes: u64,
}

impl City {
    pub(super) fn new(scans: u64, codes: u64) -> Self {
        Self { scans, codes }
    }

    /// A tenth of all scans are of this code.
    pub(super) fn busiest() -> CodeId {
        "BUSIEST-1".parse().expect("letters, a hyphen and a digit")
    }

    /// A code like any other.
    pub(super) fn ordinary(&self) -> CodeId {
        plain(self.codes / 2)
    }

    pub(super) fn year() -> (i64, i64) {
        YEAR
    }

    pub(super) fn month() -> (i64, i64) {
        MONTH
    }

    /// Appends all of it, as a forwarder does.
    pub(super) async fn append(&self, log: &dyn ScanLog) -> Result<(), String> {
        let mut first = 0;
        while first < self.scans {
            let next = (first + BATCH).min(self.scans);
            let scans: Vec<_> = (first..next).map(|n| (n, self.scan(n))).collect();
            log.append(NodeId(1), &scans, next).await.map_err(text)?;
            first = next;
        }
        Ok(())
    }

    /// Scan `n`: evenly over the year, most of them of codes at random; three of four visitors of a day are seen once.
    fn scan(&self, n: u64) -> Scan {
        let bits = mixed(n);
        let microseconds = u128::from(YEAR.1.abs_diff(YEAR.0)) * 1_000_000 * u128::from(n) / u128::from(self.scans);
        let at = YEAR.0 * 1_000_000 + i64::try_from(microseconds).expect("a year");
        let day = u64::try_from(at / 1_000_000).expect("after 1970") / DAY;
        let visitors = (self.scans / 365).max(4);
        let visitor = mixed(day.wrapping_mul(1 << 32) + mixed(bits) % visitors);
        Scan {
            at: Timestamp::from_microsecond(at).expect("inside the range of time"),
            code: if bits.is_multiple_of(10) {
                Self::busiest()
            } else {
                plain((bits >> 8) % self.codes)
            },
            as_of: Position(1),
            outcome: if bits.is_multiple_of(7) {
                Outcome::Page
            } else {
                Outcome::Redirected
            },
            cause: if bits.is_multiple_of(3) {
                Cause::Audience("staff".parse().expect("a name"))
            } else {
                Cause::Default
            },
            platform: Platform::ALL[(visitor % 4) as usize],
            language: Some(
                ["nl-BE", "fr-BE", "en", "nl"][(visitor >> 8) as usize % 4]
                    .parse()
                    .expect("a language"),
            ),
            country: None,
            robot: visitor.is_multiple_of(ROBOTS),
            visitor: Visitor(visitor),
            referrer: None,
            item: None,
        }
    }
}
