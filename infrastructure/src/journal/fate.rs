//! What becomes of the scans of a batch.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use signpost_application::ports::journal::Recorded;

/// What became of a batch, and who waits to hear of it.
pub(super) struct Fate {
    begun: Instant,
    /// 0: not known yet; else [`number`] of what it is.
    outcome: AtomicU8,
    waiting: Mutex<Vec<Waker>>,
}

impl Default for Fate {
    fn default() -> Self {
        Self {
            begun: Instant::now(),
            outcome: AtomicU8::new(0),
            waiting: Mutex::default(),
        }
    }
}

fn number(outcome: Recorded) -> u8 {
    match outcome {
        Recorded::Safe => 1,
        Recorded::Dropped => 2,
        Recorded::Late => 3,
    }
}

impl Fate {
    /// How long the first scan of the batch has waited.
    pub(super) fn age(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Whether those who wait were told nothing yet.
    pub(super) fn is_open(&self) -> bool {
        self.known().is_none()
    }

    fn known(&self) -> Option<Recorded> {
        match self.outcome.load(Ordering::Acquire) {
            0 => None,
            1 => Some(Recorded::Safe),
            2 => Some(Recorded::Dropped),
            _ => Some(Recorded::Late),
        }
    }

    /// Tells those who wait, unless they were told before.
    pub(super) fn decide(&self, outcome: Recorded) {
        let waiting = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            if !self.is_open() {
                return;
            }
            self.outcome.store(number(outcome), Ordering::Release);
            std::mem::take(&mut *waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// A scan in a batch: resolves when that is written.
pub(super) struct Awaited {
    fate: Arc<Fate>,
    /// Where among the waiting it stands.
    place: Option<usize>,
}

impl Awaited {
    pub(super) fn new(fate: Arc<Fate>) -> Self {
        Self { fate, place: None }
    }
}

impl Future for Awaited {
    type Output = Recorded;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Recorded> {
        let this = &mut *self;
        if let Some(outcome) = this.fate.known() {
            return Poll::Ready(outcome);
        }
        let mut waiting = this.fate.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        // It may have been decided between the two looks.
        if let Some(outcome) = this.fate.known() {
            return Poll::Ready(outcome);
        }
        if let Some(place) = this.place {
            waiting[place].clone_from(context.waker());
        } else {
            this.place = Some(waiting.len());
            waiting.push(context.waker().clone());
        }
        Poll::Pending
    }
}
