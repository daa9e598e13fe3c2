//! When the forwarder moves. It and the statistics behind it work on the same processors as the visitors' answers, and nobody waits for
//! them: it moves what came in a tenth of a second at once, since a transaction for each scan costs more than the scan, and while many scans come,
//! it gives way, and catches up afterwards.

use std::time::{Duration, Instant};

/// The shortest rest, by which statistics are behind; after a quiet time there is none.
const SHORTEST: Duration = Duration::from_millis(100);
/// Scans per second from which on the forwarder gives way.
const MANY: f64 = 10_000.0;
/// With fewer scans than this in the journal, it moves as rarely as [`LONGEST`] says.
const EASY: u64 = 1_000_000;
/// With more scans than this in the journal, it rests no more: that is what bounds how far behind it is.
const ENOUGH: u64 = 2_000_000;
/// The longest rest.
const LONGEST: Duration = Duration::from_secs(10);
/// Over how long it is found how many scans come, and how long to rest at most before looking again.
const GLANCE: Duration = Duration::from_millis(100);

/// Scans to move at once, about. The more there are, the less each costs: of the same codes there are more among them.
const FEW: usize = 4_000;
/// The same when many wait.
pub(super) const LARGE: usize = 100_000;
/// The same when very many wait: an index by code has as many pages as codes, all of which a hundred thousand scans change, and two hundred thousand no more: on SQLite
/// that is most of what moving them costs.
const LARGEST: usize = 200_000;

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Move so many scans, about.
    Move(usize),
    /// Look again after this.
    Rest(Duration),
}

/// Knows how many scans came lately.
#[derive(Debug, Default)]
pub(super) struct Pace {
    glance: Option<(Instant, u64)>,
    /// Scans per second, of the last glance or half of those before: a crowd that was looked away from is not gone.
    rate: f64,
    moved: Option<Instant>,
}

impl Pace {
    /// What to do at `now`, with scans written up to offset `written` and moved up to `moved`.
    #[expect(clippy::cast_precision_loss, reason = "numbers of scans, far below 2^53")]
    pub(super) fn turn(&mut self, written: u64, moved: u64, now: Instant) -> Turn {
        let (since, before) = *self.glance.get_or_insert((now, written));
        let passed = now.saturating_duration_since(since);
        if passed >= GLANCE {
            let rate = written.saturating_sub(before) as f64 / passed.as_secs_f64();
            self.rate = rate.max(self.rate / 2.0);
            self.glance = Some((now, written));
        }
        let behind = written.saturating_sub(moved);
        if behind == 0 {
            return Turn::Move(FEW);
        }
        let left = |since: Instant, rest: Duration| rest.saturating_sub(now.saturating_duration_since(since));
        let left = if self.rate >= MANY && behind < ENOUGH {
            let room = ENOUGH - behind.max(EASY);
            let rest = LONGEST.mul_f64(room as f64 / (ENOUGH - EASY) as f64);
            left(*self.moved.get_or_insert(now), rest)
        } else if behind < FEW as u64 {
            self.moved.map_or(Duration::ZERO, |moved| left(moved, SHORTEST))
        } else {
            Duration::ZERO
        };
        if !left.is_zero() {
            return Turn::Rest(left.min(GLANCE));
        }
        self.moved = Some(now);
        Turn::Move(match behind {
            EASY.. => LARGEST,
            _ if behind >= LARGE as u64 => LARGE,
            _ => FEW,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is done at the end of so many seconds, each a tenth at a time, in which `rate` scans a second are written, by a node that is
    /// `behind` at their end and moves nothing else.
    fn turn(rate: u64, behind: u64, seconds: u64) -> Turn {
        let (mut pace, begun) = (Pace::default(), Instant::now());
        let tenths = seconds * 10;
        let written = |tenth: u64| 10_000_000 + tenth * rate / 10;
        let moved = written(tenths) - behind;
        for tenth in 0..tenths {
            // What it would move meanwhile is of no interest.
            pace.moved = Some(begun);
            pace.turn(written(tenth), moved, begun + GLANCE * u32::try_from(tenth).unwrap());
        }
        pace.turn(written(tenths), moved, begun + GLANCE * u32::try_from(tenths).unwrap())
    }

    #[test]
    fn after_a_quiet_time_a_scan_is_moved_at_once_and_those_behind_it_together() {
        let (mut pace, begun) = (Pace::default(), Instant::now());
        let at = |milliseconds| begun + Duration::from_millis(milliseconds);
        assert_eq!(pace.turn(1, 0, at(0)), Turn::Move(FEW));
        // Nothing is left: whoever moves waits for the next one.
        assert_eq!(pace.turn(1, 1, at(1)), Turn::Move(FEW));
        assert_eq!(pace.turn(2, 1, at(30)), Turn::Rest(Duration::from_millis(70)));
        assert_eq!(pace.turn(80, 1, at(100)), Turn::Move(FEW));
        assert_eq!(pace.turn(81, 80, at(5_000)), Turn::Move(FEW));
    }

    #[test]
    fn while_few_scans_come_what_waits_is_moved_without_a_rest() {
        assert_eq!(turn(9_000, 4_000, 1), Turn::Move(FEW));
        assert_eq!(turn(9_000, 900_000, 1), Turn::Move(LARGE));
        assert_eq!(turn(9_000, 5_000_000, 1), Turn::Move(LARGEST));
    }

    #[test]
    fn while_many_come_it_gives_way_until_it_is_too_far_behind() {
        assert_eq!(turn(50_000, 100_000, 9), Turn::Rest(GLANCE));
        assert_eq!(turn(50_000, 100_000, 10), Turn::Move(LARGE));
        assert_eq!(turn(50_000, 99_999, 10), Turn::Move(FEW));
        assert_eq!(turn(50_000, 1_500_000, 4), Turn::Rest(GLANCE));
        assert_eq!(turn(50_000, 1_500_000, 5), Turn::Move(LARGEST));
        assert_eq!(turn(50_000, 2_000_000, 1), Turn::Move(LARGEST));
    }

    #[test]
    fn once_the_crowd_is_gone_it_hurries() {
        let (mut pace, begun) = (Pace::default(), Instant::now());
        pace.turn(0, 0, begun);
        assert_eq!(pace.turn(5_000, 0, begun + GLANCE), Turn::Rest(GLANCE));
        // It may only have been looked away from.
        assert_eq!(pace.turn(5_000, 0, begun + GLANCE * 2), Turn::Rest(GLANCE));
        assert_eq!(pace.turn(5_000, 0, begun + GLANCE * 3), Turn::Rest(GLANCE));
        assert_eq!(pace.turn(5_000, 0, begun + GLANCE * 4), Turn::Move(FEW));
        assert_eq!(pace.turn(9_000, 5_000, begun + GLANCE * 4), Turn::Move(FEW));
    }
}
