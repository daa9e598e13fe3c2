//! How many entries to take in at once while following a log. A transaction costs as much for one entry as for a thousand, and a row that many entries change
//! is written once for all of them; but whoever else writes to the same store waits for its end.

use std::time::Duration;

use signpost_application::progress::Follows;

/// What others can wait for: on SQLite, whoever decides something waits for the statistics, too.
const PATIENCE: Duration = Duration::from_millis(250);
/// The same while so many scans wait that they must have come from a crowd.
const PATIENCE_WITH_CROWDS: Duration = Duration::from_millis(1_500);
const CROWD: u64 = 500_000;

/// Grows while a read model is behind, for as long as others can wait, and is small again when it has caught up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Portion {
    least: u32,
    most: u32,
    now: u32,
    follows: Follows,
}

impl Portion {
    /// For a read model that takes in `least` at once while it is not behind.
    pub(super) fn new(least: u32, follows: Follows) -> Self {
        let most = match follows {
            Follows::Decisions | Follows::Records => 32_000,
            // Of the same codes and visitors there are more among them.
            Follows::Scans => 100_000,
        };
        Self {
            least,
            most: least.max(most),
            now: least,
            follows,
        }
    }

    /// How many to ask for.
    pub(super) fn limit(self) -> u32 {
        self.now
    }

    /// Learns how many there were, how long it took to take them in, and how many follow them.
    pub(super) fn learn(&mut self, entries: usize, took: Duration, behind: u64) {
        let patience = match self.follows {
            // Ten thousand codes have ten thousand rows of the day, all of which a few thousand scans change, and a hundred thousand no more.
            Follows::Scans if behind >= CROWD => PATIENCE_WITH_CROWDS,
            _ => PATIENCE,
        };
        self.now = if entries < self.now as usize {
            self.least
        } else if took > patience {
            (self.now / 2).max(self.least)
        } else if took * 2 <= patience {
            self.now.saturating_mul(2).min(self.most)
        } else {
            self.now
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAST: Duration = Duration::from_millis(10);

    fn after(follows: Follows, steps: &[(usize, Duration)]) -> u32 {
        let mut portion = Portion::new(1_000, follows);
        for (entries, took) in steps {
            portion.learn(*entries, *took, 0);
        }
        portion.limit()
    }

    #[test]
    fn who_is_behind_takes_in_ever_more_up_to_a_bound() {
        let behind = (usize::MAX, FAST);
        assert_eq!(after(Follows::Decisions, &[behind]), 2_000);
        assert_eq!(after(Follows::Decisions, &[behind; 20]), 32_000);
        assert_eq!(after(Follows::Scans, &[behind; 20]), 100_000);
    }

    #[test]
    fn who_caught_up_takes_in_few_again() {
        let behind = (usize::MAX, FAST);
        assert_eq!(after(Follows::Decisions, &[behind, behind, (3_999, FAST)]), 1_000);
    }

    #[test]
    fn while_a_crowd_is_counted_others_wait_for_longer() {
        let second = Duration::from_secs(1);
        let (mut few, mut many, mut decisions) = (
            Portion::new(1_000, Follows::Scans),
            Portion::new(1_000, Follows::Scans),
            Portion::new(1_000, Follows::Decisions),
        );
        for _ in 0..20 {
            few.learn(usize::MAX, second / 2, CROWD - 1);
            many.learn(usize::MAX, second / 2, CROWD);
            decisions.learn(usize::MAX, second / 2, CROWD);
        }
        assert_eq!([few, many, decisions].map(Portion::limit), [1_000, 100_000, 1_000]);
        many.learn(usize::MAX, second * 2, CROWD);
        assert_eq!(many.limit(), 50_000);
    }

    #[test]
    fn others_are_not_kept_waiting() {
        let behind = (usize::MAX, FAST);
        let slow = (usize::MAX, Duration::from_millis(251));
        let just_right = (usize::MAX, Duration::from_millis(200));
        assert_eq!(after(Follows::Decisions, &[behind, behind, slow]), 2_000);
        assert_eq!(after(Follows::Decisions, &[behind, behind, just_right]), 4_000);
        assert_eq!(
            after(Follows::Decisions, &[slow, slow]),
            1_000,
            "never fewer than while it is not behind"
        );
    }
}
