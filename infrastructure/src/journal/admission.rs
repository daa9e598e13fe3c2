//! Lets in no more scans than are counted, once too many wait for it.
//!
//! The journal takes scans in several times as fast as a store moves and counts them. A crowd for a minute is counted when it has gone; one without an end would
//! fill the disk with scans that nobody counts. So above a bound batches are written later, by milliseconds: whoever asks one after the other gets
//! fewer answers, and the processors have time for counting. A store that does not go on holds up nobody.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::Journal;

/// Scans written and not counted, from which on no more are let in than are counted. Below two million the forwarder still gives way to visitors.
const TOO_MANY: u64 = 2_500_000;
/// Scans per second that are let in at least: more than any city's that are no flood.
const LEAST: f64 = 10_000.0;
/// How often it is looked how many are counted.
const LOOK: Duration = Duration::from_secs(1);
/// How long nothing is counted until the store is taken to be gone: several times as long as one batch takes on busy processors.
const GONE: Duration = Duration::from_secs(15);
/// How slowly what is let in follows what is counted: they share the processors, so more of the one is less of the other, and all of it at once
/// would swing.
const INERTIA: Duration = Duration::from_secs(6);
/// How long a batch waits at most.
const LONGEST: Duration = Duration::from_millis(20);
/// How much time that nobody used counts for the next ones: a timer wakes a millisecond late.
const CREDIT: Duration = Duration::from_millis(10);

/// When the next batch may be written.
#[derive(Debug)]
pub struct Admission {
    /// Nanoseconds from one scan to the next; 0 where all are let in as they come.
    gap: AtomicU64,
    due: Mutex<Instant>,
}

impl Default for Admission {
    fn default() -> Self {
        Self {
            gap: AtomicU64::new(0),
            due: Mutex::new(Instant::now()),
        }
    }
}

impl Admission {
    /// Scans per second that are let in; none where all are.
    pub fn rate(&self) -> Option<u64> {
        1_000_000_000_u64.checked_div(self.gap.load(Ordering::Relaxed))
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 100,000 ns")]
    fn set(&self, rate: Option<f64>) {
        let gap = rate.map_or(0, |rate| (1e9 / rate.max(LEAST)) as u64);
        self.gap.store(gap, Ordering::Relaxed);
    }

    /// Waits until a batch may be written.
    pub(super) async fn wait(&self) {
        if self.gap.load(Ordering::Relaxed) == 0 {
            return;
        }
        let rest = self.rest(Instant::now());
        if !rest.is_zero() {
            sleep(rest).await;
        }
    }

    /// So many scans are written now.
    pub(super) fn admitted(&self, scans: u64) {
        if self.gap.load(Ordering::Relaxed) != 0 {
            self.admitted_at(scans, Instant::now());
        }
    }

    /// How long from `now` on until a batch may be written.
    fn rest(&self, now: Instant) -> Duration {
        let due = *self.due.lock().unwrap_or_else(PoisonError::into_inner);
        due.saturating_duration_since(now)
    }

    fn admitted_at(&self, scans: u64, now: Instant) {
        let gap = self.gap.load(Ordering::Relaxed);
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        let earliest = now.checked_sub(CREDIT).unwrap_or(now);
        let next = (*due).max(earliest) + Duration::from_nanos(gap.saturating_mul(scans));
        *due = next.min(now + LONGEST);
    }
}

/// Finds out how many scans to let in.
#[derive(Debug, Default)]
struct Control {
    /// Written, and not counted, at the last look.
    before: Option<(u64, u64)>,
    /// Let in per second.
    rate: Option<f64>,
    /// How long nothing was counted.
    idle: Duration,
}

impl Control {
    /// Scans to let in per second from now on; `passed` is the time since the last look, `written` the offset after the last scan written, and
    /// `behind` of them are not counted.
    #[expect(clippy::cast_precision_loss, reason = "numbers of scans, far below 2^53")]
    fn look(&mut self, written: u64, behind: u64, passed: Duration) -> Option<f64> {
        let (written_before, behind_before) = self.before.replace((written, behind))?;
        let came = written.saturating_sub(written_before);
        let counted = (came + behind_before).saturating_sub(behind);
        self.idle += passed;
        if behind < TOO_MANY || (counted == 0 && self.idle >= GONE) {
            self.rate = None;
        } else {
            self.rate = self.rate.or(Some(came as f64 / passed.as_secs_f64()));
        }
        // Batches are large: what came of one took since the last one.
        if counted > 0 {
            let took = std::mem::take(&mut self.idle).as_secs_f64();
            // The farther behind, the less of it.
            let part = (1.4 - 0.4 * behind as f64 / TOO_MANY as f64).max(0.5);
            let follow = |rate: f64| rate + (counted as f64 / took * part - rate) * (1.0 - (-took / INERTIA.as_secs_f64()).exp());
            self.rate = self.rate.map(|rate| follow(rate).max(LEAST));
        }
        self.rate
    }
}

/// Looks every second how many scans to let in, until told to stop; then all are. `uncounted` tells how many in the scan log are not counted yet, as far as
/// somebody goes on counting.
pub async fn keep_up(journal: Arc<Journal>, uncounted: impl Fn() -> u64, stop: CancellationToken) {
    let (mut control, mut before) = (Control::default(), Instant::now());
    let admission = journal.admission();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            () = sleep(LOOK) => {}
        }
        let now = Instant::now();
        let rate = control.look(journal.written().now(), journal.waiting() + uncounted(), now - before);
        if rate.is_some() != admission.rate().is_some() {
            if rate.is_some() {
                tracing::warn!(
                    "more than {TOO_MANY} scans wait to be counted: from now on about as many are let in as are counted, and answers come later \
                     by milliseconds"
                );
            } else {
                tracing::info!("scans are let in as they come again");
            }
        }
        admission.set(rate);
        before = now;
    }
    admission.set(None);
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUND: f64 = 2_500_000.0;

    /// Looks at a node on which visitors ask for `asked` scans a second, of which as many come as are let in. Two processors do 140,000 pieces of work a
    /// second, of which letting a scan in takes one and counting it takes `counting`; what visitors leave is for counting, and a tenth at least.
    /// Gives what came in each of so many seconds, and how many were behind then.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "numbers of scans")]
    fn seconds(count: usize, asked: f64, counting: f64, mut behind: f64) -> Vec<(f64, f64)> {
        let (mut control, mut written, mut rate) = (Control::default(), 100e6, None::<f64>);
        control.look(written as u64, behind as u64, LOOK);
        let mut all = Vec::new();
        for _ in 0..count {
            let came = rate.map_or(asked, |rate| rate.min(asked));
            let counted = ((140e3 - came) / counting).max(14e3 / counting).min(behind + came);
            written += came;
            behind += came - counted;
            rate = control.look(written as u64, behind as u64, LOOK);
            all.push((came, behind));
        }
        all
    }

    #[test]
    fn a_crowd_without_an_end_is_let_in_as_fast_as_it_is_counted() {
        for counting in [0.5, 1.0, 2.0, 5.0] {
            let all = seconds(300, 130e3, counting, 0.0);
            let at_most = |part: &[(f64, f64)]| part.iter().map(|(_, behind)| *behind).fold(0.0, f64::max);
            let (first, second) = all.split_at(150);
            assert!(at_most(&all) < 2.0 * BOUND, "{counting}: {}", at_most(&all));
            assert!(at_most(second) <= 1.05 * at_most(first), "{counting}");
            // What can be done at once without being ever farther behind.
            let balance = (140e3 / (1.0 + counting)).min(130e3);
            let came = second.iter().map(|(came, _)| came).sum::<f64>() / 150.0;
            assert!((0.9..1.1).contains(&(came / balance)), "{counting}: {came} of {balance}");
        }
    }

    #[test]
    fn below_the_bound_nobody_is_held_up() {
        let mut control = Control::default();
        let look = |control: &mut Control, second: u64| control.look(second * 121_000, second * 120_000, LOOK);
        for second in 0..=20 {
            assert_eq!(look(&mut control, second), None, "{second}");
        }
        assert!(look(&mut control, 21).is_some());
        assert_eq!(control.look(22 * 121_000, TOO_MANY - 1, LOOK), None);
    }

    #[test]
    fn a_store_that_is_gone_holds_up_nobody() {
        let mut control = Control::default();
        let look = |control: &mut Control, second: u64| control.look(second * 50_000, TOO_MANY + second * 50_000, LOOK);
        look(&mut control, 0);
        let rates: Vec<_> = (1..=30).map(|second| look(&mut control, second)).collect();
        let (before, after) = rates.split_at(14);
        assert!(before.iter().all(Option::is_some), "{rates:?}");
        assert!(after.iter().all(Option::is_none), "{rates:?}");
        // It is back, and counts.
        assert!(control.look(1_600_000, TOO_MANY + 1_400_000, LOOK).is_some());
    }

    #[test]
    fn few_visitors_are_let_in_however_slowly_is_counted() {
        let all = seconds(100, 9e3, 1_000.0, 3e6);
        assert!(all.iter().all(|(came, _)| *came >= 9e3), "{all:?}");
    }

    #[test]
    fn batches_of_any_size_are_written_as_fast_as_is_let_in() {
        for (batch, rate) in [(1, 20e3), (64, 50e3), (500, 80e3)] {
            let admission = Admission::default();
            admission.set(Some(rate));
            let begun = Instant::now();
            let mut passed = Duration::ZERO;
            for _ in 0..200_000 / batch {
                let rest = admission.rest(begun + passed);
                if !rest.is_zero() {
                    // A timer wakes at whole milliseconds.
                    passed = Duration::from_millis(u64::try_from((passed + rest).as_millis()).unwrap() + 1);
                }
                admission.admitted_at(batch, begun + passed);
            }
            let (took, expected) = (passed.as_secs_f64(), 200e3 / rate);
            assert!(
                (0.97..1.03).contains(&(took / expected)),
                "{batch}: {took} s and not {expected}"
            );
        }
    }

    #[test]
    fn no_batch_waits_for_long_and_none_where_all_are_let_in() {
        let (admission, now) = (Admission::default(), Instant::now());
        admission.admitted(1_000_000);
        assert_eq!(admission.rest(now + Duration::from_millis(1)), Duration::ZERO);
        admission.set(Some(LEAST));
        admission.admitted_at(1_000_000, now);
        assert_eq!(admission.rest(now), LONGEST);
    }
}
