//! When the machine itself stood still: a virtual processor that its host gives to somebody else answers nobody for some milliseconds, whatever runs on it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use rustix::{
    process::setpriority_process,
    thread::{CpuSet, sched_getaffinity, sched_setaffinity},
};

/// How often each processor is looked at.
const GLANCE: Duration = Duration::from_micros(500);
/// How late a glance is that tells of standing still.
const LATE: Duration = Duration::from_millis(1);
/// Before all others, so that no other thread is taken for the machine.
const FIRST: i32 = -20;

/// Since when, and until when.
type Stretch = (Instant, Instant);

/// Watches every processor.
pub(crate) struct Watch {
    is_over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Vec<Stretch>>>,
}

impl Watch {
    pub(crate) fn begin() -> Result<Self, String> {
        let all = sched_getaffinity(None).map_err(|error| error.to_string())?;
        let is_over = Arc::new(AtomicBool::new(false));
        let begin = |processor| {
            let is_over = Arc::clone(&is_over);
            thread::spawn(move || watch(processor, &is_over))
        };
        let threads = (0..CpuSet::MAX_CPU).filter(|processor| all.is_set(*processor)).map(begin);
        Ok(Self {
            threads: threads.collect(),
            is_over,
        })
    }

    /// When any of them stood still, in order, and without overlaps.
    pub(crate) fn end(self) -> Result<Hiccups, String> {
        self.is_over.store(true, Ordering::Relaxed);
        let mut stretches = Vec::new();
        for thread in self.threads {
            stretches.extend(thread.join().map_err(|_| "a watch panicked")?);
        }
        Ok(Hiccups::of(stretches))
    }
}

fn watch(processor: usize, is_over: &AtomicBool) -> Vec<Stretch> {
    let mut only = CpuSet::new();
    only.set(processor);
    // Where either is not allowed, it sees less or more of the others; that is told beside what is measured.
    let _ = sched_setaffinity(None, &only);
    let _ = setpriority_process(None, FIRST);
    let mut stretches = Vec::new();
    while !is_over.load(Ordering::Relaxed) {
        let due = Instant::now() + GLANCE;
        thread::sleep(GLANCE);
        let now = Instant::now();
        if now.saturating_duration_since(due) >= LATE {
            stretches.push((due, now));
        }
    }
    stretches
}

/// When the machine stood still.
pub(crate) struct Hiccups(Vec<Stretch>);

impl Hiccups {
    fn of(mut stretches: Vec<Stretch>) -> Self {
        stretches.sort_unstable();
        let mut merged: Vec<Stretch> = Vec::new();
        for (since, until) in stretches {
            match merged.last_mut() {
                Some(last) if since <= last.1 => last.1 = last.1.max(until),
                _ => merged.push((since, until)),
            }
        }
        Self(merged)
    }

    /// How much of a stretch it stood still.
    pub(crate) fn within(&self, since: Instant, until: Instant) -> Duration {
        let first = self.0.partition_point(|stretch| stretch.1 <= since);
        let those = self.0[first..].iter().take_while(|stretch| stretch.0 < until);
        those
            .map(|stretch| stretch.1.min(until).saturating_duration_since(stretch.0.max(since)))
            .sum()
    }

    /// The longest time that it did.
    pub(crate) fn longest(&self) -> Duration {
        let lengths = self.0.iter().map(|(since, until)| *until - *since);
        lengths.max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overlaps_counts_once_and_only_what_is_within() {
        let begun = Instant::now();
        let at = |milliseconds| begun + Duration::from_millis(milliseconds);
        let hiccups = Hiccups::of(vec![(at(20), at(24)), (at(10), at(13)), (at(12), at(15))]);
        let within = |since, until| hiccups.within(at(since), at(until)).as_millis();
        assert_eq!(
            [within(0, 30), within(11, 14), within(14, 21), within(15, 20), within(23, 40)],
            [9, 3, 2, 0, 1]
        );
        assert_eq!(hiccups.longest(), Duration::from_millis(5));
    }
}
