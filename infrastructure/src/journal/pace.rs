//! How long the forwarder rests between two moves. It and the statistics behind it work on the same processors as the visitors'
//! answers, and nobody waits for them: while many scans come, they give way, and catch up afterwards.

use std::time::{Duration, Instant};

/// Scans per second from which on the forwarder gives way. Below it, moving takes little and statistics are a moment behind.
const MANY: f64 = 10_000.0;
/// With fewer scans than this in the journal, it rests as long as [`LONGEST`].
const EASY: u64 = 1_000_000;
/// With more scans than this in the journal, it rests no more: that is what bounds how far behind it is.
const ENOUGH: u64 = 2_000_000;
/// The longest rest.
const LONGEST: Duration = Duration::from_secs(2);
/// Over how long it is found how many scans come.
const GLANCE: Duration = Duration::from_millis(100);

/// Knows how many scans came lately.
#[derive(Debug, Default)]
pub(super) struct Pace {
    glance: Option<(Instant, u64)>,
    /// Scans per second.
    rate: f64,
}

impl Pace {
    /// How long to rest at `now`, with scans written up to offset `written` and moved up to `moved`.
    #[expect(clippy::cast_precision_loss, reason = "numbers of scans, far below 2^53")]
    pub(super) fn rest(&mut self, written: u64, moved: u64, now: Instant) -> Duration {
        let (since, before) = *self.glance.get_or_insert((now, written));
        let passed = now.saturating_duration_since(since);
        if passed >= GLANCE {
            self.rate = written.saturating_sub(before) as f64 / passed.as_secs_f64();
            self.glance = Some((now, written));
        }
        let behind = written.saturating_sub(moved);
        if self.rate < MANY || behind >= ENOUGH {
            return Duration::ZERO;
        }
        let room = ENOUGH - behind.max(EASY);
        LONGEST.mul_f64(room as f64 / (ENOUGH - EASY) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rests of a node that writes `rate` scans a second and is `behind`.
    fn rest(rate: u64, behind: u64) -> Duration {
        let (mut pace, begun) = (Pace::default(), Instant::now());
        pace.rest(behind, 0, begun);
        pace.rest(behind + rate, rate, begun + Duration::from_secs(1))
    }

    #[test]
    fn while_few_scans_come_it_does_not_rest() {
        assert_eq!(rest(9_000, 0), Duration::ZERO);
        assert_eq!(rest(9_000, 5_000_000), Duration::ZERO);
    }

    #[test]
    fn while_many_come_it_gives_way_until_it_is_too_far_behind() {
        assert_eq!(rest(50_000, 100), LONGEST);
        assert_eq!(rest(50_000, 1_500_000), LONGEST / 2);
        assert_eq!(rest(50_000, 2_000_000), Duration::ZERO);
    }

    #[test]
    fn once_the_crowd_is_gone_it_hurries() {
        let (mut pace, begun) = (Pace::default(), Instant::now());
        pace.rest(0, 0, begun);
        assert_eq!(pace.rest(50_000, 0, begun + Duration::from_secs(1)), LONGEST);
        assert_eq!(pace.rest(50_000, 4_000, begun + Duration::from_secs(2)), Duration::ZERO);
    }
}
