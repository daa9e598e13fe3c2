//! When the forwarder moves. It and the statistics behind it work on the same processors as the visitors' answers, and nobody waits for
//! them: while many scans come, they give way, and catch up afterwards.

use std::time::{Duration, Instant};

/// Scans per second from which on the forwarder gives way. Below it, moving takes little and statistics are a moment behind.
const MANY: f64 = 10_000.0;
/// With fewer scans than this in the journal, it moves as rarely as [`LONGEST`] says.
const EASY: u64 = 1_000_000;
/// With more scans than this in the journal, it rests no more: that is what bounds how far behind it is.
const ENOUGH: u64 = 2_000_000;
/// The longest rest.
const LONGEST: Duration = Duration::from_secs(10);
/// Over how long it is found how many scans come, and how long to rest before looking again.
pub(super) const GLANCE: Duration = Duration::from_millis(100);

/// Scans to move at once, about. The more there are, the less each costs: of the same codes there are more among them.
const FEW: usize = 4_000;
/// The same when many wait.
pub(super) const LARGE: usize = 100_000;

/// Knows how many scans came lately.
#[derive(Debug, Default)]
pub(super) struct Pace {
    glance: Option<(Instant, u64)>,
    /// Scans per second, of the last glance or half of those before: a crowd that was looked away from is not gone.
    rate: f64,
    moved: Option<Instant>,
}

impl Pace {
    /// How many scans to move at `now`, with scans written up to offset `written` and moved up to `moved`; none while visitors come first.
    #[expect(clippy::cast_precision_loss, reason = "numbers of scans, far below 2^53")]
    pub(super) fn portion(&mut self, written: u64, moved: u64, now: Instant) -> Option<usize> {
        let (since, before) = *self.glance.get_or_insert((now, written));
        let passed = now.saturating_duration_since(since);
        if passed >= GLANCE {
            let rate = written.saturating_sub(before) as f64 / passed.as_secs_f64();
            self.rate = rate.max(self.rate / 2.0);
            self.glance = Some((now, written));
        }
        let behind = written.saturating_sub(moved);
        if self.rate >= MANY && behind < ENOUGH {
            let room = ENOUGH - behind.max(EASY);
            let rest = LONGEST.mul_f64(room as f64 / (ENOUGH - EASY) as f64);
            if now.saturating_duration_since(*self.moved.get_or_insert(now)) < rest {
                return None;
            }
        }
        self.moved = Some(now);
        Some(if behind >= LARGE as u64 { LARGE } else { FEW })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is moved at the end of so many seconds, each a tenth at a time, in which `rate` scans a second are written, by a node that is
    /// `behind` at their end and moves nothing else.
    fn portion(rate: u64, behind: u64, seconds: u64) -> Option<usize> {
        let (mut pace, begun) = (Pace::default(), Instant::now());
        let tenths = seconds * 10;
        let written = |tenth: u64| 10_000_000 + tenth * rate / 10;
        let moved = written(tenths) - behind;
        for tenth in 0..tenths {
            // What it would move meanwhile is of no interest.
            pace.moved = Some(begun);
            pace.portion(written(tenth), moved, begun + GLANCE * u32::try_from(tenth).unwrap());
        }
        pace.portion(written(tenths), moved, begun + GLANCE * u32::try_from(tenths).unwrap())
    }

    #[test]
    fn while_few_scans_come_they_are_moved_at_once() {
        assert_eq!(portion(9_000, 1, 1), Some(FEW));
        assert_eq!(portion(9_000, 5_000_000, 1), Some(LARGE));
    }

    #[test]
    fn while_many_come_it_gives_way_until_it_is_too_far_behind() {
        assert_eq!(portion(50_000, 100_000, 9), None);
        assert_eq!(portion(50_000, 100_000, 10), Some(LARGE));
        assert_eq!(portion(50_000, 99_999, 10), Some(FEW));
        assert_eq!(portion(50_000, 1_500_000, 4), None);
        assert_eq!(portion(50_000, 1_500_000, 5), Some(LARGE));
        assert_eq!(portion(50_000, 2_000_000, 1), Some(LARGE));
    }

    #[test]
    fn once_the_crowd_is_gone_it_hurries() {
        let (mut pace, begun) = (Pace::default(), Instant::now());
        pace.portion(0, 0, begun);
        assert_eq!(pace.portion(5_000, 0, begun + GLANCE), None);
        // It may only have been looked away from.
        assert_eq!(pace.portion(5_000, 0, begun + GLANCE * 2), None);
        assert_eq!(pace.portion(5_000, 0, begun + GLANCE * 3), None);
        assert_eq!(pace.portion(5_000, 0, begun + GLANCE * 4), Some(FEW));
        assert_eq!(pace.portion(5_000, 4_000, begun + GLANCE * 4), Some(FEW));
    }
}
